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
PROXY_OFFERING = "Cloud.com-ConsoleProxy"
PROXY_CPUS, PROXY_MHZ, PROXY_MIB = 1, 500, 256
MIB = 1 << 20
SYSTEM_ACCOUNT, ROOT_DOMAIN = 1, 1
_SPACE = uuids.UUID("6f1f8a52-3c8b-4d0e-9d0b-7d3a2a9f4c11")  # of names below: every node makes the same uuid
ROUTER_OFFERING_UUID = str(uuids.uuid5(_SPACE, ROUTER_OFFERING))
PROXY_OFFERING_UUID = str(uuids.uuid5(_SPACE, PROXY_OFFERING))


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
        account_id, domain_id = owner(tx)
        try:
            found = tx.insert(
                offering.template, uuid=uuid, name="SystemVM Template (Simulator)", display_text="SystemVM Template (Simulator)",
                unique_name=name, account_id=account_id, domain_id=domain_id, type="SYSTEM", format="RAW", hypervisor=SIMULATOR,
                url=SYNTHETIC_URL, is_public=False, cross_zones=True, state="Active", size_bytes=SYNTHETIC_BYTES, created=tx.now())
        except IntegrityError:  # another transaction made it
            found = tx.scalar(select(t.id).where(t.uuid == uuid))
    return SystemTemplate(int(found), uuid, SYNTHETIC_URL, "", SYNTHETIC_BYTES, SYNTHETIC_BYTES, "", "x86_64", None)


def owner(tx: Tx) -> tuple[int, int]:
    """Account and domain that own what is nobody's: the system account and the ROOT domain."""
    found = tx.first(select(tenancy.account.c.id, tenancy.account.c.domain_id).order_by(tenancy.account.c.id).limit(1))
    return (found.id, found.domain_id) if found else (SYSTEM_ACCOUNT, ROOT_DOMAIN)


def router_offering(tx: Tx, chosen_id: int | None = None) -> SystemOffering:
    """The service offering of routers: the network offering's own choice, else the built-in one (made on first use)."""
    return _offering(tx, chosen_id, ROUTER_OFFERING, ROUTER_OFFERING_UUID, "System Offering For Software Router", "domainrouter",
                     (ROUTER_CPUS, ROUTER_MHZ, ROUTER_MIB))


def proxy_offering(tx: Tx, chosen_id: int | None = None) -> SystemOffering:
    """The service offering of console proxies: the one that was chosen, else the built-in one (made on first use)."""
    return _offering(tx, chosen_id, PROXY_OFFERING, PROXY_OFFERING_UUID, "System Offering For Console Proxy", "consoleproxy",
                     (PROXY_CPUS, PROXY_MHZ, PROXY_MIB))


def offering_by_name(tx: Tx, text: str, kind: str) -> int | None:
    """A service offering for system VMs of this kind, by uuid or name; None when there is none."""
    s = offering.service_offering.c
    found = tx.scalar(select(s.id).where((s.uuid == text) | (s.name == text), s.system_use.is_(True), s.live == 1, s.state == "Active",
                                         (s.system_vm_type == kind) | s.system_vm_type.is_(None)).order_by(s.id).limit(1))
    return None if found is None else int(found)


def _offering(tx: Tx, chosen_id: int | None, unique: str, uuid: str, name: str, kind: str, sizes: tuple[int, int, int]) -> SystemOffering:
    s = offering.service_offering.c
    cpus, mhz, mib = sizes
    which = s.id == chosen_id if chosen_id is not None else s.unique_name == unique
    query = select(s.id, s.cpus, s.cpu_mhz, s.memory_mib).where(which)
    row: Any = tx.first(query)
    if row is None:
        try:
            tx.insert(offering.service_offering, uuid=uuid, name=name, display_text=name, unique_name=unique, cpus=cpus, cpu_mhz=mhz,
                      memory_mib=mib, system_use=True, system_vm_type=kind, created=tx.now())
        except IntegrityError:  # another transaction made it
            row = None
        row = tx.one(query)
    return SystemOffering(row[0], row[1] or cpus, row[2] or mhz, row[3] or mib)


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
