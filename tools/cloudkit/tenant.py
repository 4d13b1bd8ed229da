"""The demo's VM: template, network, key, deployment, public access. Each step looks first."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any, Protocol

from pileus_sdk.models import UserVmResponse

from tools.cloudkit import realhost
from tools.cloudkit.api import Api
from tools.cloudkit.stack import ROOT
from tools.cloudkit.zone import Zone

OFFERING, NETWORK_OFFERING = "Demo Tiny", "DefaultIsolatedNetworkOfferingWithSourceNatService"
USER_DATA = f"#!/bin/true\noutside={realhost.GATEWAY}:{realhost.OUTSIDE_PORT}\nping={realhost.GATEWAY}\n".encode()
PUBLIC_PORT, GUEST_PORT = 8080, 80


class Tells(Protocol):
    """Says what happens."""

    def step(self, text: str) -> None:
        """A step is done."""

    def note(self, text: str) -> None:
        """Progress within a step."""


@dataclass
class Tenant:
    """What was made."""

    zone_id: str
    network_id: str
    vm_id: str
    vm: UserVmResponse
    password: str                       # of the deployment just made; empty when the VM was there
    fingerprint: str
    public_ip: str = ""
    static_ip: str = ""
    rules: list[str] = field(default_factory=list)


def first_vm(api: Api, zone: Zone, *, real: bool, tell: Tells) -> Tenant:
    """Template, offering, key, network, VM, port forwarding and static NAT with their firewall rules."""
    template = ensure_templates(api, zone, real)
    tell.step("templates registered, fetched and checked by the image service" if real else "template registered (simulated)")
    found = api.list_service_offerings(name=OFFERING)
    offering = found[0] if found else api.create_service_offering(name=OFFERING, displaytext="1 core, 128 MiB", cpunumber=1, cpuspeed=500,
                                                                  memory=128)
    egress = ensure_network_offering(api)
    keys = api.list_ssh_key_pairs(name="demo")
    fingerprint = keys[0]["fingerprint"] if keys else api.create_ssh_key_pair(name="demo")["fingerprint"]
    networks = api.list_networks(keyword="demo-net")
    network = networks[0] if networks else api.create_network(name="demo-net", displaytext="demo-net", networkofferingid=egress,
                                                              zoneid=zone.id)
    tell.step("isolated network, SSH key, offerings")
    vms = api.list_virtual_machines(name="demo-vm")
    if vms:
        vm, password = vms[0], ""
        if vm["state"] == "Stopped":
            vm = api.start_virtual_machine(id=vm["id"]).result()
        tell.step("the VM of the last run is there")
    else:
        vm = api.deploy_virtual_machine(
            zoneid=zone.id, templateid=template, serviceofferingid=offering["id"], networkids=[network["id"]], name="demo-vm", keypair="demo",
            userdata=base64.b64encode(USER_DATA).decode(), clienttoken="demo-vm").result()
        password = vm.get("password", "")
        tell.step("VM deployed: router VM booted, DHCP and metadata ready, guest started")
    tenant = Tenant(zone.id, network["id"], vm["id"], vm, password, fingerprint)
    open_up(api, tenant)
    tell.step(f"port forwarding {tenant.public_ip}:{PUBLIC_PORT} → {GUEST_PORT}, static NAT {tenant.static_ip}, firewall rules")
    return tenant


def ensure_templates(api: Api, zone: Zone, real: bool) -> str:
    """The system VM image and the guest; returns the guest's id once both are ready."""
    if not real:
        return _template(api, zone, "demo-tiny", "sim://tiny", "Simulator", "")
    system = json.loads((ROOT / "build/systemvm/manifest.json").read_text())
    _template(api, zone, "systemvm", f"file://{ROOT}/build/systemvm/pileus-systemvm.qcow2", "KVM", _sha256(system), isrouting=True)
    tiny = json.loads((ROOT / "build/guest/manifest.json").read_text())
    return _template(api, zone, "demo-tiny", f"file://{ROOT}/build/guest/pileus-tiny.qcow2", "KVM", _sha256(tiny))


def _sha256(manifest: dict[str, Any]) -> str:
    return "{SHA-256}" + str(next(file["sha256"] for name, file in manifest["files"].items() if name.endswith(".qcow2")))


def _template(api: Api, zone: Zone, name: str, url: str, hypervisor: str, checksum: str, **more: Any) -> str:
    kind = "system" if more.get("isrouting") else "self"
    if not api.list_templates(templatefilter=kind, name=name):
        os_type = api.list_os_types(description="Other Linux (64-bit)")[0]["id"]
        api.register_template(name=name, displaytext=name, format="QCOW2", hypervisor=hypervisor, url=url, zoneid=zone.id, ostypeid=os_type,
                              checksum=checksum or None, passwordenabled=True, sshkeyenabled=True, **more)
    return wait_ready(api, kind, name)


def wait_ready(api: Api, kind: str, name: str) -> str:
    """The id of a template once it is ready; ApiFailed with its status when its download failed."""
    from time import sleep

    from tools.cloudkit.api import ApiFailed
    for _ in range(3000):
        found = api.list_templates(templatefilter=kind, name=name)[0]
        if found["isready"]:
            return str(found["id"])
        status = str(found.get("status", ""))
        if status and not status.endswith("Downloaded") and status != "Processing":
            raise ApiFailed("registerTemplate", 530, f"template {name}: {status}")
        sleep(0.2)
    raise ApiFailed("registerTemplate", 530, f"template {name} is not ready after 10 minutes")


def ensure_network_offering(api: Api) -> str:
    """An isolated network whose guests may reach the outside."""
    name = "Demo isolated, open egress"
    found = api.list_network_offerings(name=name)
    if found:
        return str(found[0]["id"])
    services = ["Dhcp", "Dns", "UserData", "SourceNat", "StaticNat", "PortForwarding", "Firewall"]
    made = api.create_network_offering(
        name=name, displaytext=name, guestiptype="Isolated", traffictype="GUEST", supportedservices=services, egressdefaultpolicy=True, enable=True,
        serviceproviderlist=[{"service": service, "provider": "VirtualRouter"} for service in services])
    return made["id"]


def open_up(api: Api, tenant: Tenant) -> None:
    """Port forwarding on the network's own address, static NAT on a second one, with firewall rules."""
    addresses = api.list_public_ip_addresses(associatednetworkid=tenant.network_id)
    source = next(item for item in addresses if item["issourcenat"])
    tenant.public_ip = source["ipaddress"]
    _rule(api, source["id"], PUBLIC_PORT)
    if not api.list_port_forwarding_rules(ipaddressid=source["id"]):
        api.create_port_forwarding_rule(ipaddressid=source["id"], protocol="tcp", publicport=PUBLIC_PORT, privateport=GUEST_PORT,
                                        virtualmachineid=tenant.vm_id, openfirewall=False).result()
    static = next((item for item in addresses if item["isstaticnat"]), None)
    if static is None:
        spare = next((item for item in addresses if not item["issourcenat"]), None)
        static = spare or api.associate_ip_address(networkid=tenant.network_id, zoneid=tenant.zone_id).result()
        api.enable_static_nat(ipaddressid=static["id"], virtualmachineid=tenant.vm_id)
    tenant.static_ip = static["ipaddress"]
    _rule(api, static["id"], GUEST_PORT)


def _rule(api: Api, address: str, port: int) -> None:
    if not api.list_firewall_rules(ipaddressid=address):
        api.create_firewall_rule(ipaddressid=address, protocol="tcp", startport=port, endport=port, cidrlist=["0.0.0.0/0"]).result()
