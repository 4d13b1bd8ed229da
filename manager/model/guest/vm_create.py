"""Making a VM's rows: the VM, its volumes, NICs, metadata and details. The API's transaction calls it; nothing is reserved yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import bindparam, update

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.guest import weight
from manager.model.guest.vm import pack
from manager.model.guest.volume import DATADISK, ROOT
from manager.model.net import network
from manager.model.net.network import AddressTaken, NetworkRow, NicRow, NoAddressLeft
from manager.model.place import affinity
from manager.model.tables.network import vm_metadata
from manager.model.tables.vm import vm, vm_detail, volume
from manager.model.tenancy import counters

MIB = 1 << 20


@dataclass(frozen=True)
class NewNic:
    """A NIC to make; the first is the default one. Address and MAC are chosen when not given."""

    network: NetworkRow
    ip: str | None = None
    mac: str | None = None


@dataclass(frozen=True)
class NewVolume:
    """A volume to make; bytes. `template_id`: what a root volume begins with."""

    size: int
    disk_offering_id: int | None = None
    template_id: int | None = None
    name: str | None = None
    provisioning: str = "thin"
    limit_tags: str | None = None


@dataclass(frozen=True)
class NewVm:
    """Everything that is known of a VM before it exists. The password is sealed; user data is base64."""

    account_id: int
    domain_id: int
    domain_path: str
    user_id: int | None
    zone_id: int
    template_id: int | None
    offering_id: int
    os_type_id: int | None
    hypervisor: str
    cpus: int
    cpu_mhz: int
    memory_mib: int
    root: NewVolume
    nics: list[NewNic]
    data: list[NewVolume] = field(default_factory=list)
    uuid: str | None = None
    name: str | None = None
    display_name: str | None = None
    group_id: int | None = None
    affinity_ids: list[int] = field(default_factory=list)
    arch: str = "x86_64"
    ha: bool = False
    display: bool = True
    dynamically_scalable: bool = False
    keypairs: list[str] = field(default_factory=list)
    public_keys: str | None = None
    user_data: str | None = None
    user_data_id: int | None = None
    user_data_details: str | None = None
    password_sealed: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    limit_tags: str | None = None


@dataclass(frozen=True)
class Created:
    """The new VM and what belongs to it."""

    id: int
    uuid: str
    instance_name: str
    nics: list[NicRow]
    volume_ids: list[int]

    @property
    def network_ids(self) -> list[int]:
        """Its networks, each once."""
        return list(dict.fromkeys(nic.network_id for nic in self.nics if nic.network_id is not None))


_NAME = update(vm).where(vm.c.id == bindparam("vm")).values(instance_name=bindparam("instance"), name=bindparam("called"))


def create(tx: Tx, new: NewVm, instance_of: Callable[[int, int], str]) -> Created:
    """Inserts all rows, state Stopped, and counts them against the account's limits (last). Refused 431, 532 or 533.

    `instance_of(account id, VM id)` gives the instance name.
    """
    uuid = new.uuid or new_uuid()
    now = tx.now()
    name = new.name or f"VM-{uuid}"
    vm_id = tx.insert(
        vm, uuid=uuid, type="User", name=name, display_name=new.display_name or name, instance_name=uuid, account_id=new.account_id,
        domain_id=new.domain_id, user_id=new.user_id, zone_id=new.zone_id, template_id=new.template_id, offering_id=new.offering_id,
        os_type_id=new.os_type_id, hypervisor=new.hypervisor, state="Stopped", cpus=new.cpus, cpu_mhz=new.cpu_mhz,
        memory_mib=new.memory_mib, ha=new.ha, display=new.display, dynamically_scalable=new.dynamically_scalable, group_id=new.group_id,
        keypairs=",".join(new.keypairs) or None, arch=new.arch, details_json=pack(new.details),
        power_state="PowerOff", limit_tags=new.limit_tags, state_at=now, created=now)
    instance = instance_of(new.account_id, vm_id)
    tx.execute(_NAME, {"vm": vm_id, "instance": instance, "called": name})
    tx.insert_many(vm_detail, [{"vm_id": vm_id, "name": key, "value": value, "display": True} for key, value in new.details.items()])
    tx.insert(vm_metadata, vm_id=vm_id, user_data=new.user_data, user_data_id=new.user_data_id,
              user_data_details=new.user_data_details, public_keys=new.public_keys, password_enc=new.password_sealed,
              password_id=1 if new.password_sealed else 0)
    affinity.set_of_vm(tx, vm_id, new.affinity_ids, fresh=True)
    volume_ids = [_volume(tx, new, vm_id, device, made) for device, made in enumerate([new.root, *new.data])]
    nics = [_nic(tx, vm_id, device, wanted) for device, wanted in enumerate(new.nics)]
    created = Created(vm_id, uuid, instance, nics, volume_ids)
    for network_id in sorted(created.network_ids):
        network.raise_generation(tx, network_id)
    counters.take(tx, new.account_id, new.domain_path, {
        **weight.machine(new.cpus, new.memory_mib, new.limit_tags), **weight.disks((each.size, each.limit_tags) for each in (new.root, *new.data))})
    return created


def _volume(tx: Tx, new: NewVm, vm_id: int, device: int, made: NewVolume) -> int:
    # CloudStack's names: ROOT-<vm id>, DATA-<vm id>
    kind = ROOT if device == 0 else DATADISK
    return tx.insert(
        volume, uuid=new_uuid(), name=made.name or f"{'ROOT' if device == 0 else 'DATA'}-{vm_id}", account_id=new.account_id,
        domain_id=new.domain_id, zone_id=new.zone_id, vm_id=vm_id, template_id=made.template_id, disk_offering_id=made.disk_offering_id,
        type=kind, device=device, size_bytes=made.size, state="Allocated", provisioning_type=made.provisioning, display=new.display,
        limit_tags=made.limit_tags, created=tx.now())


def _nic(tx: Tx, vm_id: int, device: int, wanted: NewNic) -> NicRow:
    try:
        return network.allot_nic(tx, wanted.network, vm_id, device, wanted.ip, wanted.mac, is_default=device == 0)
    except AddressTaken as error:
        raise Refused(431, f"Unable to allocate the address in network {wanted.network.uuid}: {error}") from error
    except NoAddressLeft as error:
        raise Refused(533, f"Unable to allocate an address: {error}") from error
