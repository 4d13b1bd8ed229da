"""A cloud with something of everything in it, made by the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.clients.cloud import NETWORK_OFFERING, OFFERING, Cloud, running
from tools.cloudkit.api import Api

PASSWORD = "password"


@dataclass
class Site:
    """`tom` is a user with a VM, a network, an address and rules; `una` is one of another domain, who has nothing."""

    cloud: Cloud
    tom: Api
    una: Api
    vm: dict[str, Any]
    network: dict[str, Any]
    names: dict[str, str]

    @property
    def base(self) -> str:
        """Without /client."""
        return self.cloud.manager.endpoint.removesuffix("/client/api")


@contextmanager
def built_site(folder: Path) -> Iterator[Site]:
    """Runs until the end."""
    with running(folder, base="127.29.0.1") as cloud:
        template = cloud.template()
        assert cloud.ended(template["id"])["isready"]
        domain = cloud.admin.call("createDomain", name="sales")["domain"]["id"]
        tom, una = cloud.user("tom"), cloud.user("una", domainid=domain)
        network = tom.call("createNetwork", name="office", displaytext="office", zoneid=cloud.zone.id, networkofferingid=cloud.id_of(
            "listNetworkOfferings", "networkoffering", name=NETWORK_OFFERING))["network"]
        offering = cloud.id_of("listServiceOfferings", "serviceoffering", name=OFFERING)
        vm = tom.call("deployVirtualMachine", name="web-1", displayname="web-1", zoneid=cloud.zone.id, templateid=template["id"],
                      serviceofferingid=offering, networkids=network["id"])
        (address,) = tom.listed("listPublicIpAddresses", "publicipaddress", associatednetworkid=network["id"])
        tom.call("createFirewallRule", ipaddressid=address["id"], protocol="tcp", startport=22, endport=22, cidrlist="0.0.0.0/0")
        tom.call("createPortForwardingRule", ipaddressid=address["id"], protocol="tcp", publicport=2222, privateport=22, virtualmachineid=vm["id"])
        tom.call("createSSHKeyPair", name="laptop")
        tom.call("createProject", name="launch", displaytext="launch")
        yield Site(cloud, tom, una, vm, network, {"template": template["id"], "domain": domain, "address": address["id"]})
