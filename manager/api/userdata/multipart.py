"""Joining two pieces of user data into one MIME multi-part message (RFC 2046), as cloud-init reads it."""

from __future__ import annotations

import base64

BOUNDARY = b"==pileus-user-data=="
KINDS = (  # cloud-init, "User data formats": the first line says what a part is
    (b"#!", b"text/x-shellscript"), (b"#cloud-config-archive", b"text/cloud-config-archive"), (b"#cloud-config", b"text/cloud-config"),
    (b"#cloud-boothook", b"text/cloud-boothook"), (b"#include-once", b"text/x-include-once-url"), (b"#include", b"text/x-include-url"),
    (b"#part-handler", b"text/part-handler"), (b"## template: jinja", b"text/jinja2"))


def joined(first: str, second: str) -> str:
    """Both, base64 in and out; the first one's settings come first."""
    parts = [base64.b64decode(text) for text in (first, second)]
    lines = [b'Content-Type: multipart/mixed; boundary="' + BOUNDARY + b'"', b"MIME-Version: 1.0", b""]
    for part in parts:
        lines += [b"--" + BOUNDARY, b"Content-Type: " + _kind(part) + b'; charset="utf-8"', b"MIME-Version: 1.0",
                  b"Content-Transfer-Encoding: base64", b"", base64.encodebytes(part).rstrip(b"\n"), b""]
    return base64.b64encode(b"\n".join([*lines, b"--" + BOUNDARY + b"--", b""])).decode()


def _kind(part: bytes) -> bytes:
    if part.lower().startswith((b"content-type: multipart", b"mime-version:")):
        return b"message/rfc822"
    return next((kind for mark, kind in KINDS if part.startswith(mark)), b"text/plain")
