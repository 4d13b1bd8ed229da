"""Which user data a VM gets: its own, registered, or its template's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from manager.api.declare import Ref
from manager.api.errors import PARAMETER, ApiError, invalid
from manager.api.userdata.multipart import joined
from manager.api.vm import checks
from manager.model.catalog import user_data
from manager.model.catalog.user_data import APPEND, DENY, UserDataRow
from manager.model.db import Tx


@dataclass(frozen=True)
class Chosen:
    """`text`: base64, what the router serves. `data_id`: of registered user data. `details`: values of its variables, JSON."""

    text: str | None = None
    data_id: int | None = None
    details: str | None = None


def chosen(tx: Tx, template_id: int | None, text: str | None, ref: Ref[UserDataRow] | None, details: Mapping[str, str] | None, most: int, *,
           account_id: int) -> Chosen:
    """By the template's policy. `most`: octets that may be served. ApiError 431."""
    if text and ref is not None:
        raise ApiError(PARAMETER, "Both userdata and userdata ID inputs are not allowed, please provide only one")
    if ref is not None and ref.row.account_id != account_id:
        raise ApiError(PARAMETER, f"Userdata {ref.row.name} belongs to another account than the VM")
    own = checks.user_data(ref.row.user_data if ref is not None else text, most)
    bound = user_data.bound_to(tx, template_id) if template_id is not None else None
    if bound is not None and bound.policy == DENY and own:
        raise ApiError(PARAMETER, "UserData input is not allowed here since template is configured to deny any userdata")
    row = ref.row if ref is not None else None
    if bound is not None and not own:
        own, row = bound.data.user_data, bound.data
    elif bound is not None and bound.policy == APPEND and own and bound.data.user_data:
        own = checks.user_data(joined(bound.data.user_data, own), most)
    names = {*(row.variables if row is not None else ()), *(bound.data.variables if bound is not None else ())}
    if strange := sorted(set(details or {}) - names):
        raise invalid("userdatadetails", f"{strange[0]} is no variable of the user data; it has {', '.join(sorted(names)) or 'none'}")
    return Chosen(own, row.id if row is not None else None, msgspec.json.encode(dict(details)).decode() if details else None)
