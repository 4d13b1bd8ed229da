"""Every parameter of every command that takes an id, with another tenant's: the same answer as for an id that does not exist (WIRE 5)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.api.declare import COMMANDS, Command, Role
from manager.model.tables import tenancy
from tests.api.matrix import expected as who
from tests.api.matrix import observe
from tests.api.matrix.world import World
from tests.wire.app import ApiFailure, Client

PUBLIC = {"OsTypeRow", "OsCategoryRow"}                # everybody sees all of them
ROLES = {"0": Role.USER, "2": Role.DOMAIN_ADMIN}
# What a domain admin sees although it is nobody's: routers' providers, which it may list.
SEEN_BY_DOMAIN_ADMINS = {"ProviderRow", "ElementRow"}


class Tenants:
    """The people of the matrix's world. `foreign`: one of everything of alice's and of a project's; `callers` are in a domain beside hers."""

    def __init__(self, folder: Path) -> None:
        world = World(folder, frozen=False)
        self.app, self.admin, self.alice = world.app, world.admin, world._alice
        actors = {"0": who.DAVE, "2": who.BESIDE}
        self.callers = {kind: client for kind, actor in actors.items() if (client := world.clients[actor]) is not None}
        self.own = {kind: world.own[actor] for kind, actor in actors.items()}
        self.foreign = {**world.project, **world.alice}


@pytest.fixture(scope="module")
def tenants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    made = Tenants(tmp_path_factory.mktemp("tenants"))
    yield made
    made.app.close()


def answer(client: Client, cls: type[Command], params: dict[str, Any], name: str, value: str) -> tuple[int, str]:
    """Status and text, the id left out."""
    reply = client.raw(cls.NAME, **{**params, name: value})
    ((_, content),) = reply.json().items()
    return reply.status, str(content.get("errortext", content)).replace(value, "…")


@pytest.mark.parametrize("kind", ["0", "2"])
def test_foreign_ids_are_unknown_ids(tenants: Tenants, kind: str) -> None:
    """The whole matrix: each reference of each command of the role."""
    client, role, tried = tenants.callers[kind], ROLES[kind], 0
    wrong: list[tuple[Any, ...]] = []
    for cls in COMMANDS.values():
        if role not in cls.ROLES:
            continue
        for name, one, row in observe.references(cls):
            if row in PUBLIC or (role is Role.DOMAIN_ADMIN and row in SEEN_BY_DOMAIN_ADMINS):
                continue
            if row not in tenants.foreign:
                wrong.append((cls.NAME, name, row, "the test has no foreign one"))
                continue
            params = observe.fill(cls, name, tenants.own[kind])
            hidden = answer(client, cls, params, name, tenants.foreign[row])
            absent = answer(client, cls, params, name, new_uuid())
            tried += 1
            status = 431 if role in one.given.roles else 531      # 531: the parameter itself is the admins'; whatever the value
            said = "entity does not exist" in hidden[1] or status == 531
            if hidden != absent or hidden[0] != status or not said:
                wrong.append((cls.NAME, name, row, hidden, absent))
    assert wrong == []
    assert tried > 60


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    """The error of the call."""
    with pytest.raises(ApiFailure) as caught:
        client.call(command, **params)
    return caught.value


@pytest.mark.parametrize("kind", ["0", "2"])
def test_ids_and_names_that_are_no_references(tenants: Tenants, kind: str) -> None:
    """Lists of maps, addresses, names: what is another's reads like what is not there."""
    client, foreign, own = tenants.callers[kind], tenants.foreign, tenants.own[kind]
    deploy = {"zoneid": own["ZoneRow"], "templateid": own["TemplateRow"], "serviceofferingid": own["ServiceOfferingRow"]}
    theirs = tenants.alice.call("listPublicIpAddresses", id=foreign["AddressRow"])["publicipaddress"][0]["ipaddress"]
    for command, params, name, hidden, absent in (
            ("deployVirtualMachine", deploy, "iptonetworklist[0].networkid", foreign["NetworkRow"], new_uuid()),
            ("deployVirtualMachine", deploy, "networkids", f"{own['NetworkRow']},{foreign['NetworkRow']}", f"{own['NetworkRow']},{new_uuid()}"),
            ("deployVirtualMachine", deploy, "keypair", "k-of-nobody", "k-of-nobody2"),
            ("deployVirtualMachine", deploy, "account", "alice", "nobody"),
            ("disassociateIpAddress", {}, "ipaddress", theirs, "198.51.100.1"),
            ("listVirtualMachines", {}, "account", "alice", "nobody"),
            ("listVirtualMachines", {"domainid": own["DomainRow"]}, "account", "alice", "nobody"),
            ("listVirtualMachines", {}, "ids", f"{own['VmRow']},{foreign['VmRow']}", f"{own['VmRow']},{new_uuid()}"),
            ("listVirtualMachines", {}, "projectid", new_uuid(), new_uuid())):
        first, second = (client.raw(command, **{**params, name: value}) for value in (hidden, absent))
        texts = [str(reply.json()) for reply in (first, second)]
        for value, other in zip(hidden.split(","), absent.split(","), strict=True):
            texts = [texts[0].replace(value, "…"), texts[1].replace(other, "…")]
        assert first.status == 431, (command, name, texts)
        assert texts[0] == texts[1], (command, name)


@pytest.mark.parametrize("kind", ["0", "2"])
def test_lists_show_nothing_of_others(tenants: Tenants, kind: str) -> None:
    """Whatever the scope asked for, no list holds an id of alice's."""
    client, role = tenants.callers[kind], ROLES[kind]
    known = {*PUBLIC, "RoleRow", "PhysicalNetworkRow", "PodRow"}   # as CloudStack: listNetworks and listRouters name these two
    known |= SEEN_BY_DOMAIN_ADMINS if role is Role.DOMAIN_ADMIN else set()
    secret = {tenants.foreign[row] for row in tenants.foreign if row not in known}
    for cls in COMMANDS.values():
        if cls.RETURNS != "list" or not cls.READS or role not in cls.ROLES:
            continue
        mixes: tuple[dict[str, Any], ...] = ({}, {"listall": True}, {"listall": True, "projectid": -1}, {"listall": True, "isrecursive": True}, {
            "keyword": "%"}, {"keyword": "_"}, {"listall": True, "page": 1, "pagesize": 500})
        for more in mixes:
            required = observe.fill(cls, "", tenants.own[kind])
            text = client.raw(cls.NAME, **{**required, **{name: value for name, value in more.items() if name in cls.PARAMS}}).body.decode()
            shown = {one for one in secret if one in text}
            assert not shown, (cls.NAME, more, shown)


def test_nobody_enters_an_account_above_his_role(tenants: Tenants) -> None:
    """A domain admin of ROOT sees the root admin's account, and may not make himself a user of it."""
    admin, reign = tenants.admin, tenants.app.user("rita", roletype="2")
    tenants.app.user("ressi", roletype="3")
    person = {"password": "password", "email": "x@example.com", "firstname": "x", "lastname": "x"}
    for account in ("admin", "ressi"):
        assert refused(reign, "createUser", username=f"evil-{account}", account=account, **person).status == 531
        user = admin.call("listUsers", username=account, listall=True)["user"][0]["id"]
        for command in ("getUserKeys", "registerUserKeys"):
            assert refused(reign, command, id=user).status == 531, (command, account)
    for roletype in (1, 3):
        assert refused(reign, "createAccount", username=f"evil{roletype}", accounttype=roletype, **person).status == 531
    assert reign.call("createUser", username="rita2", account="rita", **person)["user"]["account"] == "rita"


def test_a_role_that_is_ruled_gives_no_way_out(tenants: Tenants) -> None:
    """A read-only admin is of the kind Admin, and still may not take the root admin's keys or make accounts that may do more."""
    role_id, role = tenants.app.read(lambda tx: tx.one(
        select(tenancy.role.c.id, tenancy.role.c.uuid).where(tenancy.role.c.name == "Support Admin - Default")))
    tenants.app.db.write(lambda tx: tx.insert_many(tenancy.role_permission, [
        {"uuid": new_uuid(), "role_id": role_id, "rule": rule, "allow": True, "sort_order": -1}
        for rule in ("getUserKeys", "createUser", "createAccount")]))
    person = {"password": "password", "email": "x@example.com", "firstname": "x", "lastname": "x"}
    tenants.admin.call("createAccount", username="sue", roleid=role, **person)
    user = tenants.admin.call("listUsers", username="sue", listall=True)["user"][0]["id"]
    keys = tenants.admin.call("registerUserKeys", id=user)["userkeys"]
    sue = Client(tenants.app, keys["apikey"], keys["secretkey"], user)
    root = tenants.admin.call("listUsers", username="admin", listall=True)["user"][0]["id"]
    assert refused(sue, "getUserKeys", id=root).status == 531
    assert refused(sue, "createUser", username="sue2", account="admin", **person).status == 531
    assert refused(sue, "createAccount", username="sue3", accounttype=1, **person).status == 531
    assert refused(sue, "createAccount", username="sue3", accounttype=0, **person).status == 531
    assert sue.call("createUser", username="sue4", account="sue", **person)["user"]["account"] == "sue"


def test_user_data_of_a_whole_network_fits_its_router(tenants: Tenants) -> None:
    """Twenty VMs with 1 MiB each would make a state that no router takes: the network could not be changed any more."""
    own, bob = tenants.own["0"], tenants.callers["0"]
    long = base64.b64encode(b"x" * 32769).decode()
    base = {"zoneid": own["ZoneRow"], "templateid": own["TemplateRow"], "serviceofferingid": own["ServiceOfferingRow"]}
    for command, params in (("updateVirtualMachine", {"id": own["VmRow"]}), ("deployVirtualMachine", {**base, "networkids": own["NetworkRow"]})):
        reply = bob.raw(command, method="POST", **params, userdata=long)
        assert reply.status == 431, command
    assert bob.raw("updateVirtualMachine", method="POST", id=own["VmRow"], userdata=base64.b64encode(b"x" * 32768).decode()).status == 200
