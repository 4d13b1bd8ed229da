"""The services of an offering as clients name them: what they say becomes data, and data what they see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from manager.api.errors import invalid
from manager.model.catalog import services
from manager.model.catalog.services import PROVIDERS, SERVICES

NO_DETAIL = "servicecapabilitylist"


def provided(wanted: list[str], given: list[dict[str, str]] | None, usual: Mapping[str, Sequence[str]] | None = None) -> dict[str, list[str]]:
    """Service → providers. ApiError 431 for a service nobody knows, or one without a provider that gives it.

    `usual`: the providers of services for which none is named; without it each must have one.
    """
    named: dict[str, list[str]] = {}
    for entry in given or []:
        named.setdefault(entry.get("service", "").lower(), []).append(entry.get("provider", ""))
    known = [_service(one) for one in wanted]
    if extra := sorted(set(named) - {one.lower() for one in known}):
        raise invalid("serviceproviderlist", f"service {extra[0] or '(without a name)'} is not among the supported services")
    return {one: _providers(one, named.get(one.lower()), (usual or {}).get(one, ())) for one in known}


def _service(text: str) -> str:
    known = SERVICES.get(text.lower())
    if known is None:
        raise invalid("supportedservices", f"{text} is not one of {', '.join(sorted(set(SERVICES.values())))}")
    return known


def _providers(service: str, named: list[str] | None, usual: Sequence[str]) -> list[str]:
    if not named and usual:
        return list(usual)
    able = {name.lower(): name for name in services.providers_of(service)}
    found = [able.get(name.lower()) for name in named or []]
    if not found or None in found:
        raise invalid("serviceproviderlist", f"{service} needs a provider that gives it: {', '.join(able.values())}")
    return sorted({str(name) for name in found})


def chosen(given: list[dict[str, str]] | None, of: Collection[str]) -> dict[str, dict[str, str]]:
    """Service → capability → value. ApiError 431 for what cannot be chosen, or of a service that the offering has not."""
    out: dict[str, dict[str, str]] = {}
    for entry in given or []:
        service = SERVICES.get(entry.get("service", "").lower(), "")
        if service not in of:
            raise invalid(NO_DETAIL, f"service {entry.get('service', '')} is not among the services of the offering")
        try:
            name, value = services.capability(service, entry.get("capabilitytype", ""), entry.get("capabilityvalue", ""))
        except ValueError as error:
            raise invalid(NO_DETAIL, str(error)) from None
        out.setdefault(service, {})[name] = value
    return out


def shown(provided_by: Mapping[str, Sequence[str]], capable: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """The services of an offering as answers have them: what was chosen, beside what else they can."""
    return [one(name, names, {**services.CAPABILITIES.get(name, {}), **capable.get(name, {})}) for name, names in provided_by.items()]


def one(name: str, names: Sequence[str], capabilities: Mapping[str, str]) -> dict[str, Any]:
    """One service as answers have it."""
    return {"name": name, "provider": [{"name": provider} for provider in names if provider in PROVIDERS],
            "capability": [{"name": key, "value": value, "canchooseservicecapability": key in services.CHOSEN}
                           for key, value in capabilities.items()]}
