"""The plan of deployVirtualMachine: where a VM that does not exist yet would go, and what it would need."""

from __future__ import annotations

from collections.abc import Sequence

from manager.api.declare import Call
from manager.api.plan.build import Plan
from manager.model.catalog.offerings import DiskOfferingRow, ServiceOfferingRow
from manager.model.guest import vm, vm_needs, weight
from manager.model.guest.vm_create import NewNic, NewVm
from manager.model.infra.placement import tag_set
from manager.model.net import address, network_life
from manager.model.place import affinity
from manager.placement.filters import CONCENTRATED, DISPERSING, FIRST_FIT, IMPLICIT, Request
from manager.sagas.network.implement import NEW
from manager.sagas.vm import VM_DEPLOY
from manager.sagas.vm.params import StartVm
from manager.storage.pools import Disk

MIB = 1 << 20
ROOT = -1  # ids of things to be made, in a plan


def request(call: Call, new: NewVm, asked: StartVm, offering: ServiceOfferingRow, data: DiskOfferingRow | None) -> Request:
    """What placement would be asked for."""
    needs = vm.needs(call.tx, offering.id)
    disks = [Disk(ROOT, new.root.size, needs.storage_tags, needs.local_storage)]
    if data is not None:
        disks += [Disk(ROOT - 1, disk.size, tag_set(data.tags), data.storage_type == "local") for disk in new.data]
    planner = asked.planner or needs.planner or FIRST_FIT
    groups = affinity.of_owner(call.tx, new.affinity_ids)
    return Request(
        zone_id=new.zone_id, hypervisor=new.hypervisor, cpus=new.cpus, cpu_mhz=new.cpu_mhz, memory=new.memory_mib * MIB, disks=tuple(disks),
        arch=new.arch, tags=needs.host_tags, pod_id=asked.pod_id, cluster_id=asked.cluster_id, host_id=asked.host_id, admin=asked.admin,
        account_id=new.account_id, domain_path=new.domain_path, company=affinity.among(call.tx, groups, 0, lock=False), planner=planner,
        preferred=planner == IMPLICIT and vm_needs.prefers_dedication(call.tx, offering.id),
        crowd=vm.crowd(call.tx, new.account_id) if planner in (DISPERSING, CONCENTRATED) else {})


def tell(plan: Plan, new: NewVm, asked: StartVm, wanted: Request, *, start: bool) -> None:
    """Limits, objects, steps and place."""
    amounts = {**weight.machine(new.cpus, new.memory_mib, new.limit_tags)}
    for kind, amount in weight.disks((disk.size, disk.limit_tags) for disk in [new.root, *new.data]).items():
        amounts[kind] = amounts.get(kind, 0) + amount
    if any(nic.network.id == NEW for nic in new.nics):
        amounts["network"] = 1
    if start:
        amounts["public_ip"] = addresses(plan.call, new.nics)
    plan.limits(new.account_id, amounts)
    volumes = {ROOT - number: f"{'root' if number == 0 else 'data'} volume" for number in range(1 + len(new.data))}
    nics = {ROOT - number: f"NIC in {nic.network.name}" for number, nic in enumerate(new.nics)}
    plan.effect("created", "VirtualMachine", new.uuid, new.name)
    for text in volumes.values():
        plan.effect("created", "Volume", None, text)
    for nic in new.nics:
        if nic.network.id == NEW:
            plan.effect("created", "Network", None, nic.network.name)
    plan.records("the rows of the VM, its volumes and NICs are written, and count against the limits")
    if start:
        plan.place(wanted, f"VM {new.name or ''}".strip(), volumes)
        plan.saga(VM_DEPLOY, StartVm(0, list(nics), list(volumes), list(dict.fromkeys(nic.network.id for nic in new.nics)), admin=asked.admin),
                  {"nic_ids": nics, "volume_ids": volumes, "network_ids": {nic.network.id: nic.network.name for nic in new.nics}})


def addresses(call: Call, nics: Sequence[NewNic]) -> int:
    """How many source NAT addresses the networks lack."""
    lacking = 0
    for nic in nics:
        if network_life.SOURCE_NAT in network_life.services(call.tx, nic.network.offering_id):
            lacking += nic.network.id == NEW or address.source_nat_of(call.tx, nic.network.id) is None
    return lacking
