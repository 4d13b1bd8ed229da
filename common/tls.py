"""TLS as all parts of Pileus speak it: EC certificates of the cloud's own CA, names that say who somebody is, TLS 1.3 only."""

from __future__ import annotations

import hashlib
import ssl
from pathlib import Path
from typing import Any

DOMAIN = "pileus"              # all names below it are given by the cloud itself
MANAGER = "manager.pileus"
SECSTORAGE = "secstorage.pileus"
HOST_SUFFIX = ".host.pileus"
ROUTER_SUFFIX = ".router.pileus"
CONSOLE_SUFFIX = ".console.pileus"


def host_name(uuid: str) -> str:
    """The certificate name of a host."""
    return uuid + HOST_SUFFIX


def router_name(uuid: str) -> str:
    """The certificate name of a router."""
    return uuid + ROUTER_SUFFIX


def console_name(uuid: str) -> str:
    """The certificate name of a console proxy."""
    return uuid + CONSOLE_SUFFIX


def system_vm_name(uuid: str, role: str) -> str:
    """The certificate name of a system VM; `role` as SystemVmPeer's: router or console."""
    return uuid + {"router": ROUTER_SUFFIX, "console": CONSOLE_SUFFIX}[role]


def fingerprint(pem: str) -> str:
    """SHA-256 of a certificate (its DER form), lower-case hex. ValueError when `pem` is no certificate."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.strip())).hexdigest()


def client_context(ca_pem: str, certificate: Path | None = None, key: Path | None = None) -> ssl.SSLContext:
    """For connecting: trusts only `ca_pem`, checks the server's name, shows `certificate` when given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=ca_pem)
    if certificate is not None:
        context.load_cert_chain(certificate, key)
    return context


def server_context(ca_pem: str, certificate: Path, key: Path, *, client_required: bool = True) -> ssl.SSLContext:
    """For accepting: shows `certificate`; clients must show one of `ca_pem` unless `client_required` is False."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificate, key)
    context.load_verify_locations(cadata=ca_pem)
    context.verify_mode = ssl.CERT_REQUIRED if client_required else ssl.CERT_NONE
    return context


def peer_names(connection: ssl.SSLSocket | ssl.SSLObject) -> list[str]:
    """The DNS names in the other side's certificate; empty when it showed none."""
    found: Any = connection.getpeercert() or {}
    return [value for kind, value in found.get("subjectAltName", ()) if kind == "DNS"]
