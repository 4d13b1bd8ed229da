"""plan=true: what commands would do. Each plan is compared with what then happens; no plan writes or locks anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from sqlalchemy import event

from manager.api.declare import COMMANDS
from manager.model.tables.network import network as networks
from tests.wire.app import Client, signed
from tests.wire.placement.site import Site, refused

WRITES = re.compile(r"\s*(insert|update|delete|replace|create|alter|drop)\b|for update|lock in share", re.IGNORECASE)
PLANNED = {"deployVirtualMachine", "startVirtualMachine", "createNetwork", "restartNetwork", "destroyVirtualMachine", "expungeVirtualMachine",
           "deleteAccount", "deleteDomain", "prepareHostForMaintenance"}


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url, 3)
    yield made
    made.app.close()


@contextmanager
def recorded(site: Site) -> Iterator[list[str]]:
    """Every statement, of this API's transactions, that writes or locks."""
    seen: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if WRITES.search(statement):
            seen.append(statement)

    worker = site.app.worker
    assert worker is not None
    event.listen(site.app.db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(site.app.db.engine, "before_cursor_execute", note)


def of_api(seen: list[str]) -> list[str]:
    """Without what the saga worker does on its own: its lease."""
    return [text for text in seen if "node" not in text and "lease" not in text.lower()]


def plan(site: Site, client: Client, command: str, **params: Any) -> dict[str, Any]:
    """The plan; nothing may be written for it."""
    with recorded(site) as seen:
        answer = client.call(command, plan=True, **params)
    assert of_api(seen) == []
    assert list(answer) == ["plan"]
    assert answer["plan"]["command"] == command
    return dict(answer["plan"])


def limits(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """The account's own, by kind."""
    return {one["resourcetype"]: (one["before"], one["after"]) for one in found["limits"] if one["ownertype"] == "account"}


def things(found: dict[str, Any], effect: str) -> list[str]:
    return [one["resourcetype"] for one in found["objects"] if one["effect"] == effect]


def names(found: dict[str, Any], workflow: str) -> list[str]:
    return [one["name"] for one in found["steps"] if one["workflow"] == workflow]


def test_these_commands_have_a_plan_and_others_refuse_it(site: Site) -> None:
    assert {cls.NAME for cls in COMMANDS.values() if cls.PLAN} == PLANNED
    for command in ("listZones", "stopVirtualMachine", "createDomain"):
        assert "plan is not supported" in refused(site.admin, command, plan=True).text
    assert "plan is not supported" in refused(site.admin, "listZones", plan="").text
    apis = {one["name"]: one for one in site.admin.call("listApis", name="deployVirtualMachine")["api"]}
    assert any(one["name"] == "plan" for one in apis["deployVirtualMachine"]["params"])


def test_a_deploy_from_nothing(site: Site) -> None:
    ann = site.app.user("planner")
    found = plan(site, ann, "deployVirtualMachine", **site.base, name="web", group="g")
    assert found["possible"] is True
    assert limits(found) == {"user_vm": (0, 1), "cpu": (0, 1), "memory": (0, 512), "volume": (0, 1), "primary_storage": (0, 1 << 30),
                             "network": (0, 1), "public_ip": (0, 1)}
    assert things(found, "created") == ["VirtualMachine", "Volume", "Network"]
    assert names(found, "vm.deploy")[-2:] == ["boot", "publish"]
    assert names(found, "router.start")
    assert names(found, "network.implement")[-1] == "publish_network"
    boot = next(one for one in found["steps"] if (one["workflow"], one["name"]) == ("vm.deploy", "boot"))
    assert (boot["kind"], boot["undo"]) == ("host", "ensure_absent")
    assert {"hostid", "hostname", "storagepools", "rejectedhosts"}.isdisjoint(found)      # nothing about hosts for a tenant
    assert not re.search(r"\bh[123]\b|MHz|MiB wanted", str(found))
    assert ann.call("listVirtualMachines") == {}
    assert ann.call("listNetworks") == {}
    assert ann.call("listInstanceGroups") == {}
    assert ann.call("listEvents", type="VM.CREATE") == {}
    assert "VM.CREATE" not in str(ann.call("listEvents"))
    site.deploy(ann, name="web", group="g")
    again = plan(site, ann, "deployVirtualMachine", **site.base, name="two")
    assert limits(again)["network"] == (1, 1) if "network" in limits(again) else True
    assert "router.start" not in {one["workflow"] for one in again["steps"]}
    taken = refused(ann, "deployVirtualMachine", **site.base, name="web", plan=True)      # the same checks as without
    assert taken.status == 431
    assert plan(site, ann, "deployVirtualMachine", **site.base, startvm=False)["steps"][-1]["kind"] == "record"


def test_an_admin_sees_hosts_pools_and_numbers(site: Site) -> None:
    admin = site.admin
    h1, h2 = site.host_id("h1"), site.host_id("h2")
    admin.call("updateHost", id=h1, allocationstate="Disable")
    try:
        found = plan(site, admin, "deployVirtualMachine", **site.base)
        assert found["hostname"] in ("h2", "h3")
        assert found["storagepools"][0]["volume"] == "root volume"
        assert found["rejectedhosts"] == [{"hostid": h1, "hostname": "h1", "filter": "state", "reason": "is Disabled"}]
        assert plan(site, admin, "deployVirtualMachine", **site.base, hostid=h2)["hostid"] == h2
    finally:
        admin.call("updateHost", id=h1, allocationstate="Enable")
    big = admin.call("createServiceOffering", name="big", displaytext="big", cpunumber=8, cpuspeed=9000, memory=1024)["serviceoffering"]["id"]
    none = plan(site, admin, "deployVirtualMachine", **{**site.base, "serviceofferingid": big})
    assert (none["possible"], none["errorcode"]) == (False, 533)
    assert {one["filter"] for one in none["rejectedhosts"]} == {"cpu"}
    assert re.fullmatch(r"72000 MHz wanted, \d+ of 16000 free", none["rejectedhosts"][0]["reason"])
    assert refused(admin, "deployVirtualMachine", **{**site.base, "serviceofferingid": big}).status == 533


def test_a_limit_that_would_be_passed(site: Site) -> None:
    bob = site.app.user("narrow")
    over = site.admin.call("createServiceOffering", name="41 cores", displaytext="x", cpunumber=41, cpuspeed=10, memory=64)
    found = plan(site, bob, "deployVirtualMachine", **{**site.base, "serviceofferingid": over["serviceoffering"]["id"]})
    assert (found["possible"], found["errorcode"]) == (False, 532)
    assert next(one for one in found["limits"] if one["resourcetype"] == "cpu")["max"] == 40


def test_what_a_whole_domain_has_is_for_its_admins(site: Site) -> None:
    """As in listResourceLimits: others' numbers, and domains that the caller does not see, are not in its plan."""
    high = site.admin.call("createDomain", name="plan-high")["domain"]["id"]
    low = site.admin.call("createDomain", name="plan-low", parentdomainid=high)["domain"]["id"]
    user, chief = site.app.user("plan-user", domainid=low), site.app.user("plan-chief", domainid=low, roletype="2")

    def domains(client: Client) -> set[str]:
        return {one["ownerid"] for one in plan(site, client, "deployVirtualMachine", **site.base)["limits"] if one["ownertype"] == "domain"}

    assert (domains(user), domains(chief)) == (set(), {low})
    site.admin.call("updateResourceLimit", domainid=high, resourcetype=0, max=0)
    found = plan(site, user, "deployVirtualMachine", **site.base)
    assert (found["possible"], found["errorcode"], "plan-high" in str(found)) == (False, 532, False)


def test_affinity_is_part_of_the_plan(site: Site) -> None:
    amy = site.app.user("amy")
    amy.job("createAffinityGroup", name="apart", type="host anti-affinity")
    vms = [site.deploy(amy, affinitygroupnames="apart") for _ in range(3)]
    owner = {"account": "amy", "domainid": amy.account["domainid"]}
    found = plan(site, site.admin, "deployVirtualMachine", **site.base, **owner, affinitygroupnames="apart")
    assert found["possible"] is False
    assert {one["filter"] for one in found["rejectedhosts"]} == {"affinity"}
    amy.job("stopVirtualMachine", id=vms[0]["id"])
    start = plan(site, site.admin, "startVirtualMachine", id=vms[0]["id"])
    assert start["possible"] is True
    assert {one["filter"] for one in start["rejectedhosts"]} == {"affinity"}
    amy.job("startVirtualMachine", id=vms[0]["id"])
    assert site.host_of(vms[0]) == start["hostname"]


def test_starting_and_destroying(site: Site) -> None:
    cid = site.app.user("cid2")
    vm = site.deploy(cid)
    running = plan(site, cid, "startVirtualMachine", id=vm["id"])
    assert (running["possible"], running["errorcode"]) == (False, 431)
    gone = plan(site, cid, "destroyVirtualMachine", id=vm["id"])
    assert names(gone, "vm.destroy")[-1] == "publish_destroy"
    assert things(gone, "changed") == ["VirtualMachine"]
    assert limits(gone) == {"user_vm": (1, 0), "cpu": (1, 0), "memory": (512, 0)}
    whole = plan(site, site.admin, "destroyVirtualMachine", id=vm["id"], expunge=True)
    assert things(whole, "removed") == ["VirtualMachine", "Volume"]
    assert limits(whole)["primary_storage"] == (1 << 30, 0)
    assert refused(cid, "expungeVirtualMachine", id=vm["id"], plan=True).status == 531
    assert refused(site.admin, "expungeVirtualMachine", id=vm["id"], plan=True).status == 431
    cid.job("destroyVirtualMachine", id=vm["id"])
    last = plan(site, site.admin, "expungeVirtualMachine", id=vm["id"])
    assert names(last, "vm.expunge")[-1] == "finish_expunge"
    assert things(last, "removed") == ["VirtualMachine", "Volume"]
    assert refused(site.app.user("narrow"), "destroyVirtualMachine", id=vm["id"], plan=True).status == 431


def test_networks(site: Site) -> None:
    eve = site.app.user("eve3")
    offering = eve.call("listNetworkOfferings", name="DefaultIsolatedNetworkOfferingWithSourceNatService")["networkoffering"][0]["id"]
    params = {"name": "n", "displaytext": "n", "networkofferingid": offering, "zoneid": site.base["zoneid"]}
    found = plan(site, eve, "createNetwork", **params)
    assert limits(found) == {"network": (0, 1)}
    assert things(found, "created") == ["Network"]
    assert eve.call("listNetworks") == {}
    assert refused(eve, "createNetwork", **{**params, "gateway": "10.0.0.1"}, plan=True).status == 431
    made = eve.call("createNetwork", **params)["network"]
    early = plan(site, eve, "restartNetwork", id=made["id"])
    assert (early["possible"], early["errorcode"]) == (False, 431)
    site.deploy(eve, networkids=made["id"])
    again = plan(site, eve, "restartNetwork", id=made["id"])
    assert "router.start" not in {one["workflow"] for one in again["steps"]}
    anew = plan(site, eve, "restartNetwork", id=made["id"], cleanup=True)
    assert list(dict.fromkeys(step["workflow"] for step in anew["steps"])) == ["network.restart", "router.stop", "router.start"]
    assert site.app.read(lambda tx: tx.scalar(networks.select().with_only_columns(networks.c.restart_required).where(
        networks.c.uuid == made["id"]))) in (False, 0)


def test_an_account_and_a_domain(site: Site) -> None:
    domain = site.admin.call("createDomain", name="plans")["domain"]["id"]
    zoe = site.app.user("zoe", domainid=domain)
    vm = site.deploy(zoe)
    zoe.call("createInstanceGroup", name="g")
    found = plan(site, site.admin, "deleteAccount", id=zoe.account["id"])
    removed = things(found, "removed")
    assert {"VirtualMachine", "Network", "Account"} <= set(removed)
    assert any(one.get("resourceid") == vm["id"] for one in found["objects"])
    assert names(found, "account.clean")[-1] == "bury"
    assert names(found, "vm.expunge")
    assert limits(found)["user_vm"] == (1, 0)
    assert refused(site.admin, "deleteDomain", id=domain, plan=True).status == 536
    whole = plan(site, site.admin, "deleteDomain", id=domain, cleanup=True)
    assert {"Domain", "Account", "VirtualMachine"} <= set(things(whole, "removed"))
    assert names(whole, "domain.delete")[-1] == "drop_domains"
    assert zoe.call("listVirtualMachines")["count"] == 1
    assert refused(zoe, "deleteAccount", id=zoe.account["id"], plan=True).status == 432


def test_maintenance(site: Site) -> None:
    host = site.host_id("h3")
    vm = site.admin.job("deployVirtualMachine", **site.base, hostid=host)["virtualmachine"]
    found = plan(site, site.admin, "prepareHostForMaintenance", id=host)
    assert things(found, "changed") == ["Host"]
    assert vm["id"] in [one["resourceid"] for one in found["objects"] if one["effect"] == "waited for"]
    assert [one["name"] for one in found["steps"]] == ["close_host", "wait_for_vms", "enter_maintenance"]
    assert site.admin.call("listHosts", id=host)["host"][0]["resourcestate"] == "Enabled"


def test_a_plan_in_xml(site: Site) -> None:
    params = signed({"command": "prepareHostForMaintenance", "id": site.host_id("h1"), "plan": "true"}, site.admin.key, site.admin.secret)
    reply = site.app.http("GET", query=urlencode(params))
    assert (reply.status, reply.header("content-type")) == (200, "text/xml; charset=UTF-8")
    (found,) = ElementTree.fromstring(reply.body)
    assert (found.tag, found.findtext("possible"), len(found.findall("steps"))) == ("plan", "true", 3)
