"""The router's document from rows: golden, and accepted by the router's own parser."""

import json
from pathlib import Path

import msgspec

from manager.model.net.firewall import RuleRow
from manager.model.net.network import NetworkRow, NicRow
from manager.model.net.router import Lease, Public, RouterRow, Site, StateRows
from manager.network import router_state
from router.state import read

GOLDEN = Path(__file__).with_name("router_state.json")
U = "00000000-0000-4000-8000-0000000000{:02x}"


def network() -> NetworkRow:
    return NetworkRow(
        id=7, uuid=U.format(7), name="net", display_text=None, zone_id=1, physical_network_id=1, offering_id=1, account_id=2, domain_id=1,
        traffic_type="Guest", guest_type="Isolated", state="Implemented", cidr="10.1.1.0/24", gateway="10.1.1.1", netmask="255.255.255.0",
        start_ip=None, end_ip=None, network_domain="cs2cloud.internal", dns1=None, dns2=None, vnet=100, isolation="Vlan", acl_type="Account",
        specify_ip_ranges=False, restart_required=False, redundant=False, display=True, public_mtu=None, private_mtu=1450, created=0, removed=None)


def router() -> RouterRow:
    return RouterRow(
        vm_id=4, uuid=U.format(4), name="r-4-VM", instance_name="r-4-VM", state="Running", zone_id=1, pod_id=1, host_id=1, hypervisor="KVM",
        offering_id=1, template_id=1, account_id=2, domain_id=1, state_at=1, network_id=7, public_ip_id=1, control_ip="169.254.3.7",
        token_enc="sealed", applied=0, version=None, failures=0, health_at=0)


def nic(number: int, role: str, ip: str, netmask: str, gateway: str | None) -> NicRow:
    return NicRow(id=number, uuid=U.format(number), vm_id=4, network_id=None, role=role, device=number, mac=f"02:00:00:00:00:0{number}", ip=ip,
                  netmask=netmask, gateway=gateway, is_default=role == "public")


def rule(number: int, purpose: str, traffic: str, **values: object) -> RuleRow:
    base = RuleRow(id=number, uuid=U.format(number), purpose=purpose, traffic=traffic, public_ip_id=1, network_id=7, account_id=2, domain_id=1,
                   protocol="tcp", port_start=None, port_end=None, icmp_type=None, icmp_code=None, source_cidrs="0.0.0.0/0", dest_cidrs="",
                   state="Active", vm_id=None, nic_id=None, vm_guest_ip=None, private_start=None, private_end=None, related_id=None, display=True)
    return msgspec.structs.replace(base, **values)


def rows() -> StateRows:
    lease = Lease(mac="02:00:00:00:01:01", ip="10.1.1.20", is_default=True, vm_id=9, vm_uuid=U.format(9), hostname="web", instance_name="i-2-9-VM",
                  service_offering="Small Instance", user_data="aGVsbG8=", user_data_details='{"colour": "blue"}',
                  public_keys="ssh-ed25519 AAAA one\nssh-ed25519 BBBB two\n", password_enc="sealed(hunter2)", password_id=3)
    return StateRows(
        generation=12, router=router(), network=network(), site=Site("zone", U.format(1), "9.9.9.9", None, "zone.test", False),
        nics=[nic(1, "guest", "10.1.1.1", "255.255.255.0", "10.1.1.1"), nic(2, "control", "169.254.3.7", "255.255.0.0", None),
              nic(3, "public", "192.0.2.10", "255.255.255.0", "192.0.2.1")],
        publics=[Public(1, "192.0.2.10", "255.255.255.0", "192.0.2.1", 1, True, False, None),
                 Public(2, "192.0.2.11", "255.255.255.0", "192.0.2.1", 1, False, True, "10.1.1.20")],
        rules=[rule(20, "Firewall", "Ingress", port_start=22, port_end=23, source_cidrs="198.51.100.0/24,203.0.113.0/24"),
               rule(21, "Firewall", "Ingress", protocol="icmp", icmp_type=-1, icmp_code=-1),
               rule(22, "Firewall", "Egress", public_ip_id=None, protocol="udp", source_cidrs="10.1.1.0/28", dest_cidrs="9.9.9.0/24"),
               rule(23, "PortForwarding", "Ingress", port_start=8080, port_end=8081, vm_guest_ip="10.1.1.20", private_start=80, private_end=81)],
        leases=[lease])


def test_golden() -> None:
    document = router_state.document(rows(), lambda sealed: sealed[7:-1])
    text = json.dumps(document, indent=1, sort_keys=True) + "\n"
    assert text == GOLDEN.read_text(), f"write the new document to {GOLDEN} if it is meant"


def test_the_router_takes_it() -> None:
    state = read(router_state.document(rows(), lambda sealed: sealed[7:-1]))
    assert state.generation == 12
    assert state.guests[0].leases[0].metadata.password == "hunter2"


def test_config_disk_names_the_control_interface() -> None:
    config = router_state.config_disk(rows(), "token", "PEM", "aa")
    assert config["control"] == {"mac": "02:00:00:00:00:02", "address": "169.254.3.7", "prefix": 16}
    assert [one["role"] for one in config["interfaces"]] == ["GUEST", "CONTROL", "PUBLIC"]
