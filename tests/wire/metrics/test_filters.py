"""Lists of metrics take the filters of the lists they extend, and answer the same things: each filter with a value that picks one of two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from common.ids import new_uuid
from manager.model.tables import infra, offering, work
from tests.api.infra import listed, refused
from tests.wire.vm.test_vms import Site

GIB = 1 << 30
NOBODY = "00000000-0000-4000-8000-000000000000"


class Places:
    """Two of each place and machine; `ids`: theirs by name."""

    def __init__(self, url: str) -> None:
        self.site = Site(url)
        self.admin, self.bob = self.site.app.admin, self.site.app.user("bob")
        self.ids: dict[str, str] = {}
        self._places()
        self._machines()
        self.site.app.db.write(self._rows)

    def _places(self) -> None:
        admin, ids = self.admin, self.ids
        ids["domain"] = admin.call("createDomain", name="dom")["domain"]["id"]
        ids["y"] = admin.call("createZone", name="yard", dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced", domainid=ids["domain"],
                              storageaccessgroups="gold")["zone"]["id"]
        ids["pod"] = admin.call("createPod", name="yp", zoneid=ids["y"], gateway="172.16.1.1", netmask="255.255.255.0", startip="172.16.1.10",
                                endip="172.16.1.19")["pod"]["id"]
        ids["d"] = admin.call("addCluster", clustername="dock", zoneid=ids["y"], podid=ids["pod"], hypervisor="KVM", clustertype="CloudManaged",
                              arch="aarch64", allocationstate="Disabled", storageaccessgroups="silver")["cluster"][0]["id"]
        admin.call("updateCluster", id=ids["d"], managedstate="Unmanaged")
        admin.job("createTags", resourcetype="Zone", resourceids=ids["y"], tags=[{"key": "k", "value": "v"}])
        ids["z"], ids["c"] = self.site.base["zoneid"], admin.call("listClusters", name="c")["cluster"][0]["id"]

    def _machines(self) -> None:
        bob, ids = self.bob, self.ids
        key = bob.call("createSSHKeyPair", name="k")["keypair"]["name"]
        ids["group"] = bob.call("createInstanceGroup", name="g")["instancegroup"]["id"]
        ids["affinity"] = bob.job("createAffinityGroup", name="a", type="host anti-affinity")["affinitygroup"]["id"]
        ids["text"] = bob.call("registerUserData", name="u", userdata="eA==")["userdata"]["id"]
        one = self.site.deploy(bob, name="one", keypair=key, affinitygroupids=ids["affinity"], userdataid=ids["text"], group="g")
        other = self.site.deploy(bob, name="two", networkids=one["nic"][0]["networkid"])
        bob.job("createTags", resourcetype="UserVm", resourceids=one["id"], tags=[{"key": "k", "value": "v"}])
        bob.job("stopVirtualMachine", id=other["id"])
        ids["project"] = bob.job("createProject", name="ours")["project"]["id"]
        ids["ours"] = self.site.deploy(bob, name="ours", projectid=ids["project"])["id"]
        unused = self.admin.call("createServiceOffering", name="u", displaytext="u", cpunumber=1, cpuspeed=1, memory=64)
        ids["unused"] = unused["serviceoffering"]["id"]
        ids |= {"network": one["nic"][0]["networkid"], "user": bob.user_id, "template": self.site.base["templateid"],
                "small": self.site.base["serviceofferingid"], "disk": self.site.uuid(offering.disk_offering, "disk")}
        ids |= {"one": one["id"], "two": other["id"], "pool": self.site.uuid(infra.storage_pool, "pool")}
        for name in ("one", "two", "ours"):
            (disk,) = bob.call("listVolumes", virtualmachineid=ids[name], projectid=ids["project"] if name == "ours" else None)["volume"]
            ids[f"disk {name}"], ids[f"name {name}"] = disk["id"], disk["name"]
        bob.job("createTags", resourcetype="Volume", resourceids=ids["disk one"], tags=[{"key": "k", "value": "v"}])

    def _rows(self, tx: Any) -> None:
        host, pool, ids = infra.host, infra.storage_pool, self.ids
        first = self.site.ids["host1"]
        node = tx.insert(work.node, uuid=NOBODY[:-1] + "1", name="north", address="127.0.0.1", pid=1, state="Up", started=1,
                         lease_until=4_102_444_800_000_000)
        tx.insert(infra.host_load, host_id=self.site.ids["host2"], network_read_kbs=1)
        tx.execute(update(host).where(host.c.id == first).values(arch="aarch64", resource_state="Disabled", storage_access_groups="gold"))
        tx.execute(update(infra.host_liveness).where(infra.host_liveness.c.host_id == first).values(state="Down", node_id=node))
        ids["h1"] = tx.scalar(select(host.c.uuid).where(host.c.id == first))
        zone = tx.scalar(select(infra.zone.c.id).where(infra.zone.c.name == "z"))
        made = tx.insert(pool, uuid=new_uuid(), zone_id=zone, name="wide", type="NetworkFilesystem", path="/wide", scope="ZONE", state="Maintenance",
                         host_address="192.0.2.9", capacity_bytes=GIB, storage_access_groups="gold")
        tx.insert(infra.storage_pool_host, pool_id=made, host_id=first)
        ids["p"] = tx.scalar(select(infra.pod.c.uuid).where(infra.pod.c.name == "p"))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    made = Places(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db")
    yield made
    made.site.app.close()


KV = {"key": "k", "value": "v"}
# List → its kind, and the filters with what they leave; "@x" is the id of x.
ZONES = ("zone", [
    ({}, ["z", "yard"]), ({"page": 1, "pagesize": 1}, ["z"]), ({"page": 2, "pagesize": 1}, ["yard"]), ({"keyword": "ar"}, ["yard"]),
    ({"tags": KV}, ["yard"]), ({"tags": {"key": "k", "value": "w"}}, []), ({"ids": "@y"}, ["yard"]), ({"ids": "@y,@z"}, ["z", "yard"]),
    ({"name": "yard"}, ["yard"]), ({"name": "yar"}, []), ({"networktype": "Advanced"}, ["z", "yard"]), ({"networktype": "Basic"}, []),
    ({"domainid": "@domain"}, ["yard"]), ({"available": True}, ["z"]), ({"available": False}, []), ({"showicon": True}, ["z", "yard"]),
    ({"storageaccessgroup": "gold"}, ["yard"]), ({"storageaccessgroup": "gol"}, [])])
CLUSTERS = ("cluster", [
    ({}, ["c", "dock"]), ({"page": 1, "pagesize": 1}, ["c"]), ({"page": 2, "pagesize": 1}, ["dock"]), ({"keyword": "oc"}, ["dock"]),
    ({"id": "@d"}, ["dock"]), ({"podid": "@pod"}, ["dock"]), ({"hypervisor": "KVM"}, ["dock"]), ({"hypervisor": "LXC"}, []),
    ({"clustertype": "CloudManaged"}, ["c", "dock"]), ({"clustertype": "ExternalManaged"}, []), ({"allocationstate": "Disabled"}, ["dock"]),
    ({"allocationstate": "Enabled"}, ["c"]), ({"managedstate": "Managed"}, ["c"]), ({"managedstate": "Unmanaged"}, ["dock"]),
    ({"arch": "aarch64"}, ["dock"]), ({"storageaccessgroup": "silver"}, ["dock"]), ({"storageaccessgroup": "gold"}, []),
    ({"name": "dock"}, ["dock"]), ({"zoneid": "@y"}, ["dock"])])
HOSTS = ("host", [
    ({"page": 1, "pagesize": 2}, ["h1", "h2"]), ({"page": 2, "pagesize": 2}, ["h3"]), ({"id": "@h1"}, ["h1"]), ({"name": "h2"}, ["h2"]),
    ({"name": "h"}, []), ({"zoneid": "@z"}, ["h1", "h2", "h3"]), ({"zoneid": "@y"}, []), ({"podid": "@p"}, ["h1", "h2", "h3"]),
    ({"podid": "@pod"}, []), ({"clusterid": "@c"}, ["h1", "h2", "h3"]), ({"clusterid": "@d"}, []), ({"hypervisor": "KVM"}, []),
    ({"hypervisor": "Simulator"}, ["h1", "h2", "h3"]), ({"state": "Down"}, ["h1"]), ({"state": "Up"}, ["h2", "h3"]),
    ({"resourcestate": "Disabled"}, ["h1"]), ({"type": "Routing"}, ["h1", "h2", "h3"]), ({"type": "Storage"}, []), ({"arch": "aarch64"}, ["h1"]),
    ({"virtualmachineid": "@one"}, ["h1", "h2", "h3"]), ({"virtualmachineid": NOBODY}, []), ({"managementserverid": NOBODY[:-1] + "1"}, ["h1"]),
    ({"storageaccessgroup": "gold"}, ["h1"]), ({"storageaccessgroup": "gol"}, []), ({"keyword": "h3"}, ["h3"])])
POOLS = ("storagepool", [
    ({}, ["nfs", "wide"]), ({"page": 2, "pagesize": 1}, ["wide"]), ({"keyword": "wi"}, ["wide"]), ({"zoneid": "@z"}, ["nfs", "wide"]),
    ({"hostid": "@h1"}, ["nfs", "wide"]),
    ({"zoneid": "@y"}, []), ({"podid": "@p"}, ["nfs"]), ({"clusterid": "@c"}, ["nfs"]), ({"clusterid": "@d"}, []),
    ({"ipaddress": "192.0.2.9"}, ["wide"]), ({"path": "/wide"}, ["wide"]), ({"path": "/wid"}, []), ({"scope": "ZONE"}, ["wide"]),
    ({"scope": "CLUSTER"}, ["nfs"]), ({"storageaccessgroup": "gold"}, ["wide"]), ({"status": "Maintenance"}, ["wide"]), ({"status": "Up"}, ["nfs"])])
NODES = ("managementserver", [
    ({"page": 2, "pagesize": 1}, ["north"]), ({"page": 3, "pagesize": 1}, []), ({"keyword": "ort"}, ["north"]),
    ({"keyword": "south"}, []), ({"id": NOBODY[:-1] + "1"}, ["north"]), ({"name": "north"}, ["north"]), ({"name": "nor"}, [])])
ADMINS = {"Zones": ZONES, "Clusters": CLUSTERS, "Hosts": HOSTS, "StoragePools": POOLS, "ManagementServers": NODES}
VMS = [
    ({}, ["one", "two"]), ({"tags": KV}, ["one"]), ({"tags": {"key": "k", "value": "w"}}, []),
    ({"account": "bob", "domainid": "@root"}, ["one", "two"]),
    ({"name": "two"}, ["two"]), ({"name": "tw"}, []), ({"state": "Stopped"}, ["two"]), ({"state": "Running"}, ["one"]),
    ({"hypervisor": "Simulator"}, ["one", "two"]), ({"hypervisor": "KVM"}, []), ({"arch": "x86_64"}, ["one", "two"]), ({"arch": "aarch64"}, []),
    ({"keypair": "k"}, ["one"]), ({"keypair": "none"}, []), ({"haenable": False}, ["one", "two"]), ({"haenable": True}, []),
    ({"forvirtualnetwork": True}, ["one", "two"]), ({"forvirtualnetwork": False}, []), ({"userdataid": "@text"}, ["one"]),
    ({"groupid": "@group"}, ["one"]), ({"affinitygroupid": "@affinity"}, ["one"]), ({"retrieveonlyresourcecount": True}, []),
    ({"page": 1, "pagesize": 2}, ["one", "two"]), ({"page": 2, "pagesize": 2}, []), ({"keyword": "tw"}, ["two"]), ({"keyword": "%"}, []),
    ({"domainid": "@root", "isrecursive": True}, ["one", "two"]), ({"projectid": -1}, ["ours"]), ({"projectid": "@project"}, ["ours"]),
    ({"ids": "@one,@two"}, ["one", "two"]), ({"ids": "@two"}, ["two"]), ({"zoneid": "@z"}, ["one", "two"]),
    ({"templateid": "@template"}, ["one", "two"]), ({"serviceofferingid": "@small"}, ["one", "two"]), ({"serviceofferingid": "@unused"}, []),
    ({"networkid": "@network"}, ["one", "two"]), ({"userid": "@user"}, ["one", "two"])]
DISKS = [
    ({}, ["disk one", "disk two"]), ({"tags": KV}, ["disk one"]), ({"account": "bob", "domainid": "@root"}, ["disk one", "disk two"]),
    ({"name": "@name one"}, ["disk one"]), ({"name": "none"}, []), ({"type": "ROOT"}, ["disk one", "disk two"]), ({"type": "DATADISK"}, []),
    ({"state": "Ready"}, ["disk one", "disk two"]), ({"state": "Allocated"}, []), ({"retrieveonlyresourcecount": True}, []),
    ({"page": 1, "pagesize": 2}, ["disk one", "disk two"]), ({"page": 2, "pagesize": 2}, []), ({"keyword": "ROOT"}, ["disk one", "disk two"]),
    ({"keyword": "DATA"}, []), ({"domainid": "@root", "isrecursive": True}, ["disk one", "disk two"]), ({"projectid": -1}, ["disk ours"]),
    ({"projectid": "@project"}, ["disk ours"]), ({"ids": "@disk one,@disk two"}, ["disk one", "disk two"]), ({"ids": "@disk two"}, ["disk two"]),
    ({"virtualmachineid": "@two"}, ["disk two"]), ({"zoneid": "@z"}, ["disk one", "disk two"]), ({"diskofferingid": "@disk"}, []),
    ({"serviceofferingid": "@small"}, ["disk one", "disk two"]), ({"serviceofferingid": "@unused"}, [])]
# Where VMs and volumes are. A VM that is stopped is nowhere, its volume is.
SPOTS = [({"clusterid": "@c"}, True), ({"clusterid": "@d"}, False), ({"podid": "@p"}, True), ({"podid": "@pod"}, False)]


def meant(places: Places, params: dict[str, Any]) -> dict[str, Any]:
    """With ids in the place of names."""
    root = places.admin.call("listDomains", name="ROOT")["domain"][0]["id"]
    ids = {**places.ids, "root": root}
    return {name: ",".join(ids[part[1:]] for part in value.split(",")) if isinstance(value, str) and value.startswith("@") else value
            for name, value in params.items()}


@pytest.mark.parametrize("kind", ADMINS)
def test_places_hosts_pools_and_nodes(places: Places, kind: str) -> None:
    key, cases = ADMINS[kind]
    for params, names in cases:
        for command in (f"list{kind}Metrics", f"list{kind}"):
            assert listed(places.admin, command, key, **meant(places, params)) == names, (command, params)


def test_vms_and_volumes(places: Places) -> None:
    names = {uuid: name for name, uuid in places.ids.items()}
    for kind, key, cases in (("VirtualMachines", "virtualmachine", VMS), ("Volumes", "volume", DISKS)):
        for params, wanted in cases:
            for command in (f"list{kind}Metrics", f"list{kind}"):
                found = listed(places.bob, command, key, "id", **meant(places, params))
                assert sorted(names[uuid] for uuid in found) == wanted, (command, params)
        for params, there in SPOTS:
            for command in (f"list{kind}Metrics", f"list{kind}"):
                found = listed(places.admin, command, key, projectid=-1, listall=True, **meant(places, params))
                assert len(found) == there * (2 if key == "virtualmachine" else 3), (command, params)
        assert places.bob.call(f"list{kind}Metrics", retrieveonlyresourcecount=True)["count"] == 2
    for name, key, shown in (("listVirtualMachinesMetrics", "virtualmachine", "displayvm"), ("listVolumesMetrics", "volume", "displayvolume")):
        assert len(listed(places.admin, name, key, listall=True, **{shown: True})) == 2
        assert listed(places.admin, name, key, listall=True, **{shown: False}) == []
        assert refused(places.bob, name, **{shown: True}).status == 531


def test_what_answers_tell(places: Places) -> None:
    """Parameters that change no choice, but what is said of each."""
    admin, bob = places.admin, places.bob
    for command, key in (("listZonesMetrics", "zone"), ("listClustersMetrics", "cluster")):
        for flag in (True, False):
            one = admin.call(command, showcapacities=flag)[key][0]
            assert bool(one.get("capacity")) is flag, (command, flag)
    for details, shown in (("min", set()), ("capacity", {"memoryallocated"}), ("stats", {"networkread"})):
        host = admin.call("listHostsMetrics", name="h2", details=details)["host"][0]
        assert {"memoryallocated", "networkread"} & set(host) == shown, details
    assert refused(admin, "listHostsMetrics", details="most").status == 431
    one = bob.call("listVirtualMachinesMetrics", id=places.ids["one"], userdata=True, details="min")["virtualmachine"][0]
    assert (one["userdata"], one.get("nic", [])) == ("eA==", [])
    assert bob.call("listVirtualMachinesMetrics", id=places.ids["one"], details="nics")["virtualmachine"][0]["nic"]
    assert "userdata" not in bob.call("listVirtualMachinesMetrics", id=places.ids["one"])["virtualmachine"][0]
    for flag in (True, False):
        assert ("peers" in admin.call("listManagementServersMetrics", peers=flag)["managementserver"][0]) is flag


def test_pools_and_owners_of_volumes(places: Places) -> None:
    admin = places.admin
    plain = listed(admin, "listVolumesMetrics", "volume", "id", listall=True)
    assert sorted(plain) == sorted(places.ids[f"disk {name}"] for name in ("one", "two"))
    every = listed(admin, "listVolumesMetrics", "volume", "id", listall=True, listsystemvms=True)
    assert set(plain) < set(every)      # bob's router has one
    assert listed(admin, "listVolumesMetrics", "volume", "id", listall=True, storageid=places.ids["pool"]) == plain
    assert listed(admin, "listVolumesMetrics", "volume", "id", listall=True, storageid=wide(places)) == []
    assert refused(admin, "listVolumesMetrics", storageid=NOBODY).status == 431
    assert refused(places.bob, "listVolumesMetrics", storageid=wide(places)).status == 531


def test_where_they_are(places: Places) -> None:
    """On which host, on which pool."""
    admin = places.admin
    (one,) = admin.call("listVirtualMachines", id=places.ids["one"])["virtualmachine"]
    for params, there in (({"hostid": one["hostid"]}, True), ({"storageid": places.ids["pool"]}, True), ({"storageid": wide(places)}, False)):
        for command in ("listVirtualMachinesMetrics", "listVirtualMachines"):
            assert (one["id"] in listed(admin, command, "virtualmachine", "id", listall=True, **params)) is there, (command, params)
            assert refused(places.bob, command, **params).status == 531
    for host in listed(admin, "listHosts", "host", "id"):
        for command in ("listVolumesMetrics", "listVolumes"):
            assert (places.ids["disk one"] in listed(admin, command, "volume", "id", listall=True, hostid=host)) is (host == one["hostid"])


def wide(places: Places) -> str:
    """The id of the pool that nothing is on."""
    return str(listed(places.admin, "listStoragePools", "storagepool", "id", name="wide")[0])
