"""The web UI as the manager serves it, and how a reloaded page finds its session."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from manager.api.wire.site import NOT_BUILT, Site

JS = b"console.log('pileus')" * 40


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A built client."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Pileus</title>")
    asset = tmp_path / "assets" / "index-AbCd1234.js"
    asset.write_bytes(JS)
    asset.with_name(asset.name + ".gz").write_bytes(gzip.compress(JS))
    return tmp_path


def ask(site: Site, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request."""
    scope = {"path": path, "method": method, "headers": [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]}
    status, answered, body = site.answer(scope)
    return status, {name.decode(): text.decode() for name, text in answered}, body


def test_a_hashed_file_is_kept_for_ever_and_sent_compressed(root: Path) -> None:
    status, headers, body = ask(Site(root), "/client/assets/index-AbCd1234.js", accept_encoding="gzip, br")
    assert (status, headers["content-encoding"], gzip.decompress(body)) == (200, "gzip", JS)
    assert "immutable" in headers["cache-control"]
    assert headers["vary"] == "accept-encoding"
    assert ask(Site(root), "/client/assets/index-AbCd1234.js")[2] == JS
    assert ask(Site(root), "/client/assets/index-AbCd1234.js", if_none_match=headers["etag"])[0] == 304


@pytest.mark.parametrize("path", ["/client/", "/client/instance/7d0c", "/client/login"])
def test_every_page_is_the_index_under_a_strict_policy(root: Path, path: str) -> None:
    status, headers, body = ask(Site(root), path)
    assert (status, body) == (200, (root / "index.html").read_bytes())
    assert headers["cache-control"] == "no-cache"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/client/assets/gone-AbCd1234.js", "/client/../index.html.js", "/client/assets/../../etc/passwd"])
def test_what_was_not_built_is_not_found(root: Path, path: str) -> None:
    assert ask(Site(root), path)[0] == 404


def test_the_root_leads_to_the_client(root: Path) -> None:
    for path in ("/", "/client"):
        status, headers, _ = ask(Site(root), path)
        assert (status, headers["location"]) == (302, "/client/")


def test_a_new_build_is_served_without_a_restart(root: Path) -> None:
    site = Site(root)
    ask(site, "/client/")
    (root / "index.html").write_text("new")
    os.utime(root / "index.html", (1, 1))
    assert ask(site, "/client/")[2] == b"new"


def test_without_a_build_the_page_says_so(tmp_path: Path) -> None:
    assert ask(Site(tmp_path), "/client/")[::2] == (503, NOT_BUILT)


def test_the_operator_settings_are_read_each_time_and_never_break_the_page(root: Path, tmp_path: Path) -> None:
    settings = tmp_path / "ui.json"
    site = Site(root, settings)
    assert ask(site, "/client/config.json")[2] == b"{}"
    settings.write_text('{"title": "Example Cloud"}')
    assert ask(site, "/client/config.json")[2] == b'{"title": "Example Cloud"}'
    settings.write_text("not json")
    assert ask(site, "/client/config.json")[2] == b"{}"


def test_only_reading(root: Path) -> None:
    assert ask(Site(root), "/client/", method="POST")[0] == 405

