"""Sets up a zone through the public API. Each function looks first, so running it again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tools.cloudkit.api import Api


@dataclass(frozen=True)
class ZonePlan:
    """What a zone shall be like."""

    name: str
    hypervisor: str
    isolation: str            # VLAN or VXLAN
    tags: str                 # of guest networks
    label: str                # physical bridge on the hosts
    public_gateway: str
    public_netmask: str
    public_start: str
    public_end: str
    dns: str


@dataclass(frozen=True)
class Zone:
    """Ids of what was made."""

    id: str
    pod: str
    cluster: str


def ensure_zone(api: Api, plan: ZonePlan) -> Zone:
    """Zone, physical network with its traffic, provider, pod, cluster, public addresses. Not enabled yet."""
    zone = _one(api, "listZones", "zone", name=plan.name) or api.call(
        "createZone", name=plan.name, networktype="Advanced", dns1=plan.dns, internaldns1=plan.dns)["zone"]
    physical = _one(api, "listPhysicalNetworks", "physicalnetwork", zoneid=zone["id"])
    if physical is None:
        physical = api.call("createPhysicalNetwork", name="physical", zoneid=zone["id"], isolationmethods=plan.isolation, vlan=plan.tags)
    carried = {item["traffictype"] for item in api.listed("listTrafficTypes", "traffictype", physicalnetworkid=physical["id"])}
    for kind in ("Management", "Guest", "Public"):
        if kind not in carried:
            api.call("addTrafficType", physicalnetworkid=physical["id"], traffictype=kind, kvmnetworklabel=plan.label)
    api.call("updatePhysicalNetwork", id=physical["id"], state="Enabled")
    provider = _one(api, "listNetworkServiceProviders", "networkserviceprovider", name="VirtualRouter", physicalnetworkid=physical["id"])
    assert provider is not None, "each physical network has a VirtualRouter provider"
    if provider["state"] != "Enabled":
        element = api.listed("listVirtualRouterElements", "virtualrouterelement", nspid=provider["id"])[0]
        api.call("configureVirtualRouterElement", id=element["id"], enabled=True)
        api.call("updateNetworkServiceProvider", id=provider["id"], state="Enabled")
    pod = _one(api, "listPods", "pod", zoneid=zone["id"]) or api.call("createPod", name="pod", zoneid=zone["id"])["pod"]
    cluster = _one(api, "listClusters", "cluster", zoneid=zone["id"])
    if cluster is None:
        cluster = api.call("addCluster", clustername="cluster", clustertype="CloudManaged", hypervisor=plan.hypervisor, podid=pod["id"],
                           zoneid=zone["id"])["cluster"][0]
    if not api.listed("listVlanIpRanges", "vlaniprange", zoneid=zone["id"]):
        api.call("createVlanIpRange", zoneid=zone["id"], forvirtualnetwork=True, vlan="untagged", gateway=plan.public_gateway,
                 netmask=plan.public_netmask, startip=plan.public_start, endip=plan.public_end)
    return Zone(zone["id"], pod["id"], cluster["id"])


def ensure_host(api: Api, plan: ZonePlan, zone: Zone, url: str) -> str:
    """The host is in the cluster; returns its id."""
    host: dict[str, Any] = api.call("addHost", url=url, hypervisor=plan.hypervisor, zoneid=zone.id, podid=zone.pod, clusterid=zone.cluster)["host"][0]
    return str(host["id"])


def ensure_pool(api: Api, zone: Zone, folder: str) -> None:
    """A storage pool at `folder`, which all hosts of the cluster share."""
    if _one(api, "listStoragePools", "storagepool", clusterid=zone.cluster) is None:
        api.call("createStoragePool", name="disks", zoneid=zone.id, clusterid=zone.cluster, url=f"SharedMountPoint://{folder}")


def ensure_image_store(api: Api, zone: Zone, url: str | None) -> None:
    """An image store: at `url`, or the one of simulated hosts."""
    if not api.listed("listImageStores", "imagestore", zoneid=zone.id):
        if url is None:
            api.call("addImageStore", provider="Simulator", name=f"simulated-{zone.id}", zoneid=zone.id)
        else:
            api.call("addImageStore", provider="Pileus", name="images", url=url, zoneid=zone.id)


def enable(api: Api, zone: Zone) -> None:
    """VMs may be started in the zone."""
    api.call("updateZone", id=zone.id, allocationstate="Enabled")


def _one(api: Api, command: str, key: str, **params: Any) -> dict[str, Any] | None:
    found = api.listed(command, key, **params)
    return found[0] if found else None
