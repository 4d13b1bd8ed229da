"""Steps that find a VM its place, and give it back."""

from __future__ import annotations

from typing import Any

from manager import settings
from manager.model.db import Tx as Db
from manager.model.guest import limits, vm, vm_needs, volume
from manager.model.guest.vm import VmRow
from manager.model.guest.volume import DATADISK, PoolSpec, Wanted
from manager.model.infra import placement
from manager.model.net import network
from manager.model.net.network import NicRow, Segment
from manager.model.place import affinity
from manager.placement.filters import CONCENTRATED, DISPERSING, FIRST_FIT, IMPLICIT, NOBODY, Request
from manager.placement.reserve import reserve as find_place
from manager.saga import Ctx, SagaFailure
from manager.sagas.vm.params import Peer, Placed, StartVm, Wire
from manager.storage.pools import Disk

MIB = 1 << 20


def reserve(ctx: Ctx[StartVm]) -> Placed:
    """Reserves CPU, memory and pool space, and writes down the host's shared objects that the VM will use."""
    tx, params = ctx.tx, ctx.params
    row, needs = vm.to_place(tx, params.vm_id)
    wanted = volume.of_vm(tx, params.vm_id)
    if [w.row.id for w in wanted] != params.volume_ids:
        raise SagaFailure(431, f"The volumes of VM {row.uuid} changed while it was about to start; try again")
    found = find_place(tx, request_of(tx, params, row, needs, wanted), f"VM {row.instance_name}")
    host = found.host
    vm.place(tx, row.id, host.id, host.pod_id, row.cpus * row.cpu_mhz, row.memory_mib * MIB)
    fresh = [w for w in wanted if w.row.pool_id is None]
    volume.reserve(tx, {w.row.id: (found.pools[w.row.id], w.row.size_bytes) for w in fresh})
    pools = {pool.id: PoolSpec(pool.id, pool.uuid, pool.type, pool.path) for pool in found.known.values()}
    specs = [volume.spec(w, pools[found.pools[w.row.id]], w.row.pool_id is None) for w in wanted]
    image = _image(ctx, row, fresh)
    nics = network.get_nics(tx, params.nic_ids)
    uses = [(f"network:{nic.network_id}", f"nic:{nic.id}") for nic in nics]
    uses += [(f"image:{w.image_uuid}", f"volume:{w.row.id}") for w in fresh if w.image_uuid]
    vm.add_uses(tx, host.id, uses)
    return Placed(Peer(host.id, host.uuid, found.address), row.instance_name, row.uuid, specs, nics,
                  row.hypervisor, image)


def unreserve(ctx: Ctx[StartVm]) -> None:
    """Gives all of it back."""
    vm.unplace(ctx.tx, ctx.params.vm_id)
    fresh = [spec.id for spec in ctx.out(reserve).volumes if spec.fresh]
    volume.unreserve(ctx.tx, fresh)
    vm.drop_uses(ctx.tx, [f"volume:{volume_id}" for volume_id in fresh])


def wire(ctx: Ctx[StartVm]) -> list[Wire]:
    """The VM's NICs with their networks' segments, which exist once the networks are implemented."""
    placed = ctx.out(reserve)
    return wires(ctx, placed.nics, placed.hypervisor)


def wires(ctx: Ctx[Any], nics: list[NicRow], hypervisor: str) -> list[Wire]:
    """NICs with their networks' segments and rates."""
    segments: dict[int, Segment] = {}
    rates = _rates(ctx.tx, nics)
    out = []
    for nic in nics:
        if nic.network_id is None:
            continue
        if nic.network_id not in segments:
            segments[nic.network_id] = network.segment(ctx.tx, network.must(ctx.tx, nic.network_id), hypervisor)
        out.append(Wire(nic, segments[nic.network_id], rates.get(nic.id, 0)))
    return out


def _rates(tx: Db, nics: list[NicRow]) -> dict[int, int]:
    """Mbit/s of NICs. A service offering that does not say leaves it to vm.network.throttling.rate, a network's to network.throttling.rate."""
    out = {}
    for found in limits.of_nics(tx, [nic.id for nic in nics]):
        rate = found.rate
        if rate is None:
            rate = int(settings.get(tx, "vm.network.throttling.rate") if found.default
                       else settings.get(tx, "network.throttling.rate", zone=found.zone_id))
        out[found.id] = max(rate, 0)
    return out


def request_of(tx: Db, params: StartVm, row: VmRow, needs: vm.Needs, wanted: list[Wanted]) -> Request:
    """What placement is asked for. In a write transaction the VM's affinity groups are held until it ends."""
    planner = params.planner or needs.planner or FIRST_FIT
    return Request(
        zone_id=row.zone_id, hypervisor=row.hypervisor, cpus=row.cpus, cpu_mhz=row.cpu_mhz, memory=row.memory_mib * MIB,
        disks=tuple(_disk(w, needs) for w in wanted), arch=row.arch, tags=needs.host_tags, pod_id=params.pod_id,
        cluster_id=params.cluster_id, host_id=params.host_id, prefer_host_id=params.prefer_host_id, admin=params.admin,
        account_id=row.account_id, domain_path=needs.domain_path, company=affinity.company(tx, row.id) if needs.grouped else NOBODY,
        planner=planner, preferred=planner == IMPLICIT and vm_needs.prefers_dedication(tx, row.offering_id),
        crowd=vm.crowd(tx, row.account_id) if planner in (DISPERSING, CONCENTRATED) else {})


def _disk(wanted: Wanted, needs: vm.Needs) -> Disk:
    row = wanted.row
    if row.type == DATADISK:
        return Disk(row.id, row.size_bytes, placement.tag_set(wanted.tags), wanted.storage_type == "local", row.pool_id)
    return Disk(row.id, row.size_bytes, needs.storage_tags, needs.local_storage, row.pool_id)


def _image(ctx: Ctx[StartVm], row: VmRow, fresh: list[Wanted]) -> volume.ImageSpec | None:
    """Where the template is served, when a fresh volume begins with it."""
    template_id = next((w.row.template_id for w in fresh if w.row.template_id is not None), None)
    if template_id is None:
        return None
    image = volume.image(ctx.tx, template_id, row.zone_id)
    if image is None:
        raise SagaFailure(534, f"The template of VM {row.uuid} is not ready in its zone")
    return image
