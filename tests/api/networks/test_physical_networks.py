"""Physical networks, providers, traffic types, supported services: every parameter, and what is in the way of changes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.infra import UNKNOWN, Site, listed, refused
from tests.wire.app import Client, TestApp


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def site(admin: Client) -> Site:
    return Site(admin, "pn")


def test_a_physical_network_answers_what_it_was_given(admin: Client, site: Site) -> None:
    domain = admin.call("createDomain", name="pn-domain")["domain"]["id"]
    made = admin.job("createPhysicalNetwork", name="whole", zoneid=site.zone, broadcastdomainrange="zone", domainid=domain, isolationmethods="vxlan",
                     networkspeed="10G", tags=["a", "b"], vlan=" 5000-5100, 7 ")["physicalnetwork"]
    wanted = {"name": "whole", "broadcastdomainrange": "ZONE", "domainid": domain, "isolationmethods": "VXLAN", "networkspeed": "10G",
              "tags": "a,b", "vlan": "5000-5100,7", "zoneid": site.zone, "zonename": "pn", "state": "Disabled"}
    assert {name: made[name] for name in wanted} == wanted
    changed = admin.job("updatePhysicalNetwork", id=made["id"], networkspeed="1G", tags="c", vlan="5000-5050", state="Enabled")["physicalnetwork"]
    assert (changed["networkspeed"], changed["tags"], changed["vlan"], changed["state"]) == ("1G", "c", "5000-5050", "Enabled")
    for params, there in (({"id": made["id"]}, True), ({"name": "whole"}, True), ({"name": "other"}, False), ({"zoneid": site.zone}, True),
                          ({"keyword": "hol"}, True), ({"keyword": "%"}, False)):
        assert ("whole" in listed(admin, "listPhysicalNetworks", "physicalnetwork", **params)) is there, params
    assert admin.job("deletePhysicalNetwork", id=made["id"]) == {"success": True}
    assert admin.call("listPhysicalNetworks", id=made["id"]) == {}
    assert refused(admin, "deletePhysicalNetwork", id=made["id"]).status == 431


@pytest.mark.parametrize(("change", "word"), [
    ({"vlan": "100-110,105-120"}, "overlaps"), ({"vlan": "1,1"}, "overlaps"), ({"vlan": "9-1"}, "vlan"), ({"vlan": "5000"}, "vlan"),
    ({"broadcastdomainrange": "POD"}, "ZONE"), ({"isolationmethods": "VLAN,VXLAN"}, "isolationmethods"), ({"name": "pn-p"}, "pn-p"),
    ({"name": "a\nb"}, "name"), ({"networkspeed": "x" * 21}, "networkspeed"), ({"tags": "t" * 256}, "tags"), ({"domainid": UNKNOWN}, "domainid"),
    ({"zoneid": UNKNOWN}, "zoneid"), ({"vlan": "x\0"}, "vlan")])
def test_what_a_physical_network_may_not_be(admin: Client, site: Site, change: dict[str, Any], word: str) -> None:
    before = admin.call("listPhysicalNetworks")
    failure = refused(admin, "createPhysicalNetwork", **{"name": "bad", "zoneid": site.zone, **change})
    assert (failure.status, word in failure.text) == (431, True), failure.text
    assert admin.call("listPhysicalNetworks") == before


def test_vlans_in_use_or_dedicated_stay(both: TestApp, admin: Client) -> None:
    here, ann = Site(admin, "keeps", "100-110,200-210"), both.user("pn-ann")
    here.l2(ann, "keeps-net", 105)
    admin.call("dedicateGuestVlanRange", physicalnetworkid=here.physical, vlanrange="203-204", account="pn-ann", domainid=ann.account["domainid"])
    used = refused(admin, "updatePhysicalNetwork", id=here.physical, vlan="100-104,200-210")
    assert (used.status, "keeps-net" in used.text, "105" in used.text) == (536, True, True)
    held = refused(admin, "updatePhysicalNetwork", id=here.physical, vlan="100-110,200-203")
    assert (held.status, "203-204" in held.text) == (536, True)
    there = refused(admin, "deletePhysicalNetwork", id=here.physical)
    assert (there.status, "keeps-net" in there.text) == (536, True)
    assert admin.job("updatePhysicalNetwork", id=here.physical, vlan="105,203-204")["physicalnetwork"]["vlan"] == "105,203-204"


def test_public_addresses_keep_their_physical_network_and_traffic_type(admin: Client) -> None:
    here = Site(admin, "public-there")
    made = admin.call("createVlanIpRange", zoneid=here.zone, gateway="203.0.113.1", netmask="255.255.255.0", startip="203.0.113.5",
                      endip="203.0.113.6", vlan="untagged")["vlan"]
    there = refused(admin, "deletePhysicalNetwork", id=here.physical)
    assert (there.status, "203.0.113.5-203.0.113.6" in there.text) == (536, True)
    kinds = {one["traffictype"]: one["id"] for one in admin.call("listTrafficTypes", physicalnetworkid=here.physical)["traffictype"]}
    busy = refused(admin, "deleteTrafficType", id=kinds["Public"])
    assert (busy.status, "203.0.113.5" in busy.text) == (536, True)
    admin.call("deleteVlanIpRange", id=made["id"])
    assert admin.job("deleteTrafficType", id=kinds["Public"]) == {"success": True}
    assert refused(admin, "createVlanIpRange", zoneid=here.zone, gateway="203.0.113.1", netmask="255.255.255.0",
                   startip="203.0.113.5").text.endswith("add the traffic type first")
    assert admin.job("deletePhysicalNetwork", id=here.physical) == {"success": True}


def test_traffic_types(both: TestApp, admin: Client, site: Site) -> None:
    other = admin.job("createPhysicalNetwork", zoneid=site.zone, name="second", vlan="300-310")["physicalnetwork"]["id"]
    made = admin.job("addTrafficType", physicalnetworkid=other, traffictype="guest", isolationmethod="vlan", kvmnetworklabel="cloudbr1",
                     xennetworklabel="net 1", vlan="12")["traffictype"]
    assert (made["traffictype"], made["kvmnetworklabel"], made["xennetworklabel"], made["physicalnetworkid"]) == (
        "Guest", "cloudbr1", "net 1", other)
    assert admin.job("updateTrafficType", id=made["id"], xennetworklabel="net 2")["traffictype"]["xennetworklabel"] == "net 2"
    changed = admin.job("updateTrafficType", id=made["id"], kvmnetworklabel="cloudbr2", xennetworklabel="")["traffictype"]
    assert changed["kvmnetworklabel"] == "cloudbr2"
    assert "xennetworklabel" not in changed
    assert listed(admin, "listTrafficTypes", "traffictype", "traffictype", physicalnetworkid=other, keyword="ues") == ["Guest"]
    assert admin.call("listTrafficTypes", physicalnetworkid=other, keyword="zz") == {}
    for change, word in (({"traffictype": "Public"}, "pn-p"), ({"traffictype": "Guest"}, "already"),
                         ({"isolationmethod": "VXLAN"}, "isolationmethod"),
                         ({"vlan": "4095"}, "vlan"), ({"kvmnetworklabel": "a/b"}, "kvmnetworklabel"),
                         ({"xennetworklabel": "x" * 61}, "xennetworklabel")):
        failure = refused(admin, "addTrafficType", **{"physicalnetworkid": other, "traffictype": "Control", **change})
        assert (failure.status, word in failure.text) == (431, True), failure.text
    assert "kvmnetworklabel" in refused(admin, "updateTrafficType", id=made["id"], kvmnetworklabel="x" * 16).text
    assert admin.job("deleteTrafficType", id=made["id"]) == {"success": True}
    assert refused(admin, "deleteTrafficType", id=made["id"]).status == 431
    site.l2(both.user("pn-ann"), "tt-net", 150)
    kinds = {one["traffictype"]: one["id"] for one in admin.call("listTrafficTypes", physicalnetworkid=site.physical)["traffictype"]}
    busy = refused(admin, "deleteTrafficType", id=kinds["Guest"])
    assert (busy.status, "tt-net" in busy.text) == (536, True)


def test_implementors_services_and_isolation(admin: Client) -> None:
    every = listed(admin, "listTrafficTypeImplementors", "traffictypeimplementorresponse", "traffictype")
    assert sorted(every) == ["Control", "Guest", "Management", "Public", "Storage"]
    (one,) = admin.call("listTrafficTypeImplementors", traffictype="public")["traffictypeimplementorresponse"]
    assert one == {"traffictype": "Public", "traffictypeimplementor": "PublicNetworkGuru"}
    assert admin.call("listTrafficTypeImplementors", page=2, pagesize=4)["count"] == 5
    assert listed(admin, "listTrafficTypeImplementors", "traffictypeimplementorresponse", "traffictype", keyword="pod") == ["Management"]
    assert listed(admin, "listNetworkIsolationMethods", "isolationmethod") == ["VLAN", "VXLAN"]
    assert listed(admin, "listNetworkIsolationMethods", "isolationmethod", keyword="vx") == ["VXLAN"]
    assert listed(admin, "listNetworkIsolationMethods", "isolationmethod", page=2, pagesize=1) == ["VXLAN"]
    services = {one["name"]: one for one in admin.call("listSupportedNetworkServices")["networkservice"]}
    assert {"Dhcp", "NetworkACL", "SecurityGroup", "Lb", "Vpn"} <= set(services)
    assert {one["name"] for one in services["Lb"]["provider"]} == {"VirtualRouter", "VpcVirtualRouter", "InternalLbVm"}
    assert {"name": "RedundantRouter", "value": "true", "canchooseservicecapability": True} in services["SourceNat"]["capability"]
    assert listed(admin, "listSupportedNetworkServices", "networkservice", provider="securitygroupprovider") == ["SecurityGroup"]
    assert listed(admin, "listSupportedNetworkServices", "networkservice", service="dns") == ["Dns"]
    assert listed(admin, "listSupportedNetworkServices", "networkservice", keyword="nat") == ["SourceNat", "StaticNat"]
    assert len(listed(admin, "listSupportedNetworkServices", "networkservice", page=1, pagesize=3)) == 3


def test_providers(both: TestApp, admin: Client, site: Site) -> None:
    other = admin.job("createPhysicalNetwork", zoneid=site.zone, name="third")["physicalnetwork"]["id"]
    (config,) = admin.call("listNetworkServiceProviders", name="ConfigDrive", physicalnetworkid=other)["networkserviceprovider"]
    assert refused(admin, "addNetworkServiceProvider", name="ConfigDrive", physicalnetworkid=other).status == 431
    assert admin.job("deleteNetworkServiceProvider", id=config["id"]) == {"success": True}
    assert refused(admin, "deleteNetworkServiceProvider", id=config["id"]).status == 431
    made = admin.job("addNetworkServiceProvider", name="configdrive", physicalnetworkid=other, servicelist="userdata",
                     destinationphysicalnetworkid=site.physical)["networkserviceprovider"]
    assert (made["name"], made["servicelist"], made["destinationphysicalnetworkid"], made["state"]) == (
        "ConfigDrive", ["UserData"], site.physical, "Disabled")
    for change, word in (({"name": "Coffee"}, "VirtualRouter"), ({"servicelist": "Vpn"}, "Vpn"),
                         ({"destinationphysicalnetworkid": other}, "another")):
        admin_call = {"name": "ConfigDrive", "physicalnetworkid": other, **change}
        if "servicelist" in change:
            admin.job("deleteNetworkServiceProvider", id=made["id"])
        assert word in refused(admin, "addNetworkServiceProvider", **admin_call).text
    assert "not ready" in refused(admin, "updateNetworkServiceProvider", id=listed(
        admin, "listNetworkServiceProviders", "networkserviceprovider", "id", name="VirtualRouter", physicalnetworkid=other)[0], state="Enabled").text
    assert "internal load" in refused(admin, "updateNetworkServiceProvider", id=listed(
        admin, "listNetworkServiceProviders", "networkserviceprovider", "id", name="InternalLbVm", physicalnetworkid=other)[0], state="Enabled").text
    assert "VirtualRouter" in listed(admin, "listNetworkServiceProviders", "networkserviceprovider", physicalnetworkid=other, state="Disabled",
                                     keyword="Router")
    assert listed(admin, "listNetworkServiceProviders", "networkserviceprovider", physicalnetworkid=other, keyword="zz") == []


def test_networks_need_enabled_providers(both: TestApp, admin: Client) -> None:
    here, ann = Site(admin, "served"), both.user("pn-ann")
    plan = {"name": "served-net", "zoneid": here.zone, "networkofferingid": here.offering("DefaultIsolatedNetworkOfferingWithSourceNatService")}
    router = here.provider("VirtualRouter")
    admin.job("updateNetworkServiceProvider", id=router, state="Disabled")
    failure = refused(ann, "createNetwork", **plan)
    assert (failure.status, "VirtualRouter" in failure.text) == (431, True)
    admin.job("updateNetworkServiceProvider", id=router, state="Enabled", servicelist="Dhcp,Dns")
    assert "service Firewall" in refused(ann, "createNetwork", **plan).text
    admin.job("updateNetworkServiceProvider", id=router, servicelist="Dhcp,Dns,Firewall,PortForwarding,SourceNat,StaticNat,UserData,Vpn,Lb")
    net = ann.call("createNetwork", **plan)["network"]
    for params in ({"state": "Shutdown"}, {"servicelist": "Dhcp"}):
        busy = refused(admin, "updateNetworkServiceProvider", id=router, **params)
        assert (busy.status, "served-net" in busy.text) == (536, True)
    busy = refused(admin, "deleteNetworkServiceProvider", id=router)
    assert (busy.status, "served-net" in busy.text) == (536, True)
    (element,) = admin.call("listVirtualRouterElements", nspid=router)["virtualrouterelement"]
    assert refused(admin, "configureVirtualRouterElement", id=element["id"], enabled=False).status == 536
    ann.job("deleteNetwork", id=net["id"])
    assert admin.job("updateNetworkServiceProvider", id=router, state="Shutdown")["networkserviceprovider"]["state"] == "Shutdown"
    assert admin.job("deleteNetworkServiceProvider", id=router) == {"success": True}


def test_tags_and_domains_choose_the_physical_network(both: TestApp, admin: Client) -> None:
    here = Site(admin, "chosen")
    domain = admin.call("createDomain", name="chosen-domain")["domain"]["id"]
    inside, outside = both.user("pn-inside", domainid=domain), both.user("pn-ann")
    for name, more in (("gold", {"tags": "gold"}), ("theirs", {"tags": "silver", "domainid": domain})):
        made = admin.job("createPhysicalNetwork", zoneid=here.zone, name=name, vlan="500-510", **more)["physicalnetwork"]["id"]
        admin.job("addTrafficType", physicalnetworkid=made, traffictype="Guest")
        admin.job("updatePhysicalNetwork", id=made, state="Enabled")
    for tag in ("gold", "silver", "lead"):
        admin.call("createNetworkOffering", name=f"{tag}-l2", guestiptype="L2", traffictype="Guest", tags=tag, enable=True)

    def where(client: Client, tag: str) -> str:
        net = client.call("createNetwork", name=f"n-{tag}", zoneid=here.zone, networkofferingid=here.offering(f"{tag}-l2"))["network"]
        return str(admin.call("listPhysicalNetworks", id=admin.call("listNetworks", id=net["id"])["network"][0]["physicalnetworkid"])[
            "physicalnetwork"][0]["name"])
    assert where(outside, "gold") == "gold"
    assert where(inside, "silver") == "theirs"
    assert "silver" in refused(outside, "createNetwork", name="x", zoneid=here.zone, networkofferingid=here.offering("silver-l2")).text
    assert "lead" in refused(outside, "createNetwork", name="x", zoneid=here.zone, networkofferingid=here.offering("lead-l2")).text


@pytest.mark.parametrize(("command", "key"), [
    ("listPhysicalNetworks", "physicalnetwork"), ("listNetworkServiceProviders", "networkserviceprovider"), ("listTrafficTypes", "traffictype"),
    ("listNetworkOfferings", "networkoffering"), ("listVPCOfferings", "vpcoffering"), ("listVlanIpRanges", "vlaniprange"),
    ("listDedicatedGuestVlanRanges", "dedicatedguestvlanrange"), ("listStorageNetworkIpRange", "storagenetworkiprange")])
def test_pages(both: TestApp, admin: Client, site: Site, paged: Site, command: str, key: str) -> None:
    more = {"physicalnetworkid": paged.physical} if command == "listTrafficTypes" else {}
    whole = admin.call(command, **more)
    assert whole["count"] == len(whole[key]) >= 2
    assert [one["id"] for page in range(1, whole["count"] + 1) for one in admin.call(command, page=page, pagesize=1, **more)[key]] == [
        one["id"] for one in whole[key]]
    assert admin.call(command, page=whole["count"] + 1, pagesize=1, **more) == {"count": whole["count"]}
    assert refused(admin, command, page=1, **more).status == 431


@pytest.fixture(scope="module")
def paged(both: TestApp, admin: Client) -> Site:
    """Two of everything that is listed."""
    made, ann = Site(admin, "paged"), both.user("pn-ann")
    pod = made.pod("paged", 90)
    for at in (10, 20):
        admin.call("createVlanIpRange", zoneid=made.zone, gateway="192.0.2.1", netmask="255.255.255.0", startip=f"192.0.2.{at}", vlan="untagged")
        admin.job("createStorageNetworkIpRange", podid=pod, gateway="10.90.0.1", netmask="255.255.255.0", startip=f"10.90.0.{at}")
        admin.call("dedicateGuestVlanRange", physicalnetworkid=made.physical, vlanrange=str(100 + at), account="pn-ann",
                   domainid=ann.account["domainid"])
    return made
