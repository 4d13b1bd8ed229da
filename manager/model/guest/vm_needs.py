"""What must hold before a VM is made or changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.guest import volume
from manager.model.tables.network import network, nic
from manager.model.tables.offering import offering_detail
from manager.model.tables.vm import vm


def template_ready(tx: Tx, template_id: int, zone_id: int) -> bool:
    """Whether the template can be had in the zone now."""
    return volume.image(tx, template_id, zone_id) is not None


def offering_details(tx: Tx, offering_id: int) -> dict[str, str]:
    """A service offering's details, names in lower case: bounds of a customized one, as mincpunumber."""
    rows = tx.rows(select(offering_detail.c.name, offering_detail.c.value).where(
        offering_detail.c.kind == "service", offering_detail.c.offering_id == offering_id))
    return {row.name.lower(): row.value or "" for row in rows}


def prefers_dedication(tx: Tx, offering_id: int) -> bool:
    """Whether implicit dedication is a wish (ImplicitDedicationMode Preferred of the offering's details), not a must."""
    return offering_details(tx, offering_id).get("implicitdedicationmode", "").lower() == "preferred"


def uuid_taken(tx: Tx, uuid: str) -> bool:
    """Whether a VM has or had this uuid."""
    return tx.first(select(vm.c.id).where(vm.c.uuid == uuid)) is not None


def name_is_free(tx: Tx, name: str, network_ids: Sequence[int], but: int | None = None) -> None:
    """Refused 431 when another VM in one of the networks has the name: it is a DNS name there."""
    row = tx.first(
        select(vm.c.uuid, network.c.name).select_from(
            nic.join(vm, vm.c.id == nic.c.vm_id).join(network, network.c.id == nic.c.network_id))
        .where(nic.c.network_id.in_(network_ids), nic.c.live == 1, vm.c.name == name, vm.c.live == 1, vm.c.id != (but or 0)).limit(1))
    if row is not None:
        raise Refused(431, f"The vm with hostName {name} already exists in the network domain of network {row.name}")
