"""What system VMs are made of: the template of their image, their service offerings, the hypervisor that a zone has for them."""

from __future__ import annotations

import uuid as uuids
from typing import Any

import msgspec
from sqlalchemy import case, func, select
from sqlalchemy.exc import IntegrityError

from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.tables import infra, offering, tenancy

TEMPLATE = "systemvm"                      # unique_name is systemvm-<hypervisor>, lower case
SIMULATOR = "Simulator"
SYNTHETIC_URL = "sim://systemvm"           # simulated hosts make images of such URLs without fetching anything
SYNTHETIC_BYTES = 1 << 30
ROUTER_OFFERING = "Cloud.Com-SoftwareRouter"
ROUTER_CPUS, ROUTER_MHZ, ROUTER_MIB = 1, 500, 192
MIB = 1 << 20
SYSTEM_ACCOUNT, ROOT_DOMAIN = 1, 1
_SPACE = uuids.UUID("6f1f8a52-3c8b-4d0e-9d0b-7d3a2a9f4c11")  # of names below: every node makes the same uuid
ROUTER_OFFERING_UUID = str(uuids.uuid5(_SPACE, ROUTER_OFFERING))


class SystemTemplate(msgspec.Struct, frozen=True):
    """An image that system VMs boot from. `store`: gRPC address of the image service that has it; empty for a synthetic one."""

    id: int
    uuid: str
    url: str
    sha256: str
    file_bytes: int
    virtual_bytes: int
    store: str
    arch: str
    os_type_id: int | None

    @property
    def synthetic(self) -> bool:
        """Whether only simulated hosts know it."""
        return self.url.startswith("sim://")


class SystemOffering(msgspec.Struct, frozen=True):
    """What a system VM gets: cores, MHz each, MiB."""

    id: int
    cpus: int
    cpu_mhz: int
    memory_mib: int


def system_template(tx: Tx, zone_id: int, hypervisor: str) -> SystemTemplate:
    """The image of system VMs of `hypervisor` that is ready in the zone: a template of type SYSTEM, registered with issystem=true.

    Simulated hosts need no image: theirs is synthetic and made here on first use. Refused 534 when there is none.
    """
    t, s, store = offering.template.c, offering.template_store.c, infra.image_store.c
    row: Any = tx.first(
        select(t.id, t.uuid, t.url, t.sha256, s.physical_bytes, s.size_bytes, store.address, t.arch, t.os_type_id)
        .select_from(offering.template).join(offering.template_store, s.template_id == t.id)
        .join(infra.image_store, store.id == s.store_id)
        .where(t.type == "SYSTEM", t.state == "Active", t.live == 1, func.lower(t.hypervisor) == hypervisor.lower(),
               s.state == "Ready", store.live == 1,
               (store.zone_id == zone_id) | store.zone_id.is_(None)).order_by(t.id.desc()))
    if row is not None:
        return SystemTemplate(row[0], row[1], row[2] or "", row[3] or "", row[4], row[5], row[6] or "", row[7] or "x86_64", row[8])
    if hypervisor.lower() == SIMULATOR.lower():
        return _synthetic(tx)
    raise Refused(534, f"No system VM template for hypervisor {hypervisor} is ready in this zone: register one with issystem=true")


def _synthetic(tx: Tx) -> SystemTemplate:
    name = f"{TEMPLATE}-simulator"
    uuid = str(uuids.uuid5(_SPACE, name))
    t = offering.template.c
    found = tx.scalar(select(t.id).where(t.uuid == uuid))
    if found is None:
        owner = tx.first(select(tenancy.account.c.id, tenancy.account.c.domain_id).order_by(tenancy.account.c.id).limit(1))
        account_id, domain_id = (owner.id, owner.domain_id) if owner else (SYSTEM_ACCOUNT, ROOT_DOMAIN)
        try:
            found = tx.insert(
                offering.template, uuid=uuid, name="SystemVM Template (Simulator)", display_text="SystemVM Template (Simulator)",
                unique_name=name, account_id=account_id, domain_id=domain_id, type="SYSTEM", format="RAW", hypervisor=SIMULATOR,
                url=SYNTHETIC_URL, is_public=False, cross_zones=True, state="Active", size_bytes=SYNTHETIC_BYTES, created=tx.now())
        except IntegrityError:  # another transaction made it
            found = tx.scalar(select(t.id).where(t.uuid == uuid))
    return SystemTemplate(int(found), uuid, SYNTHETIC_URL, "", SYNTHETIC_BYTES, SYNTHETIC_BYTES, "", "x86_64", None)


def router_offering(tx: Tx, chosen_id: int | None = None) -> SystemOffering:
    """The service offering of routers: the network offering's own choice, else the built-in one (made on first use)."""
    s = offering.service_offering.c
    which = s.id == chosen_id if chosen_id is not None else s.unique_name == ROUTER_OFFERING
    query = select(s.id, s.cpus, s.cpu_mhz, s.memory_mib).where(which)
    row: Any = tx.first(query)
    if row is None:
        try:
            tx.insert(offering.service_offering, uuid=ROUTER_OFFERING_UUID, name="System Offering For Software Router",
                      display_text="System Offering For Software Router", unique_name=ROUTER_OFFERING, cpus=ROUTER_CPUS,
                      cpu_mhz=ROUTER_MHZ, memory_mib=ROUTER_MIB, system_use=True, system_vm_type="domainrouter", created=tx.now())
        except IntegrityError:  # another transaction made it
            row = None
        row = tx.one(query)
    return SystemOffering(row[0], row[1] or ROUTER_CPUS, row[2] or ROUTER_MHZ, row[3] or ROUTER_MIB)


def router_offering_uuids(tx: Tx, chosen: list[int]) -> dict[int, str]:
    """Service offerings that network offerings chose for their routers, by id. Where none is chosen, it is ROUTER_OFFERING_UUID."""
    s = offering.service_offering.c
    return {row.id: row.uuid for row in tx.rows(select(s.id, s.uuid).where(s.id.in_(chosen)))} if chosen else {}


def zone_hypervisor(tx: Tx, zone_id: int, wanted: str | None = None) -> str:
    """The hypervisor for a zone's system VMs: `wanted` if the zone has hosts of it, else that of most hosts, simulated ones last.

    Refused 533 when the zone has no host.
    """
    h, live = infra.host.c, infra.host_liveness.c
    rows = tx.rows(select(h.hypervisor).join_from(infra.host, infra.host_liveness, live.host_id == h.id)
                   .where(h.zone_id == zone_id, h.live == 1, h.type == "Routing", live.state == "Up")
                   .group_by(h.hypervisor).order_by(case((h.hypervisor == SIMULATOR, 1), else_=0), h.hypervisor))
    found = [str(row[0]) for row in rows]
    if not found:
        raise Refused(533, "Insufficient capacity: no host of this zone is Up")
    return next((one for one in found if wanted is not None and one.lower() == wanted.lower()), found[0])
