"""Which affinity groups a VM is put into: named by id or by name, its owner's or its domain's."""

from __future__ import annotations

from collections.abc import Sequence

from manager.api.declare import Ref
from manager.api.errors import PARAMETER, ApiError, denied
from manager.model.db import Tx
from manager.model.place import affinity
from manager.model.place.affinity import DEDICATED, GroupRow


def chosen(
    tx: Tx, account_id: int, domain_id: int, domain_path: str, ids: Sequence[Ref[GroupRow]] | None, names: Sequence[str] | None,
) -> list[GroupRow]:
    """The groups for a VM of that account, each once. ApiError 431 or 531."""
    if ids and names:
        raise ApiError(PARAMETER, "affinityGroupIds parameter is mutually exclusive with affinityGroupNames parameter")
    rows = [ref.row for ref in ids or []]
    for name in dict.fromkeys(names or []):
        found = affinity.by_name(tx, account_id, domain_id, name)
        if found is None:
            raise ApiError(PARAMETER, f"Unable to find group by name {name}")
        rows.append(found)
    for row in rows:
        if not affinity.usable(tx, row, account_id, domain_path):
            raise denied(f"Affinity Group {row.name} does not belong to the VM's account or domain")
    if sum(row.type == DEDICATED for row in rows) > 1:
        raise ApiError(PARAMETER, "A VM can be in one affinity group of type ExplicitDedication only")
    return list({row.id: row for row in rows}.values())
