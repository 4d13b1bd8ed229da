"""VPC offerings: every parameter, who sees them, what they may not be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.infra import UNKNOWN, ZONE, listed, refused
from tests.wire.app import Client, TestApp

SERVICES = ["Dhcp", "Dns", "SourceNat", "Lb"]


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


def offered(client: Client, **params: Any) -> list[str]:
    return listed(client, "listVPCOfferings", "vpcoffering", **params)


def test_the_default_ones(both: TestApp, admin: Client) -> None:
    found = {one["name"]: one for one in both.user("vo-ann").call("listVPCOfferings", isdefault=True, state="Enabled")["vpcoffering"]}
    assert set(found) == {"Default VPC offering", "Redundant VPC offering"}
    services = {one["name"]: one for one in found["Default VPC offering"]["service"]}
    assert set(services) == {"Dhcp", "Dns", "UserData", "NetworkACL", "PortForwarding", "Lb", "SourceNat", "StaticNat", "Gateway", "Vpn"}
    assert {one["name"] for one in services["Lb"]["provider"]} == {"VpcVirtualRouter", "InternalLbVm"}
    assert refused(admin, "deleteVPCOffering", id=found["Default VPC offering"]["id"]).status == 431


def test_an_offering_answers_what_it_was_given(both: TestApp, admin: Client) -> None:
    domain = admin.call("createDomain", name="vo-domain")["domain"]["id"]
    zone, other = (admin.call("createZone", name=name, **ZONE)["zone"]["id"] for name in ("vo", "vo-other"))
    system = admin.call("createServiceOffering", name="vo-routers", displaytext="r", cpunumber=1, cpuspeed=500, memory=256, issystem=True,
                        systemvmtype="domainrouter")["serviceoffering"]["id"]
    made = admin.job(
        "createVPCOffering", name="whole", displaytext="all", domainid=domain, enable=True, internetprotocol="IPv4", networkmode="NATTED",
        servicecapabilitylist=[{"service": "SourceNat", "capabilitytype": "RedundantRouter", "capabilityvalue": "true"}], serviceofferingid=system,
        serviceproviderlist=[{"service": "Lb", "provider": "InternalLbVm"}], supportedservices=SERVICES, zoneid=zone)["vpcoffering"]
    wanted = {"name": "whole", "displaytext": "all", "domainid": domain, "zoneid": zone, "state": "Enabled", "internetprotocol": "IPv4",
              "networkmode": "NATTED", "isdefault": False, "distributedvpcrouter": False, "supportsregionLevelvpc": False, "fornsx": False}
    assert {name: made[name] for name in wanted} == wanted
    services = {one["name"]: one for one in made["service"]}
    assert services["Lb"]["provider"] == [{"name": "InternalLbVm"}]
    assert services["Dhcp"]["provider"] == [{"name": "VpcVirtualRouter"}]
    for params, there in (({"id": made["id"]}, True), ({"name": "whole"}, True), ({"displaytext": "all"}, True), ({"displaytext": "x"}, False),
                          ({"domainid": domain}, True), ({"isdefault": True}, False), ({"state": "Disabled"}, False), ({"keyword": "hol"}, True),
                          ({"supportedservices": "dns,lb"}, True), ({"supportedservices": "Vpn"}, False), ({"zoneid": zone}, True),
                          ({"zoneid": other}, False)):
        assert ("whole" in offered(admin, **params)) is there, params
    inside, outside = both.user("vo-in", domainid=domain), both.user("vo-ann")
    assert (offered(inside, name="whole"), offered(outside, name="whole")) == (["whole"], [])
    assert refused(outside, "listVPCOfferings", id=made["id"]).status == 431
    changed = admin.job("updateVPCOffering", id=made["id"], displaytext="new", domainid="public", name="renamed", sortkey=-3, state="Disabled",
                        zoneid=f"{zone},{other}")["vpcoffering"]
    assert (changed["name"], changed["displaytext"], changed["state"]) == ("renamed", "new", "Disabled")
    assert ("domainid" in changed, set(changed["zoneid"].split(","))) == (False, {zone, other})
    assert offered(outside)[0] == "renamed"
    assert admin.job("deleteVPCOffering", id=made["id"]) == {"success": True}
    assert admin.call("listVPCOfferings", id=made["id"]) == {}
    assert refused(admin, "updateVPCOffering", id=made["id"], name="x").status == 431


@pytest.mark.parametrize(("change", "word"), [
    ({"supportedservices": ""}, "empty"), ({"supportedservices": "Firewall"}, "Firewall"), ({"supportedservices": "Coffee"}, "Coffee"),
    ({"serviceproviderlist": [{"service": "Dhcp", "provider": "VirtualRouter"}]}, "VirtualRouter"),
    ({"serviceproviderlist": [{"service": "Vpn", "provider": "VpcVirtualRouter"}]}, "vpn"), ({"internetprotocol": "DualStack"}, "internetprotocol"),
    ({"networkmode": "ROUTED"}, "networkmode"), ({"name": "default vpc offering"}, "exists"), ({"name": "a\nb"}, "name"),
    ({"servicecapabilitylist": [{"service": "Dhcp", "capabilitytype": "x", "capabilityvalue": "y"}]}, "Dhcp"), ({"domainid": UNKNOWN}, "domainid"),
    ({"serviceofferingid": UNKNOWN}, "serviceofferingid"), ({"zoneid": UNKNOWN}, "zoneid"), ({"fornsx": True}, "fornsx")])
def test_what_an_offering_may_not_be(admin: Client, change: dict[str, Any], word: str) -> None:
    failure = refused(admin, "createVPCOffering", **{"name": "bad", "displaytext": "d", "supportedservices": SERVICES, **change})
    assert (failure.status, word in failure.text) == (431, True), failure.text
    assert offered(admin, name="bad") == []


def test_users_have_no_command_for_it(both: TestApp) -> None:
    assert [refused(both.user("vo-ann"), command).status for command in ("createVPCOffering", "updateVPCOffering", "deleteVPCOffering")] == [432] * 3
