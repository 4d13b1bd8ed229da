"""Networks, addresses and rules through the API, on hosts in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.net import network
from manager.model.tables import infra, offering, tenancy
from manager.model.tables import vm as vms
from tests.sagas.netlab import GIB, FakeHosts
from tests.wire.app import ApiFailure, TestApp, make_app

ISOLATED = "DefaultIsolatedNetworkOfferingWithSourceNatService"


class Site:
    """A zone made through the API, with one simulated host in memory."""

    def __init__(self, app: TestApp, hosts: FakeHosts) -> None:
        self.app, self.admin, self.hosts = app, app.admin, hosts
        call = app.admin.call
        self.zone = call("createZone", name="z1", dns1="9.9.9.9", internaldns1="9.9.9.9", networktype="Advanced")["zone"]["id"]
        physical = app.admin.call("createPhysicalNetwork", zoneid=self.zone, name="p", vlan="100-110", isolationmethods="VLAN")
        self.physical = app.admin.wait(physical["jobid"])["jobresult"]["physicalnetwork"]["id"] if "jobid" in physical else physical["id"]
        for kind in ("Management", "Guest", "Public"):
            app.admin.job("addTrafficType", physicalnetworkid=self.physical, traffictype=kind)
        app.admin.job("updatePhysicalNetwork", id=self.physical, state="Enabled")
        provider = call("listNetworkServiceProviders", name="VirtualRouter", physicalnetworkid=self.physical)["networkserviceprovider"][0]["id"]
        element = call("listVirtualRouterElements", nspid=provider)["virtualrouterelement"][0]["id"]
        app.admin.job("configureVirtualRouterElement", id=element, enabled=True)
        app.admin.job("updateNetworkServiceProvider", id=provider, state="Enabled")
        call("updateZone", id=self.zone, allocationstate="Enabled")
        self.range = call("createVlanIpRange", zoneid=self.zone, gateway="192.0.2.1", netmask="255.255.255.0", startip="192.0.2.10",
                          endip="192.0.2.29", vlan="untagged", forvirtualnetwork=True)["vlan"]
        app.db.write(self._host)
        self.offering = self.offering_id(ISOLATED)

    def offering_id(self, name: str) -> str:
        """The id of a default network offering."""
        (found,) = self.admin.call("listNetworkOfferings", name=name)["networkoffering"]
        assert found["state"] == "Enabled"
        return str(found["id"])

    def _host(self, tx: Tx) -> None:
        zone = tx.scalar(select(infra.zone.c.id))
        pod = tx.insert(infra.pod, uuid=new_uuid(), zone_id=zone, name="pod")
        cluster = tx.insert(infra.cluster, uuid=new_uuid(), zone_id=zone, pod_id=pod, name="c", hypervisor="Simulator")
        pool = tx.insert(infra.storage_pool, uuid=new_uuid(), zone_id=zone, cluster_id=cluster, name="s", type="Filesystem", path="/pool",
                         scope="CLUSTER", hypervisor="Simulator", capacity_bytes=1000 * GIB)
        host = tx.insert(infra.host, uuid=new_uuid(), zone_id=zone, pod_id=pod, cluster_id=cluster, name="h", guid="h", address="h",
                         hypervisor="Simulator")
        tx.insert(infra.host_liveness, host_id=host, state="Up")
        tx.insert(infra.host_facts, host_id=host, cpus=8, cpu_mhz=2000, memory_bytes=64 * GIB)
        tx.insert(infra.host_capacity, host_id=host, cpu_total=16000, memory_total=64 * GIB)
        tx.insert(infra.storage_pool_host, pool_id=pool, host_id=host)

    def guest(self, network_uuid: str, name: str) -> str:
        """A running VM with a NIC in the network, as rows; returns its uuid."""
        def make(tx: Tx) -> str:
            found = tx.one(select(network.t.network.c.id).where(network.t.network.c.uuid == network_uuid))
            net = network.must(tx, found.id)
            service = tx.scalar(select(offering.service_offering.c.id))
            zone = tx.scalar(select(infra.zone.c.id))
            uuid = new_uuid()
            vm_id = tx.insert(vms.vm, uuid=uuid, name=name, instance_name=f"i-{uuid[:8]}-VM", account_id=net.account_id,
                              domain_id=net.domain_id, zone_id=zone, offering_id=service, state="Running", hypervisor="Simulator")
            network.allot_nic(tx, net, vm_id, 0)
            network.touch(tx, net.id)
            return uuid
        return self.app.db.write(make)

    def implement(self, network_uuid: str) -> None:
        """Restarting is how the API makes a network ready without a VM: here the saga is started directly."""
        from manager.saga import start
        from manager.sagas.network.implement import NETWORK_IMPLEMENT
        from manager.sagas.network.params import NetworkJob

        def begin(tx: Tx) -> int:
            network_id = tx.scalar(select(network.t.network.c.id).where(network.t.network.c.uuid == network_uuid))
            return start(tx, NETWORK_IMPLEMENT, NetworkJob(network_id)).id
        saga_id = self.app.db.write(begin)
        assert self.app.worker is not None
        ended = self.app.background.run(self.app.worker.wait(saga_id, 30))
        assert ended.state == "done", ended


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    hosts = FakeHosts()
    app = make_app(db_url, agents=hosts)
    yield Site(app, hosts)
    app.close()


def failure(site: Site, command: str, client: Any = None, **params: Any) -> ApiFailure:
    """The error that a call (or its job) ends with."""
    with pytest.raises(ApiFailure) as caught:
        client = client or site.admin
        answer = client.call(command, **params)
        if "jobid" in answer:
            done = client.wait(answer["jobid"])
            if done["jobstatus"] == 2:
                raise ApiFailure(done["jobresultcode"], "job", done["jobresult"])
    return caught.value


def test_a_network_is_created_listed_and_deleted(site: Site) -> None:
    bob = site.app.user("bob")
    made = bob.call("createNetwork", name="net", displaytext="a net", networkofferingid=site.offering, zoneid=site.zone)["network"]
    assert (made["cidr"], made["gateway"], made["netmask"], made["state"]) == ("10.1.1.0/24", "10.1.1.1", "255.255.255.0", "Allocated")
    assert made["account"] == "bob"
    assert made["type"] == "Isolated"
    assert "vlan" not in made
    assert {service["name"] for service in made["service"]} >= {"Dhcp", "Dns", "SourceNat", "Firewall", "PortForwarding", "StaticNat"}
    assert made["networkdomain"].endswith("cloud.internal")
    listed = bob.call("listNetworks", id=made["id"])
    assert listed["count"] == 1
    assert listed["network"][0]["id"] == made["id"]
    assert site.app.user("eve").call("listNetworks") == {}
    assert "entity does not exist" in failure(site, "deleteNetwork", site.app.user("eve"), id=made["id"]).text
    assert bob.job("deleteNetwork", id=made["id"]) == {"success": True}
    assert bob.call("listNetworks", id=made["id"]) == {}


@pytest.mark.parametrize(("params", "word"), [
    ({"gateway": "10.3.0.1"}, "netmask"), ({"gateway": "10.3.0.1", "netmask": "255.0.255.0"}, "gateway"),
    ({"gateway": "10.3.0.0", "netmask": "255.255.255.0"}, "gateway"), ({"networkdomain": "-bad-"}, "networkdomain"),
    ({"vlan": "5"}, "specifyVlan=false"), ({"acltype": "Domain"}, "acltype"), ({"networkofferingid": new_uuid()}, "networkofferingid")])
def test_bad_networks_are_refused(site: Site, params: dict[str, str], word: str) -> None:
    given = {"name": "bad", "networkofferingid": site.offering, "zoneid": site.zone, **params}
    error = failure(site, "createNetwork", **given)
    assert error.status == 431
    assert word in error.text


def test_addresses_rules_and_static_nat(site: Site) -> None:
    ann = site.app.user("ann")
    net = ann.call("createNetwork", name="rules", networkofferingid=site.offering, zoneid=site.zone)["network"]["id"]
    site.implement(net)
    vm = site.guest(net, "web")
    started = ann.call("associateIpAddress", networkid=net)
    address = ann.wait(started["jobid"])["jobresult"]["ipaddress"]
    assert address["id"] == started["id"]
    assert (address["state"], address["associatednetworkid"], address["issourcenat"]) == ("Allocated", net, False)
    listed = ann.call("listPublicIpAddresses", associatednetworkid=net)
    assert listed["count"] == 2
    (source,) = ann.call("listPublicIpAddresses", associatednetworkid=net, issourcenat=True)["publicipaddress"]
    opened = ann.job("createFirewallRule", ipaddressid=address["id"], protocol="TCP", startport=22, cidrlist="198.51.100.7/24,203.0.113.0/24")
    rule = opened["firewallrule"]
    assert (rule["protocol"], rule["startport"], rule["endport"], rule["state"]) == ("tcp", 22, 22, "Active")
    assert rule["cidrlist"] == "198.51.100.0/24,203.0.113.0/24"
    assert failure(site, "createFirewallRule", ann, ipaddressid=address["id"], protocol="tcp", startport=20, endport=30,
                   cidrlist="203.0.113.0/24").status == 537
    ping = ann.job("createFirewallRule", ipaddressid=address["id"], protocol="icmp")["firewallrule"]
    assert (ping["icmptype"], ping["icmpcode"], ping["cidrlist"]) == (-1, -1, "0.0.0.0/0")
    assert failure(site, "createFirewallRule", ann, ipaddressid=address["id"], protocol="icmp", startport=1).status == 431
    assert failure(site, "createFirewallRule", ann, ipaddressid=address["id"], protocol="gre").status == 431
    assert failure(site, "createFirewallRule", ann, ipaddressid=address["id"], protocol="tcp", startport=9, endport=8).status == 431
    assert ann.call("listFirewallRules", ipaddressid=address["id"])["count"] == 2
    assert ann.job("deleteFirewallRule", id=ping["id"]) == {"success": True}
    forward = ann.job("createPortForwardingRule", ipaddressid=source["id"], protocol="tcp", publicport=8080, privateport=80, virtualmachineid=vm)
    forward = forward["portforwardingrule"]
    assert (forward["publicport"], forward["privateport"], forward["state"], forward["virtualmachineid"]) == ("8080", "80", "Active", vm)
    assert failure(site, "createPortForwardingRule", ann, ipaddressid=source["id"], protocol="tcp", publicport=8080, privateport=81,
                   virtualmachineid=vm).status == 537
    assert ann.call("listFirewallRules", ipaddressid=source["id"])["firewallrule"][0]["startport"] == 8080
    assert ann.call("enableStaticNat", ipaddressid=address["id"], virtualmachineid=vm)["success"] is True
    (mapped,) = ann.call("listPublicIpAddresses", isstaticnat=True)["publicipaddress"]
    assert (mapped["id"], mapped["virtualmachineid"]) == (address["id"], vm)
    assert failure(site, "enableStaticNat", ann, ipaddressid=source["id"], virtualmachineid=vm).status == 431
    assert failure(site, "createPortForwardingRule", ann, ipaddressid=address["id"], protocol="tcp", publicport=1, privateport=1,
                   virtualmachineid=vm).status == 537
    (nic,) = ann.call("listNics", virtualmachineid=vm)["nic"]
    assert (nic["publicip"], nic["networkid"]) == (address["ipaddress"], net)
    assert ann.job("disableStaticNat", ipaddressid=address["id"]) == {"success": True}
    assert ann.job("deletePortForwardingRule", id=forward["id"]) == {"success": True}
    assert ann.call("listFirewallRules", ipaddressid=source["id"]) == {}
    assert failure(site, "disassociateIpAddress", ann, id=source["id"]).status == 431
    assert ann.job("disassociateIpAddress", id=address["id"]) == {"success": True}
    assert "entity does not exist" in failure(site, "createFirewallRule", ann, ipaddressid=address["id"], protocol="tcp").text


def test_egress_rules_stay_inside_the_network(site: Site) -> None:
    cat = site.app.user("cat")
    net = cat.call("createNetwork", name="egress", networkofferingid=site.offering, zoneid=site.zone)["network"]["id"]
    rule = cat.job("createEgressFirewallRule", networkid=net, protocol="tcp", startport=443, cidrlist="10.1.1.0/28")["firewallrule"]
    assert (rule["traffictype"], rule["cidrlist"], rule["destcidrlist"]) == ("Egress", "10.1.1.0/28", "0.0.0.0/0")
    assert failure(site, "createEgressFirewallRule", cat, networkid=net, protocol="tcp", cidrlist="10.9.0.0/16").status == 431
    assert failure(site, "createEgressFirewallRule", cat, networkid=net, protocol="tcp", startport=443, cidrlist="10.1.1.0/28").status == 537
    assert cat.job("createEgressFirewallRule", networkid=net, protocol="all")["firewallrule"]["cidrlist"] == "10.1.1.0/24"
    assert cat.call("listEgressFirewallRules", networkid=net)["count"] == 2
    assert cat.call("listFirewallRules", networkid=net) == {}
    assert "entity does not exist" in failure(site, "deleteFirewallRule", cat, id=rule["id"]).text
    assert cat.job("deleteEgressFirewallRule", id=rule["id"]) == {"success": True}


def test_routers_are_listed_rebooted_and_destroyed(site: Site) -> None:
    net = site.admin.call("createNetwork", name="routed", networkofferingid=site.offering, zoneid=site.zone)["network"]["id"]
    site.implement(net)
    (router,) = site.admin.call("listRouters", networkid=net, listall=True)["router"]
    assert (router["state"], router["guestipaddress"], router["role"]) == ("Running", "10.1.1.1", "VIRTUAL_ROUTER")
    assert router["linklocalip"].startswith("169.254.")
    assert len(router["nic"]) == 3
    assert site.admin.job("rebootRouter", id=router["id"])["router"]["state"] == "Running"
    assert site.admin.job("restartNetwork", id=net, cleanup=True) == {"success": True}
    site.admin.job("destroyRouter", id=router["id"])
    assert site.admin.call("listRouters", id=router["id"]) == {}
    assert site.admin.job("restartNetwork", id=net) == {"success": True}
    assert site.admin.call("listRouters", networkid=net)["count"] == 1
    assert failure(site, "listRouters", site.app.user("ann")).status == 432


def test_ranges(site: Site) -> None:
    (found,) = site.admin.call("listVlanIpRanges", zoneid=site.zone)["vlaniprange"]
    assert (found["startip"], found["endip"], found["vlan"], found["cidr"]) == ("192.0.2.10", "192.0.2.29", "vlan://untagged", "192.0.2.0/24")
    over = {"zoneid": site.zone, "gateway": "192.0.2.1", "netmask": "255.255.255.0", "startip": "192.0.2.20", "endip": "192.0.2.40"}
    assert "overlaps" in failure(site, "createVlanIpRange", **over).text
    assert failure(site, "createVlanIpRange", **{**over, "startip": "198.51.100.1"}).status == 431
    assert failure(site, "createVlanIpRange", **{**over, "vlan": "5000"}).status == 431
    assert site.admin.call("listPublicIpAddresses", allocatedonly=False, state="Free")["count"] > 5


def test_limits_count_networks(site: Site) -> None:
    dan = site.app.user("dan")
    account = tenancy.account
    site.app.db.write(lambda tx: tx.insert(tenancy.resource_limit, owner_type="account", owner_id=tx.scalar(
        select(account.c.id).where(account.c.name == "dan")), type="network", max=1))
    made = dan.call("createNetwork", name="one", networkofferingid=site.offering, zoneid=site.zone)["network"]["id"]
    assert failure(site, "createNetwork", dan, name="two", networkofferingid=site.offering, zoneid=site.zone).status == 532
    dan.job("deleteNetwork", id=made)
    dan.call("createNetwork", name="two", networkofferingid=site.offering, zoneid=site.zone)
