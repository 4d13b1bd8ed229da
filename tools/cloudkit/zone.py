"""Sets up a zone through the public API. Each function looks first, so running it again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from tools.cloudkit.api import Api

T = TypeVar("T")


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
    zone = _first(api.list_zones(name=plan.name)) or api.create_zone(
        name=plan.name, networktype="Advanced", dns1=plan.dns, internaldns1=plan.dns)
    _ensure_physical(api, plan, zone["id"])
    pod = _first(api.list_pods(zoneid=zone["id"])) or api.create_pod(name="pod", zoneid=zone["id"])
    cluster = _first(api.list_clusters(zoneid=zone["id"])) or api.add_cluster(
        clustername="cluster", clustertype="CloudManaged", hypervisor=plan.hypervisor, podid=pod["id"], zoneid=zone["id"])[0]
    if not api.list_vlan_ip_ranges(zoneid=zone["id"]):
        api.create_vlan_ip_range(zoneid=zone["id"], forvirtualnetwork=True, vlan="untagged", gateway=plan.public_gateway,
                                 netmask=plan.public_netmask, startip=plan.public_start, endip=plan.public_end)
    return Zone(zone["id"], pod["id"], cluster["id"])


def _ensure_physical(api: Api, plan: ZonePlan, zone: str) -> None:
    physical = _first(api.list_physical_networks(zoneid=zone)) or api.create_physical_network(
        name="physical", zoneid=zone, isolationmethods=[plan.isolation], vlan=plan.tags).result()
    carried = {item["traffictype"] for item in api.list_traffic_types(physicalnetworkid=physical["id"])}
    for kind in ("Management", "Guest", "Public"):
        if kind not in carried:
            api.add_traffic_type(physicalnetworkid=physical["id"], traffictype=kind, kvmnetworklabel=plan.label).result()
    api.update_physical_network(id=physical["id"], state="Enabled").result()
    provider = api.list_network_service_providers(name="VirtualRouter", physicalnetworkid=physical["id"])[0]
    if provider["state"] != "Enabled":
        element = api.list_virtual_router_elements(nspid=provider["id"])[0]
        api.configure_virtual_router_element(id=element["id"], enabled=True).result()
        api.update_network_service_provider(id=provider["id"], state="Enabled").result()


def ensure_host(api: Api, plan: ZonePlan, zone: Zone, url: str) -> str:
    """The host is in the cluster; returns its id."""
    return api.add_host(url=url, hypervisor=plan.hypervisor, zoneid=zone.id, podid=zone.pod, clusterid=zone.cluster)[0]["id"]


def ensure_pool(api: Api, zone: Zone, folder: str) -> None:
    """A storage pool at `folder`, which all hosts of the cluster share."""
    if not api.list_storage_pools(clusterid=zone.cluster):
        api.create_storage_pool(name="disks", zoneid=zone.id, clusterid=zone.cluster, url=f"SharedMountPoint://{folder}")


def ensure_image_store(api: Api, zone: Zone, url: str | None) -> None:
    """An image store: at `url`, or the one of simulated hosts."""
    if api.list_image_stores(zoneid=zone.id):
        return
    if url is None:
        api.add_image_store(provider="Simulator", name=f"simulated-{zone.id}", zoneid=zone.id)
    else:
        api.add_image_store(provider="Pileus", name="images", url=url, zoneid=zone.id)


def enable(api: Api, zone: Zone) -> None:
    """VMs may be started in the zone."""
    api.update_zone(id=zone.id, allocationstate="Enabled")


def _first(found: list[T]) -> T | None:
    return found[0] if found else None
