"""For whom an offering is: domains and zones, and who may say so."""

from __future__ import annotations

from typing import Any

from manager.api.declare import Call, Ref
from manager.api.errors import NOT_PERMITTED, ApiError, denied, invalid, not_found
from manager.model.catalog import offering_changes as changes
from manager.model.infra import zones
from manager.model.tenancy import accounts
from manager.model.tenancy.accounts import DomainRow

PUBLIC, ALL = "public", "all"
TAGGED = "allow.domain.admins.to.create.tagged.offerings"


def domains_for(call: Call, given: list[Ref[DomainRow]] | None) -> list[int]:
    """The domains that shall see a new offering: those given (within the caller's reach); a domain admin must name some."""
    if not given and not call.caller.is_admin:
        raise ApiError(NOT_PERMITTED, "Domain admins may create offerings only for their own domain or those below it: give domainid")
    return [ref.row.id for ref in given or []]


def may_tag(call: Call, *tags: str | None) -> None:
    """Domain admins choose tags only where the key lets their account."""
    if any(tags) and not call.caller.is_admin and not call.setting(TAGGED, account=call.caller.account_id):
        raise denied(f"User [{call.caller.username}] is unable to create offerings with tags: {TAGGED} is false")


def may_change(call: Call, kind: str, row: Any) -> None:
    """Root admins change all offerings, domain admins those that are for their domains and no others."""
    if call.caller.is_admin:
        return
    domains = changes.scopes(call.tx, kind, row.id, "domain")
    if not domains or not changes.all_within(call.tx, domains, call.caller.domain_path):
        raise denied(f"Offering {row.uuid} is not for the caller's domains alone")


def set_reach(call: Call, kind: str, offering_id: int, domainid: str | None, zoneid: str | None) -> None:
    """Changes the domains and zones as the texts say: comma-joined ids, `public` and `all` (or nothing) for everybody and everywhere."""
    if domainid is not None:
        ids = [_domain(call, text) for text in _parts(domainid, PUBLIC)]
        if not ids and not call.caller.is_admin:
            raise denied("Domain admins cannot make offerings public")
        changes.set_scopes(call.tx, kind, offering_id, "domain", ids)
    if zoneid is not None:
        changes.set_scopes(call.tx, kind, offering_id, "zone", [_zone(call, text) for text in _parts(zoneid, ALL)])


def _parts(text: str, everything: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return [] if parts and parts[0].lower() == everything and len(parts) == 1 else parts


def _domain(call: Call, uuid: str) -> int:
    row = accounts.find_domain(call.tx, call.caller, uuid)
    if row is None or not call.caller.reaches(call.tx, row.id):
        raise not_found("domainid", uuid)
    return row.id


def _zone(call: Call, uuid: str) -> int:
    row = zones.find_zone(call.tx, call.caller, uuid)
    if row is None:
        raise not_found("zoneid", uuid)
    return row.id


def one_name(name: str | None) -> None:
    """A name that is given is not blank."""
    if name is not None and not name.strip():
        raise invalid("name", "it is empty")
