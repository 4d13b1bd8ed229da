"""Networks, addresses and rules of projects: members make and change them, others do not see them; their tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.projects.test_life import make, refused
from tests.api.projects.test_resources import ids
from tests.sagas.netlab import FakeHosts
from tests.wire.app import Client, make_app
from tests.wire.network.test_networks import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """amy's project "net" has bob as a member and a network; cid is in none."""
    hosts = FakeHosts()
    app = make_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db", agents=hosts)
    made = Site(app, hosts)
    amy = app.user("amy")
    app.user("bob")
    app.user("cid")
    made.project = make(amy, "net")  # type: ignore[attr-defined]
    amy.job("addAccountToProject", projectid=made.project, account="bob")  # type: ignore[attr-defined]
    made.net = amy.call("createNetwork", name="shared", networkofferingid=made.offering, zoneid=made.zone,  # type: ignore[attr-defined]
                        projectid=made.project)["network"]["id"]  # type: ignore[attr-defined]
    made.implement(made.net)  # type: ignore[attr-defined]
    yield made
    app.close()


def test_members_work_in_the_project_s_network(site: Site) -> None:
    app, project, net = site.app, site.project, site.net  # type: ignore[attr-defined]
    bob, cid = app.user("bob"), app.user("cid")
    assert refused(cid, "createNetwork", name="n", networkofferingid=site.offering, zoneid=site.zone, projectid=project)[0] == 431
    assert refused(cid, "associateIpAddress", networkid=net)[0] == 431
    address = bob.job("associateIpAddress", networkid=net, projectid=project)["ipaddress"]
    assert (address["project"], address["projectid"]) == ("net", project)
    assert "account" not in address
    assert address["id"] in ids(bob, "listPublicIpAddresses", "publicipaddress", projectid=project)
    assert ids(bob, "listPublicIpAddresses", "publicipaddress") == set()
    assert ids(cid, "listPublicIpAddresses", "publicipaddress", projectid=-1) == set()
    rule = bob.job("createFirewallRule", ipaddressid=address["id"], protocol="tcp", startport=22)["firewallrule"]
    vm = site.guest(net, "web")
    forward = bob.job("createPortForwardingRule", ipaddressid=address["id"], protocol="tcp", publicport=80, privateport=80,
                      virtualmachineid=vm)["portforwardingrule"]
    for command, key, one in (("listFirewallRules", "firewallrule", rule["id"]), ("listPortForwardingRules", "portforwardingrule", forward["id"])):
        assert one in ids(bob, command, key, projectid=project)
        assert ids(bob, command, key) == set()
        assert one in ids(bob, command, key, id=one)
        assert refused(cid, command, id=one)[0] == 431
    assert refused(cid, "deleteFirewallRule", id=rule["id"])[0] == 431
    (router,) = app.admin.call("listRouters", projectid=project)["router"]
    assert (router["project"], router["projectid"]) == ("net", project)
    assert ids(app.admin, "listRouters", "router") == set()
    check_tags(bob, cid, project, {
        ("PublicIpAddress", "listPublicIpAddresses", "publicipaddress"): address["id"], ("Network", "listNetworks", "network"): net,
        ("FirewallRule", "listFirewallRules", "firewallrule"): rule["id"],
        ("PortForwardingRule", "listPortForwardingRules", "portforwardingrule"): forward["id"]})
    bob.job("deletePortForwardingRule", id=forward["id"])
    bob.job("deleteFirewallRule", id=rule["id"])
    bob.job("disassociateIpAddress", id=address["id"])
    assert {tag["resourcetype"] for tag in bob.call("listTags", projectid=project)["tag"]} == {"Network"}   # the others' went with them


def check_tags(bob: Client, cid: Client, project: str, things: dict[tuple[str, str, str], str]) -> None:
    for (kind, command, key), one in things.items():
        bob.job("createTags", resourceids=one, resourcetype=kind, tags=[{"key": "who", "value": kind}])
        (shown,) = bob.call(command, id=one)[key]
        assert [(tag["key"], tag["value"], tag["resourcetype"], tag["project"]) for tag in shown["tags"]] == [("who", kind, kind, "net")]
        assert ids(bob, command, key, projectid=project, tags=[{"key": "who", "value": kind}]) == {one}
        assert ids(bob, command, key, projectid=project, tags=[{"key": "who", "value": "nobody"}]) == set()
        assert refused(cid, "createTags", resourceids=one, resourcetype=kind, tags=[{"key": "a", "value": "b"}])[0] == 431


def test_a_suspended_project_s_network(site: Site) -> None:
    app, project, net = site.app, site.project, site.net  # type: ignore[attr-defined]
    amy, bob = app.user("amy"), app.user("bob")
    address = bob.job("associateIpAddress", networkid=net)["ipaddress"]["id"]
    amy.call("suspendProject", id=project)
    given: dict[str, dict[str, Any]] = {
        "createFirewallRule": {"ipaddressid": address, "protocol": "tcp", "startport": 22}, "associateIpAddress": {"networkid": net},
        "createNetwork": {"name": "n", "networkofferingid": site.offering, "zoneid": site.zone, "projectid": project}}
    for command, params in given.items():
        for client in (bob, app.admin):
            assert refused(client, command, **params)[0] == 531, command
    bob.job("disassociateIpAddress", id=address)   # giving back is allowed
    amy.job("activateProject", id=project)
    assert bob.job("associateIpAddress", networkid=net)["ipaddress"]["state"] == "Allocated"
