"""What tests of infrastructure make: a zone with all it takes to make networks, without hosts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire.app import ApiFailure, Client

UNKNOWN = "00000000-0000-4000-8000-000000000000"
ZONE = {"dns1": "198.18.0.1", "internaldns1": "198.18.0.2", "networktype": "Advanced"}


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    """Its error."""
    with pytest.raises(ApiFailure) as caught:
        client.call(command, **params)
    return caught.value


def listed(client: Client, command: str, key: str, field: str = "name", **params: Any) -> list[Any]:
    """One field of what a list holds."""
    return [one.get(field) for one in client.call(command, **params).get(key, [])]


class Site:
    """A zone: its physical network carries everything, its virtual router is enabled; no hosts."""

    def __init__(self, admin: Client, name: str, vlan: str = "100-199") -> None:
        self.admin = admin
        self.zone = admin.call("createZone", name=name, **ZONE)["zone"]["id"]
        self.physical = admin.job("createPhysicalNetwork", zoneid=self.zone, name=f"{name}-p", vlan=vlan)["physicalnetwork"]["id"]
        for kind in ("Management", "Guest", "Public", "Storage"):
            admin.job("addTrafficType", physicalnetworkid=self.physical, traffictype=kind)
        admin.job("updatePhysicalNetwork", id=self.physical, state="Enabled")
        self.provider("VirtualRouter")
        admin.call("updateZone", id=self.zone, allocationstate="Enabled")

    def provider(self, name: str, physical: str | None = None) -> str:
        """Enables a provider with its element; its id."""
        (found,) = self.admin.call("listNetworkServiceProviders", name=name, physicalnetworkid=physical or self.physical)["networkserviceprovider"]
        for element in self.admin.call("listVirtualRouterElements", nspid=found["id"]).get("virtualrouterelement", []):
            self.admin.job("configureVirtualRouterElement", id=element["id"], enabled=True)
        self.admin.job("updateNetworkServiceProvider", id=found["id"], state="Enabled")
        return str(found["id"])

    def pod(self, name: str, third: int) -> str:
        """A pod with the management addresses 172.16.<third>.10-19."""
        return str(self.admin.call("createPod", name=name, zoneid=self.zone, gateway=f"172.16.{third}.1", netmask="255.255.255.0",
                                   startip=f"172.16.{third}.10", endip=f"172.16.{third}.19")["pod"]["id"])

    def offering(self, name: str) -> str:
        """The id of a network offering."""
        return str(self.admin.call("listNetworkOfferings", name=name)["networkoffering"][0]["id"])

    def l2(self, client: Client, name: str, vlan: int, **more: Any) -> dict[str, Any]:
        """A network with a given VLAN, of no addresses."""
        made: dict[str, Any] = self.admin.call(
            "createNetwork", name=name, zoneid=self.zone, networkofferingid=self.offering("DefaultL2NetworkOfferingVlan"), vlan=vlan,
            account=client.account["name"], domainid=client.account["domainid"], **more)["network"]
        return made
