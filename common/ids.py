"""Identifiers."""

import secrets
import uuid


def new_uuid() -> str:
    """A random UUID in its canonical form, lower case (RFC 9562, version 4)."""
    return str(uuid.uuid4())


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID in canonical form, any case."""
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def token(octets: int = 32) -> str:
    """An unguessable text safe in URLs, of `octets` random bytes; never with a dash in front: a program would take it for an option."""
    while (made := secrets.token_urlsafe(octets)).startswith("-"):
        continue
    return made
