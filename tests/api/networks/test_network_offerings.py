"""Network offerings: every parameter, who sees them, what they may not be, and what they do to networks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.infra import UNKNOWN, Site, listed, refused
from tests.wire.app import Client, TestApp

ROUTED = ["Dhcp", "Dns", "SourceNat", "Firewall"]
VPC_SERVICES = ["Dhcp", "Dns", "SourceNat", "Lb", "NetworkACL"]


def by(provider: str, services: list[str]) -> list[dict[str, str]]:
    return [{"service": one, "provider": provider} for one in services]


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def site(admin: Client) -> Site:
    return Site(admin, "no")


def offered(client: Client, **params: Any) -> list[str]:
    return listed(client, "listNetworkOfferings", "networkoffering", **params)


def test_an_offering_answers_what_it_was_given(admin: Client, site: Site) -> None:
    domain = admin.call("createDomain", name="no-domain")["domain"]["id"]
    system = admin.call("createServiceOffering", name="routers", displaytext="r", cpunumber=1, cpuspeed=500, memory=256, issystem=True,
                        systemvmtype="domainrouter")["serviceoffering"]["id"]
    made = admin.call(
        "createNetworkOffering", name="whole", displaytext="all of it", guestiptype="isolated", traffictype="guest", availability="optional",
        conservemode=False, details={"internalLbProvider": "x"}, domainid=domain, zoneid=site.zone, egressdefaultpolicy=True, enable=True,
        forvpc=False, internetprotocol="ipv4", ispersistent=True, keepaliveenabled=True, maxconnections=4096, networkmode="natted", networkrate=100,
        servicecapabilitylist=[{"service": "SourceNat", "capabilitytype": "RedundantRouter", "capabilityvalue": "true"},
                               {"service": "sourcenat", "capabilitytype": "supportedsourcenattypes", "capabilityvalue": "peraccount"}],
        serviceofferingid=system, supportedservices=ROUTED, serviceproviderlist=by("VirtualRouter", ROUTED), specifyipranges=False, specifyvlan=True,
        tags=" gold , fast ")["networkoffering"]
    wanted = {
        "name": "whole", "displaytext": "all of it", "guestiptype": "Isolated", "traffictype": "Guest", "availability": "Optional",
        "conservemode": False, "details": {"internalLbProvider": "x"}, "domainid": domain, "domain": "no-domain", "zoneid": site.zone, "zone": "no",
        "egressdefaultpolicy": True, "state": "Enabled", "forvpc": False, "internetprotocol": "IPv4", "ispersistent": True, "maxconnections": 4096,
        "networkmode": "NATTED", "networkrate": 100, "serviceofferingid": system, "specifyipranges": False, "specifyvlan": True, "tags": "gold,fast",
        "isdefault": False, "fornsx": False, "fortungsten": False}
    assert {name: made[name] for name in wanted} == wanted
    nat = next(one for one in made["service"] if one["name"] == "SourceNat")
    assert nat["provider"] == [{"name": "VirtualRouter"}]
    assert {"name": "RedundantRouter", "value": "true", "canchooseservicecapability": True} in nat["capability"]
    for params, there in (
            ({"id": made["id"]}, True), ({"displaytext": "all of it"}, True), ({"displaytext": "other"}, False), ({"availability": "Optional"}, True),
            ({"availability": "Required"}, False), ({"domainid": domain}, True), ({"forvpc": True}, False), ({"guestiptype": "Shared"}, False),
            ({"isdefault": True}, False), ({"istagged": True}, True), ({"istagged": False}, False), ({"specifyipranges": True}, False),
            ({"specifyvlan": True}, True), ({"specifyvlan": False}, False), ({"state": "Disabled"}, False), ({"supportedservices": "dhcp,Dns"}, True),
            ({"supportedservices": "Vpn"}, False), ({"sourcenatsupported": False}, False), ({"traffictype": "Guest"}, True),
            ({"tags": "gold,fast"}, True), ({"tags": "gold"}, False), ({"zoneid": site.zone}, True), ({"keyword": "hol"}, True),
            ({"name": "whole"}, True), ({"name": "who"}, False)):
        assert ("whole" in offered(admin, **params)) is there, params


def test_domains_and_zones_see_it(both: TestApp, admin: Client, site: Site) -> None:
    domain = admin.call("createDomain", name="seers")["domain"]["id"]
    below = admin.call("createDomain", name="below", parentdomainid=domain)["domain"]["id"]
    inside, deep, outside = both.user("no-in", domainid=domain), both.user("no-deep", domainid=below), both.user("no-out")
    chief = both.user("no-chief", domainid=domain, roletype="2")
    made = admin.call("createNetworkOffering", name="seen", guestiptype="L2", traffictype="Guest", enable=True,
                      domainid=below)["networkoffering"]["id"]
    assert [offered(one, name="seen") for one in (inside, deep, outside, chief)] == [[], ["seen"], [], ["seen"]]
    assert refused(outside, "listNetworkOfferings", id=made).status == 431
    assert refused(outside, "createNetwork", name="x", zoneid=site.zone, networkofferingid=made).status == 431
    changed = admin.call("updateNetworkOffering", id=made, domainid=domain, zoneid=site.zone)["networkoffering"]
    assert (changed["domainid"], changed["zoneid"]) == (domain, site.zone)
    assert [offered(one, name="seen") for one in (inside, deep, outside)] == [["seen"], ["seen"], []]
    other = Site(admin, "no-other")
    assert offered(inside, name="seen", zoneid=other.zone) == []
    assert "not available for zone" in refused(inside, "createNetwork", name="x", zoneid=other.zone, networkofferingid=made).text
    changed = admin.call("updateNetworkOffering", id=made, domainid="public", zoneid="all")["networkoffering"]
    assert ("domainid" in changed, "zoneid" in changed) == (False, False)
    assert offered(outside, name="seen", zoneid=other.zone) == ["seen"]
    assert refused(admin, "updateNetworkOffering", id=made, domainid=UNKNOWN).status == 431
    assert refused(admin, "updateNetworkOffering", id=made, zoneid="x").status == 431


def test_changing_and_deleting(both: TestApp, admin: Client, site: Site) -> None:
    ann = both.user("no-ann")
    made = admin.call("createNetworkOffering", name="short", guestiptype="L2", traffictype="Guest")["networkoffering"]["id"]
    disabled = refused(ann, "createNetwork", name="x", zoneid=site.zone, networkofferingid=made)
    assert (disabled.status, "not enabled" in disabled.text) == (431, True)
    changed = admin.call("updateNetworkOffering", id=made, name="long", displaytext="d", availability="unavailable", keepaliveenabled=True,
                         maxconnections=7, state="enabled", sortkey=-5, tags="gold")["networkoffering"]
    assert changed["tags"] == "gold"
    assert not admin.call("updateNetworkOffering", id=made, tags="")["networkoffering"].get("tags")
    assert (changed["name"], changed["displaytext"], changed["availability"], changed["maxconnections"], changed["state"]) == (
        "long", "d", "Unavailable", 7, "Enabled")
    assert offered(admin)[0] == "long"
    for change, word in (({"name": "DefaultL2NetworkOffering"}, "exists"), ({"state": "Perhaps"}, "state"),
                         ({"availability": "Required"}, "Required"),
                         ({"maxconnections": 0}, "maxconnections"), ({"name": " "}, "name"), ({"tags": "x" * 256}, "tags")):
        failure = refused(admin, "updateNetworkOffering", id=made, **change)
        assert (failure.status, word in failure.text) == (431, True), failure.text
    assert "id" in refused(admin, "updateNetworkOffering", name="x").text
    net = ann.call("createNetwork", name="of-it", zoneid=site.zone, networkofferingid=made)["network"]["id"]
    busy = refused(admin, "deleteNetworkOffering", id=made)
    assert (busy.status, "of-it" in busy.text) == (536, True)
    ann.job("deleteNetwork", id=net)
    assert admin.call("deleteNetworkOffering", id=made) == {"success": True}
    assert admin.call("listNetworkOfferings", id=made) == {}
    assert refused(admin, "deleteNetworkOffering", id=made).status == 431
    assert refused(admin, "updateNetworkOffering", id=made, name="y").status == 431
    assert "Default" in refused(admin, "deleteNetworkOffering", id=site.offering("DefaultL2NetworkOffering")).text
    assert admin.call("createNetworkOffering", name="long", guestiptype="L2", traffictype="Guest")["networkoffering"]["id"] != made


@pytest.mark.parametrize(("change", "word"), [
    ({"guestiptype": "Shared"}, "specifyipranges"), ({"guestiptype": "Shared", "specifyipranges": True, "ispersistent": True}, "ispersistent"),
    ({"specifyipranges": True}, "specifyipranges"), ({"guestiptype": "L2"}, "L2"), ({"availability": "Required"}, "Required already"),
    ({"forvpc": True}, "VirtualRouter"), ({"serviceproviderlist": by("VpcVirtualRouter", VPC_SERVICES), "supportedservices": VPC_SERVICES,
                                           "forvpc": False}, "forvpc"),
    ({"internetprotocol": "DualStack"}, "internetprotocol"), ({"networkmode": "ROUTED"}, "networkmode"), ({"maxconnections": 0}, "maxconnections"),
    ({"networkrate": -1}, "networkrate"), ({"supportedservices": ["Coffee"]}, "Coffee"), ({"serviceproviderlist": by("Nobody", ROUTED)}, "provider"),
    ({"serviceproviderlist": by("VirtualRouter", ["Vpn"])}, "vpn"), ({"name": "DefaultL2NetworkOffering"}, "exists"), ({"name": "a\rb"}, "name"),
    ({"servicecapabilitylist": [{"service": "Lb", "capabilitytype": "ElasticLb", "capabilityvalue": "false"}]}, "Lb"),
    ({"servicecapabilitylist": [{"service": "SourceNat", "capabilitytype": "Taste", "capabilityvalue": "x"}]}, "Taste"),
    ({"servicecapabilitylist": [{"service": "SourceNat", "capabilitytype": "RedundantRouter", "capabilityvalue": "x"}]}, "true, false"),
    ({"tags": "t" * 300}, "tags"), ({"domainid": UNKNOWN}, "domainid"), ({"zoneid": UNKNOWN}, "zoneid"), ({"serviceofferingid": UNKNOWN}, "service"),
    ({"fornsx": True}, "fornsx"), ({"specifyasnumber": True}, "specifyasnumber"), ({"name": "x" * 256}, "name")])
def test_what_an_offering_may_not_be(admin: Client, change: dict[str, Any], word: str) -> None:
    whole = {"name": "bad", "guestiptype": "Isolated", "traffictype": "GUEST", "supportedservices": ROUTED,
             "serviceproviderlist": by("VirtualRouter", ROUTED), **change}
    failure = refused(admin, "createNetworkOffering", **whole)
    assert (failure.status, word in failure.text) == (431, True), failure.text
    assert offered(admin, name="bad") == []


def test_routers_take_system_offerings_only(admin: Client, site: Site) -> None:
    small = admin.call("listServiceOfferings", name="Small Instance")["serviceoffering"][0]["id"]
    assert "system VMs" in refused(admin, "createNetworkOffering", name="bad", guestiptype="L2", traffictype="Guest", serviceofferingid=small).text
    system = next(one["id"] for one in admin.call("listNetworkOfferings", name="DefaultL2NetworkOffering")["networkoffering"])
    assert refused(admin, "deleteNetworkOffering", id=system).status == 431


def test_offerings_of_vpc_tiers(admin: Client) -> None:
    made = admin.call("createNetworkOffering", name="tier", guestiptype="Isolated", traffictype="Guest", supportedservices=VPC_SERVICES,
                      serviceproviderlist=[*by("VpcVirtualRouter", [one for one in VPC_SERVICES if one != "Lb"]), *by("InternalLbVm", ["Lb"])],
                      servicecapabilitylist=[{"service": "Lb", "capabilitytype": "LbSchemes", "capabilityvalue": "internal"}])["networkoffering"]
    assert (made["forvpc"], made["supportsinternallb"]) == (True, True)
    assert {"tier", "DefaultIsolatedNetworkOfferingForVpcNetworks", "DefaultIsolatedNetworkOfferingForVpcNetworksNoLB",
            "DefaultIsolatedNetworkOfferingForVpcNetworksWithInternalLB"} <= set(offered(admin, forvpc=True))
    shared = refused(admin, "createNetworkOffering", name="bad", guestiptype="Shared", traffictype="Guest", specifyipranges=True, forvpc=True)
    assert "Isolated" in shared.text


def test_what_a_network_could_change_to(both: TestApp, admin: Client, site: Site) -> None:
    ann = both.user("no-ann")
    for name in ("l2-a", "l2-b"):
        admin.call("createNetworkOffering", name=name, guestiptype="L2", traffictype="Guest", enable=True)
    admin.call("createNetworkOffering", name="l2-off", guestiptype="L2", traffictype="Guest")
    net = ann.call("createNetwork", name="n", zoneid=site.zone, networkofferingid=site.offering("l2-a"))["network"]["id"]
    could = offered(ann, networkid=net)
    assert "l2-b" in could
    assert not {"l2-a", "l2-off", "DefaultL2NetworkOfferingVlan", "DefaultIsolatedNetworkOfferingWithSourceNatService"} & set(could)
    assert refused(both.user("no-bob"), "listNetworkOfferings", networkid=net).status == 431
