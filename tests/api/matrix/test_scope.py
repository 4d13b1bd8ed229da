"""WIRE 8 and 9 for every list command that lists what accounts own: what each actor sees for each combination of the scope's parameters.

What is expected is worked out here, from all there is (as root sees it) and from who owns it, not by the code under test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from common.ids import new_uuid
from manager.api.declare import COMMANDS, Command
from manager.api.execute import load_commands
from tests.api.matrix import expected as who
from tests.api.matrix import observe
from tests.api.matrix.world import World
from tests.wire.app import ApiFailure, Client

load_commands()
SCOPE = {"account", "domainid", "isrecursive", "listall"}
FILTERED = {"listTemplates": {"templatefilter": "all"}}   # required parameters that decide what is listed
HOLD_ALL = {who.ROOT, who.READER}
# Answers without an owner's domain; and lists whose scope is another's (a project's members, a role's rules).
ELSEWHERE = {"listDomains", "listDomainChildren", "listProjectAccounts",
             # owned by nobody: offered to domains; limits of an owner; details of an object; projects and invitations have tests of their own
             "listDiskOfferings", "listServiceOfferings", "listResourceLimits", "listResourceDetails", "listProjectInvitations", "listProjects",
             "listTemplates"}
OF_A_PARENT = {"listDomainChildren"}   # whose id is the parent's
NEEDED = {"listResourceDetails": {"resourcetype": "UserVm"}}


def scoped() -> list[str]:
    """List commands with the parameters of WIRE 9."""
    return sorted(cls.NAME for cls in COMMANDS.values()
                  if cls.RETURNS == "list" and cls.READS and set(cls.PARAMS) >= SCOPE and cls.NAME not in ELSEWHERE)


def paged() -> list[str]:
    """All list commands with pages."""
    return sorted(cls.NAME for cls in COMMANDS.values() if cls.RETURNS == "list" and "pagesize" in cls.PARAMS)


@dataclass(frozen=True)
class Item:
    """One listed object and its owner."""

    id: str
    account: str
    domain: str
    project: str


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("scope"))
    yield made
    made.close()


def listed(client: Client, command: str, **params: Any) -> list[dict[str, Any]]:
    cls = COMMANDS[command.lower()]
    items: list[dict[str, Any]] = client.call(command, **{**FILTERED.get(command, {}), **params}).get(cls.OBJECT, [])
    return items


def items(found: list[dict[str, Any]], networks: dict[str, tuple[str, str, str]]) -> set[Item]:
    """`networks`: who owns a network: rules say no more than which network they are in."""
    return {Item(str(one.get("id") or one.get("name")), *networks.get(one.get("networkid", "") if "account" not in one else "", (
        one.get("account", ""), one.get("domainid", ""), one.get("projectid", "")))) for one in found}


def owners_of_networks(world: World) -> dict[str, tuple[str, str, str]]:
    """{id: (account, domain, project)}."""
    return {one["id"]: (one.get("account", ""), one["domainid"], one.get("projectid", ""))
            for one in world.admin.call("listNetworks", listall=True, projectid=-1)["network"]}


def required(world: World, command: str, actor: str) -> dict[str, Any]:
    filled = observe.fill(COMMANDS[command.lower()], "", world.own[actor])
    return {**{name: value for name, value in filled.items() if name not in FILTERED.get(command, {})}, **NEEDED.get(command, {})}


@pytest.mark.parametrize("command", scoped())
def test_scope(world: World, command: str) -> None:
    """Each actor × each combination."""
    nets = owners_of_networks(world)
    everything = items(listed(world.admin, command, listall=True, projectid=-1, **required(world, command, who.ROOT)), nets)
    below = {world.domains["top"]: {"top", "mid", "low"}, world.domains["mid"]: {"mid", "low"}, world.domains["low"]: {"low"},
             world.domains["other"]: {"other"}}
    under = {top: {world.domains[name] for name in names} for top, names in below.items()}
    wrong = []
    for actor, client in world.clients.items():
        if client is None or who.ROLE[actor] not in {role.value for role in COMMANDS[command.lower()].ROLES}:
            continue
        own, home = client.account.get("name", "admin"), client.account.get("domainid", "")
        reach = everything if actor in HOLD_ALL else {one for one in everything if one.domain in under.get(home, set())} \
            if "admin" in actor else {one for one in everything if one.account == own or (actor == who.MEMBER and one.project)}
        for name, params, want in combinations(world, own, home, reach, under, "admin" in actor or actor in HOLD_ALL):
            if not set(params) <= set(COMMANDS[command.lower()].PARAMS):
                continue
            try:
                got = items(listed(client, command, **required(world, command, actor), **params), nets)
            except ApiFailure as failed:
                wrong.append(f"{actor}, {name}: {failed}")
                continue
            expected = {one for one in reach if want(one)}
            if got != expected:
                wrong.append(f"{actor}, {name}: too many {sorted(map(str, got - expected))[:3]}, too few {sorted(map(str, expected - got))[:3]}")
    assert wrong == []


def combinations(world: World, own: str, home: str, reach: set[Item], under: dict[str, set[str]], admin: bool) -> list[
        tuple[str, dict[str, Any], Callable[[Item], bool]]]:
    """(name, parameters, which of the caller's reach they list)."""
    mid = world.domains["mid"]
    sees_mid = any(mid in domains for top, domains in under.items() if top == home) or not home or home == ""
    out: list[tuple[str, dict[str, Any], Callable[[Item], bool]]] = [
        ("nothing given", {}, lambda one: one.account == own and not one.project and (not home or one.domain == home)),
        ("listall", {"listall": True}, lambda one: not one.project),
        ("listall and projectid=-1", {"listall": True, "projectid": -1}, lambda one: True),
        ("projectid=-1", {"projectid": -1}, lambda one: bool(one.project))]
    if sees_mid:
        out += [("domainid", {"domainid": mid, "listall": True}, lambda one: one.domain == mid and not one.project),
                ("domainid and isrecursive", {"domainid": mid, "isrecursive": True, "listall": True},
                 lambda one: one.domain in under[mid] and not one.project)]
        if admin:
            out.append(("account and domainid", {"account": "alice", "domainid": mid}, lambda one: one.account == "alice"))
    if any(one.project for one in reach):
        project = world.project["ProjectRow"]
        out.append(("projectid", {"projectid": project}, lambda one: one.project == project))
    return out


@pytest.mark.parametrize("command", paged())
def test_paging(world: World, command: str) -> None:
    """WIRE 8 for each list."""
    cls, client, given = COMMANDS[command.lower()], world.admin, required(world, command, who.ROOT)
    whole = {"listall": True} if "listall" in cls.PARAMS else {}
    given = {**given, **FILTERED.get(command, {}), **whole}

    def ids(**params: Any) -> list[str]:
        return [str(one) for one in client.call(command, **given, **params).get(cls.OBJECT, [])]

    for params in ({"page": 1}, {"pagesize": 501}, {"page": 1, "pagesize": 501}, {"page": 1, "pagesize": -1}, {"page": 0, "pagesize": 1},
                   {"page": "x", "pagesize": 1}):
        with pytest.raises(ApiFailure) as failed:
            client.call(command, **given, **params)
        assert failed.value.status == 431, params
    total = client.call(command, **given).get("count", 0)
    if total == 0:
        return
    assert len(ids(page=1, pagesize=1)) == 1
    beyond = client.call(command, **given, page=100_000, pagesize=500)
    assert cls.OBJECT not in beyond, "a page past the end has no items"
    assert beyond.get("count", 0) == total
    if total <= 60:
        pages = [one for number in range(1, total + 1) for one in ids(page=number, pagesize=1)]
        assert sorted(pages) == sorted(ids(pagesize=-1)), "the pages together are the whole"


@pytest.mark.parametrize("command", paged())
def test_keyword_and_ids(world: World, command: str) -> None:
    """A keyword that nothing has lists nothing, an id lists one, an id that never was is refused; `%` and `_` are letters."""
    cls, client = COMMANDS[command.lower()], world.admin
    given = {**required(world, command, who.ROOT), **FILTERED.get(command, {}), **({"listall": True} if "listall" in cls.PARAMS else {})}
    found = client.call(command, **given).get(cls.OBJECT, [])
    if "keyword" in cls.PARAMS and found:
        assert client.call(command, **given, keyword="zz-no-such-thing") == {}, "keyword has no effect"
        assert len(client.call(command, **given, keyword="%").get(cls.OBJECT, [])) < max(len(found), 2), "% is a wildcard"
    if "id" in cls.PARAMS and command not in OF_A_PARENT and found and isinstance(found[0].get("id"), str) and len(found[0]["id"]) == 36:
        one = client.call(command, **given, id=found[0]["id"])[cls.OBJECT]
        assert {item["id"] for item in one} == {found[0]["id"]}
        reply = client.raw(command, **given, id=new_uuid())
        assert (reply.status, "does not exist" in reply.body.decode()) == (431, True)
        if "ids" in cls.PARAMS and len(found) > 1:
            two = [found[0]["id"], found[1]["id"]]
            assert {item["id"] for item in client.call(command, **given, ids=two)[cls.OBJECT]} == set(two)


def test_there_are_such_commands() -> None:
    assert len(scoped()) > 10
    assert len(paged()) > 40


def test_a_command_that_lists_nothing_of_accounts_is_no_exception() -> None:
    """What ELSEWHERE names exists."""
    known: set[type[Command]] = {cls for cls in COMMANDS.values() if cls.NAME in ELSEWHERE}
    assert known
