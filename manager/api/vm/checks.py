"""Checks of what VMs are given: names, user data, details, sizes. Each raises ApiError."""

from __future__ import annotations

import base64
import binascii
import re
import urllib.parse
from collections.abc import Mapping

from manager.api.declare import Call
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.guest.vm import VmRow

NAME = re.compile(r"(?!-)(?![0-9])[A-Za-z0-9-]{1,63}(?<!-)")
MAX_USER_DATA = 1 << 20
GIB = 1 << 30
SIZES = {"cpunumber": "cpus", "cpuspeed": "cpu_mhz", "memory": "memory_mib"}
RESERVED_DETAILS = frozenset({"cpunumber", "cpuspeed", "memory"})


def name(value: str | None) -> str | None:
    """A host name (RFC 1123, one label), which may not begin with a digit."""
    if not value:
        return None
    if not NAME.fullmatch(value):
        raise invalid("name", "VM name can contain ASCII letters 'a' through 'z', the digits '0' through '9', and the hyphen ('-'), must be "
                      "between 1 and 63 characters long, and can't start or end with \"-\" and can't start with digit")
    return value


def user_data(value: str | None, most: int = MAX_USER_DATA) -> str | None:
    """Base64 (also in its form for URLs), returned in the standard form. `most`: octets it may stand for."""
    if not value:
        return None
    text = urllib.parse.unquote(value).strip().replace("-", "+").replace("_", "/")
    text += "=" * (-len(text) % 4)
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise invalid("userdata", "it is not base64") from None
    if len(raw) > most:
        raise invalid("userdata", f"it is {len(raw)} bytes long, at most {most} are allowed (vm.userdata.max.length)")
    return base64.b64encode(raw).decode() if raw else None


def sizes(offering: ServiceOfferingRow, details: Mapping[str, str], limits: Mapping[str, str]) -> tuple[int, int, int]:
    """(cores, MHz, MiB): the offering's, or for a customized one those in `details`, within `limits` (the offering's own details)."""
    asked = {key.lower(): value for key, value in details.items() if key.lower() in SIZES}
    if asked and not offering.customized:
        raise ApiError(PARAMETER, f"Unable to use {', '.join(sorted(asked))} in details: service offering {offering.uuid} is not customized")
    out = []
    for key, column in SIZES.items():
        fixed = getattr(offering, column)
        if fixed is not None and key in asked and offering.customized and int_of(key, asked[key]) != fixed:
            raise invalid("details", f"{key} is fixed to {fixed} by the service offering")
        if fixed is None and key not in asked:
            raise invalid("details", f"service offering {offering.name} is customized: {key} is needed")
        value = fixed if fixed is not None else int_of(key, asked[key])
        low, high = int(limits.get(f"min{key}") or 1), int(limits.get(f"max{key}") or value)
        if not low <= value <= high:
            raise invalid("details", f"{key} {value} is not from {low} to {high}, as the service offering wants")
        out.append(value)
    return out[0], out[1], out[2]


def int_of(key: str, text: str) -> int:
    """A positive whole number."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 1 << 31:
        raise invalid("details", f"{key} must be a positive number, not {text[:40]}")
    return int(text)


def kept_details(details: Mapping[str, str] | None) -> dict[str, str]:
    """The details to store. ApiError 431 for what cannot be."""
    out = {}
    for key, value in (details or {}).items():
        if not key or len(key) > 120:
            raise invalid("details", "a name must have 1 to 120 characters")
        out[key] = value
    return out


def not_protected(vm: VmRow) -> None:
    """Refuses to remove a VM with delete protection."""
    if vm.delete_protection:
        raise ApiError(PARAMETER, f"Instance [id = {vm.uuid}] has delete protection enabled and cannot be deleted.")


def may_expunge(call: Call, what: str) -> None:
    """Users expunge and recover only where allow.user.expunge.recover.vm lets them."""
    if not call.caller.is_admin and not call.setting("allow.user.expunge.recover.vm", account=call.caller.account_id):
        raise denied(f"{what} can only be done by an Admin. Or when the allow.user.expunge.recover.vm key is set.")
