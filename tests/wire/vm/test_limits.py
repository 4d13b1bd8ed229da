"""What offerings say of disks, CPUs, NICs and tags reaches the host; keys say what offerings leave open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from manager.model.tables import infra
from protos.agent.v1 import agent_pb2
from tests.wire.app import Client
from tests.wire.vm.test_settings import refused, setting
from tests.wire.vm.test_vms import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db")
    yield made
    made.app.close()


@pytest.fixture
def ann(site: Site, request: pytest.FixtureRequest) -> Client:
    """A user of each test's own."""
    return site.app.user(f"ann-{len(request.node.name)}-{request.node.name[5:15]}")


def offering(site: Site, name: str, **more: Any) -> str:
    whole = {"cpunumber": 1, "cpuspeed": 500, "memory": 128, **more}
    return str(site.app.admin.call("createServiceOffering", name=name, **whole)["serviceoffering"]["id"])


def on_host(site: Site, client: Client, **more: Any) -> agent_pb2.Vm:
    """The VM as its host was told."""
    made = site.deploy(client, **more)
    found = [vm for host in site.hosts.hosts.values() for vm in host.vms.values() if vm.uuid == made["id"]]
    client.job("destroyVirtualMachine", id=made["id"])
    return found[0]


def test_rates_and_caches_of_disks(site: Site, ann: Client) -> None:
    root = offering(site, "rated", bytesreadrate=1000, bytesreadratemax=3000, bytesreadratemaxlength=4, iopswriterate=50, cachemode="writeback",
                    limitcpuuse=True, networkrate=7)
    data = site.app.admin.call("createDiskOffering", name="capped", disksize=1, miniops=1, maxiops=70, cachemode="hypervisor_default")
    vm = on_host(site, ann, serviceofferingid=root, diskofferingid=data["diskoffering"]["id"])
    assert vm.cpu_limited
    assert (vm.disks[0].cache, vm.disks[1].cache) == ("writeback", "")
    assert vm.disks[0].rates == agent_pb2.Rates(read_bytes=1000, read_bytes_max=3000, read_bytes_max_seconds=4, write_iops=50)
    assert vm.disks[1].rates == agent_pb2.Rates(total_iops=70)
    assert vm.ports[0].mbps == 7


def test_a_changed_disk_offering_holds_at_the_next_start(site: Site, ann: Client) -> None:
    data = site.app.admin.call("createDiskOffering", name="later", disksize=1)["diskoffering"]["id"]
    made = site.deploy(ann, diskofferingid=data)
    site.app.admin.call("updateDiskOffering", id=data, iopsreadrate=33)
    ann.job("stopVirtualMachine", id=made["id"])
    ann.job("startVirtualMachine", id=made["id"])
    found = [vm for host in site.hosts.hosts.values() for vm in host.vms.values() if vm.uuid == made["id"]]
    assert found[0].disks[1].rates.read_iops == 33
    ann.job("destroyVirtualMachine", id=made["id"])


def test_what_offerings_leave_open(site: Site, ann: Client) -> None:
    plain = offering(site, "plain")
    vm = on_host(site, ann, serviceofferingid=plain)
    assert (vm.ports[0].mbps, vm.disks[0].rates, vm.cpu_limited) == (200, agent_pb2.Rates(), False)
    with setting(site, "vm.network.throttling.rate", "0"), setting(site, "vm.disk.throttling.bytes_read_rate", "11"), \
            setting(site, "vm.disk.throttling.bytes_write_rate", "12"), setting(site, "vm.disk.throttling.iops_read_rate", "13"), \
            setting(site, "vm.disk.throttling.iops_write_rate", "14"):
        vm = on_host(site, ann, serviceofferingid=plain)
        assert vm.ports[0].mbps == 0
        assert vm.disks[0].rates == agent_pb2.Rates(read_bytes=11, write_bytes=12, read_iops=13, write_iops=14)


def test_other_nics_are_as_fast_as_their_networks(site: Site, ann: Client) -> None:
    nets = []
    for name in ("first", "second"):
        kind = ann.call("listNetworkOfferings", name="DefaultIsolatedNetworkOfferingWithSourceNatService")["networkoffering"][0]["id"]
        nets.append(ann.call("createNetwork", name=name, displaytext=name, zoneid=site.base["zoneid"], networkofferingid=kind)["network"]["id"])
    with setting(site, "network.throttling.rate", "55", zoneid=site.base["zoneid"]):
        vm = on_host(site, ann, networkids=nets)
    assert sorted(port.mbps for port in vm.ports) == [55, 200]


def test_tags_choose_hosts_and_pools(site: Site, ann: Client) -> None:
    tagged = offering(site, "tagged", hosttags="gpu")
    assert refused(ann, "deployVirtualMachine", **{**site.base, "serviceofferingid": tagged}).status == 533
    site.app.db.write(lambda tx: tx.execute(update(infra.host).where(infra.host.c.id == site.ids["host2"]).values(tags="gpu,big")))
    made = site.deploy(ann, serviceofferingid=tagged)
    shown = site.app.admin.call("listVirtualMachines", id=made["id"])["virtualmachine"][0]
    assert shown["hostid"] == site.uuid(infra.host, "host2")
    failure = refused(site.app.admin, "updateServiceOffering", id=tagged, hosttags="other")
    assert (failure.status, "lacks" in failure.text) == (431, True)
    fast = offering(site, "fast", tags="nvme")
    assert refused(ann, "deployVirtualMachine", **{**site.base, "serviceofferingid": fast}).status == 533
    data = site.app.admin.call("createDiskOffering", name="nvme", disksize=1, tags="nvme")["diskoffering"]["id"]
    suits = ann.call("listDiskOfferings", id=data, virtualmachineid=made["id"])["diskoffering"][0]["suitableforvirtualmachine"]
    assert suits is False
    pool = site.uuid(infra.storage_pool, "pool")
    assert data not in [one["id"] for one in site.app.admin.call("listDiskOfferings", storageid=pool)["diskoffering"]]
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).values(tags="nvme")))
    assert data in [one["id"] for one in site.app.admin.call("listDiskOfferings", storageid=pool)["diskoffering"]]
    made = site.deploy(ann, serviceofferingid=fast, diskofferingid=data)
    assert "lacks" in refused(site.app.admin, "updateServiceOffering", id=fast, storagetags="hdd").text
    assert "lacks" in refused(site.app.admin, "updateDiskOffering", id=data, tags="hdd").text
    assert ann.call("listDiskOfferings", id=data, virtualmachineid=made["id"])["diskoffering"][0]["suitableforvirtualmachine"] is True
    volume = ann.call("listVolumes", virtualmachineid=made["id"], type="DATADISK")["volume"][0]["id"]
    other = site.app.admin.call("createDiskOffering", name="nvme-too", disksize=2, tags="big,nvme")["diskoffering"]["id"]
    assert [one["id"] for one in ann.call("listDiskOfferings", volumeid=volume)["diskoffering"]] == [other]
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).values(tags=None)))


def test_what_a_vm_may_change_to(site: Site, ann: Client) -> None:
    now, more, less = (offering(site, f"grow-{cpus}", cpunumber=cpus) for cpus in (2, 4, 1))
    made = site.deploy(ann, serviceofferingid=now)

    def may() -> set[str]:
        return {one["id"] for one in ann.call("listServiceOfferings", virtualmachineid=made["id"])["serviceoffering"]} & {now, more, less}

    assert may() == {more}
    ann.job("stopVirtualMachine", id=made["id"])
    assert may() == {more, less}
