"""Encryption at rest: the cloud's key and what is sealed with it (AES-256-GCM). All nodes of a cloud share the key file."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from common import atomic

FILE = "encryption.key"
_PREFIX = "p1:"
_NONCE = 12


class KeyFileError(Exception):
    """A key file that cannot be used; the text says which and why."""


class Keys:
    """Implements services.Secrets."""

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise KeyFileError("an encryption key has 32 octets")
        self._cipher = AESGCM(key)
        self._fingerprint = hashlib.sha256(b"pileus encryption key\0" + key).hexdigest()

    @classmethod
    def load(cls, folder: Path) -> Keys:
        """Reads `folder`/encryption.key. KeyFileError when it is missing, malformed or readable by others."""
        path = folder / FILE
        try:
            text = path.read_text().strip()
            mode = path.stat().st_mode
        except OSError as error:
            raise KeyFileError(f"{path}: {error.strerror}") from None
        if mode & 0o077:
            raise KeyFileError(f"{path}: others may read it; run chmod 600 {path}")
        try:
            return cls(base64.b64decode(text, validate=True))
        except (binascii.Error, KeyFileError):
            raise KeyFileError(f"{path}: not a key (32 octets in base64)") from None

    @classmethod
    def load_or_make(cls, folder: Path) -> Keys:
        """As `load`; makes the key (mode 0600) when there is none. Processes that start together agree on one."""
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / FILE).exists():
            atomic.create(folder / FILE, base64.b64encode(secrets.token_bytes(32)).decode() + "\n", mode=0o600)
        return cls.load(folder)

    def fingerprint(self) -> str:
        """A hex digest that tells keys apart and gives nothing away; the database keeps it in `secret_check`."""
        return self._fingerprint

    def seal(self, text: str) -> str:
        """Encrypts; the result is printable."""
        nonce = os.urandom(_NONCE)
        return _PREFIX + base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """Decrypts what `seal` made; ValueError when it was not made with this key."""
        if not sealed.startswith(_PREFIX):
            raise ValueError("not a sealed value")
        try:
            octets = base64.urlsafe_b64decode(sealed[len(_PREFIX):])
            return self._cipher.decrypt(octets[:_NONCE], octets[_NONCE:], None).decode()
        except (binascii.Error, InvalidTag, ValueError):
            raise ValueError("sealed with another key, or damaged") from None
