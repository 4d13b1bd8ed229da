"""A script that sets up a data centre of simulated hosts through the API, and one that takes it down again, in the opposite order."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from tests.contract.called import record
from tests.wire.app import flatten
from tools.cloudkit.api import ApiFailed

TRAFFIC = ("Management", "Guest", "Public", "Storage")


class Door(Protocol):
    """A way into the API."""

    def call(self, command: str, **params: Any) -> dict[str, Any]:
        """The content of the answer, or the result of its job."""


@dataclass
class Integration:
    """The unauthenticated port: whoever reaches it is the root admin."""

    port: int

    def call(self, command: str, **params: Any) -> dict[str, Any]:
        """As the signed client: waits for jobs, raises ApiFailed."""
        answer = self._raw(command, params)
        if "jobid" not in answer:
            return answer
        while (job := self._raw("queryAsyncJobResult", {"jobid": answer["jobid"]}))["jobstatus"] == 0:
            time.sleep(0.05)
        result: dict[str, Any] = job["jobresult"]
        if job["jobstatus"] == 2:
            raise ApiFailed(command, job["jobresultcode"], result["errortext"])
        return next(iter(result.values())) if len(result) == 1 and isinstance(next(iter(result.values())), dict) else result

    def _raw(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        flat = flatten(params)
        query = urlencode({"command": command, "response": "json", **flat})
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/client/api?{query}", timeout=120) as reply:
                (content,) = json.loads(reply.read()).values()
        except urllib.error.HTTPError as error:
            (content,) = json.loads(error.read()).values()
            raise ApiFailed(command, error.code, content["errortext"]) from None
        record(command, {"command": command, **flat}, worked=True)
        found: dict[str, Any] = content
        return found


@dataclass
class Zone:
    """What was made, by the command that removes it."""

    id: str = ""
    ranges: list[str] = field(default_factory=list)
    storage_ranges: list[str] = field(default_factory=list)
    stores: list[str] = field(default_factory=list)
    pools: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    clusters: list[str] = field(default_factory=list)
    pods: list[str] = field(default_factory=list)
    traffic: list[str] = field(default_factory=list)
    physical: list[str] = field(default_factory=list)


def set_up(door: Door, number: int) -> Zone:
    """Zone `number` (1, 2, …) from nothing to Enabled: two clusters with two simulated hosts and a pool each."""
    made, net = Zone(), f"10.{number}.0"
    made.id = door.call("createZone", name=f"zone-{number}", networktype="Advanced", dns1="9.9.9.9", internaldns1="9.9.9.9",
                        guestcidraddress="10.1.1.0/24")["zone"]["id"]
    carrier = door.call("createPhysicalNetwork", name=f"physical-{number}", zoneid=made.id, isolationmethods="VLAN", vlan="100-199")
    made.physical.append(carrier["id"] if "id" in carrier else carrier["physicalnetwork"]["id"])
    for kind in TRAFFIC:
        added = door.call("addTrafficType", physicalnetworkid=made.physical[0], traffictype=kind)
        made.traffic.append(added["id"] if "id" in added else added["traffictype"]["id"])
    door.call("updatePhysicalNetwork", id=made.physical[0], state="Enabled")
    router = door.call("listNetworkServiceProviders", name="VirtualRouter", physicalnetworkid=made.physical[0])["networkserviceprovider"][0]["id"]
    element = door.call("listVirtualRouterElements", nspid=router)["virtualrouterelement"][0]["id"]
    door.call("configureVirtualRouterElement", id=element, enabled=True)
    door.call("updateNetworkServiceProvider", id=router, state="Enabled")
    made.pods.append(door.call("createPod", name=f"pod-{number}", zoneid=made.id, gateway=f"{net}.1", netmask="255.255.255.0",
                               startip=f"{net}.10", endip=f"{net}.50")["pod"]["id"])
    storage = door.call("createStorageNetworkIpRange", podid=made.pods[0], gateway=f"10.{number}.1.1", netmask="255.255.255.0",
                        startip=f"10.{number}.1.10", endip=f"10.{number}.1.50")
    made.storage_ranges.append(storage["id"] if "id" in storage else storage["storagenetworkiprange"]["id"])
    made.ranges.append(door.call(
        "createVlanIpRange", zoneid=made.id, forvirtualnetwork=True, vlan="untagged", gateway=f"198.18.{number}.1", netmask="255.255.255.0",
        startip=f"198.18.{number}.10", endip=f"198.18.{number}.50")["vlan"]["id"])
    for place in (1, 2):
        _cluster(door, made, number, place)
    made.stores.append(door.call("addImageStore", provider="Simulator", name=f"images-{number}", zoneid=made.id)["imagestore"]["id"])
    door.call("updateZone", id=made.id, allocationstate="Enabled")
    return made


def _cluster(door: Door, made: Zone, number: int, place: int) -> None:
    inside = {"zoneid": made.id, "podid": made.pods[0]}
    cluster = door.call("addCluster", clustername=f"cluster-{number}-{place}", clustertype="CloudManaged", hypervisor="Simulator", **inside)
    made.clusters.append(cluster["cluster"][0]["id"])
    for host in (1, 2):
        added = door.call("addHost", hypervisor="Simulator", url=f"http://sim/z{number}c{place}/h{host}", clusterid=made.clusters[-1], **inside)
        made.hosts.append(added["host"][0]["id"])
    made.pools.append(door.call(
        "createStoragePool", name=f"pool-{number}-{place}", url=f"SharedMountPoint:///pool-{number}-{place}", clusterid=made.clusters[-1],
        **inside)["storagepool"]["id"])


def tear_down(door: Door, made: Zone) -> None:
    """In the opposite order."""
    door.call("updateZone", id=made.id, allocationstate="Disabled")
    for command, them in (("deleteImageStore", made.stores), ("deleteStoragePool", made.pools), ("deleteHost", made.hosts),
                          ("deleteCluster", made.clusters), ("deleteVlanIpRange", made.ranges),
                          ("deleteStorageNetworkIpRange", made.storage_ranges), ("deletePod", made.pods), ("deleteTrafficType", made.traffic),
                          ("deletePhysicalNetwork", made.physical)):
        for one in reversed(them):
            if command == "deleteStoragePool":
                door.call("enableStorageMaintenance", id=one)
            door.call(command, id=one)
    door.call("deleteZone", id=made.id)
