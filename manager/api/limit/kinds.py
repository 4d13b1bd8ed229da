"""Which kinds of resource a command about limits means."""

from __future__ import annotations

from collections.abc import Sequence

from manager.api.errors import invalid
from manager.model.db import Tx
from manager.model.tenancy.counters import KINDS
from manager.model.tenancy.limits import NUMBERS, tagged_kinds

TEXT = ("0 VMs, 1 IPs, 2 volumes, 3 snapshots, 4 templates, 5 projects, 6 networks, 7 VPCs, 8 CPUs, 9 memory (MiB), 10 primary storage (GiB), "
        "11 secondary storage (GiB)")


def chosen(tx: Tx, number: int | None, name: str | None, tag: str | None) -> list[str]:
    """The kinds (cpu, or cpu:<tag>) with this number, name and tag; None: all. 431 for what there is not, or has no such tag."""
    if number is not None and number not in NUMBERS:
        raise invalid("resourcetype", f"{number} is not a kind of resource")
    if number is not None and name is not None and NUMBERS[number] != name:
        raise invalid("resourcetypename", f"{name} is not of resource type {number}")
    plain = NUMBERS[number] if number is not None else name
    wanted = [plain] if plain is not None else list(KINDS)
    if tag:
        found = [kind for kind in tagged_kinds(tx) if kind in {f"{each}:{tag}" for each in wanted}]
        if not found:
            raise invalid("tag", f"{tag} is not a tag that limits can be set for (resource.limit.host.tags, resource.limit.storage.tags)")
        return found
    return [*wanted, *(kind for kind in tagged_kinds(tx) if kind.partition(":")[0] in wanted)] if tag is None else wanted


def matching(kinds: Sequence[str], keyword: str | None) -> list[str]:
    """Those whose name holds the keyword."""
    return [kind for kind in kinds if not keyword or keyword.lower() in kind.lower()]
