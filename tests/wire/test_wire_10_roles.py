"""WIRE 10: roles are sets; rules decide first."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.api.declare import COMMANDS
from manager.model.caller import Role
from manager.model.db import Tx
from manager.model.tables.tenancy import role, role_permission
from manager.model.tenancy import roles
from manager.model.tenancy import settings as stored
from tests.wire.app import ApiFailure, TestApp

DECLARED = [("listzones", frozenset(Role)), ("createzone", frozenset({Role.ADMIN})), ("createdomain", frozenset({Role.ADMIN, Role.DOMAIN_ADMIN}))]


def test_sets_are_not_nested() -> None:
    def has(kind: Role) -> set[str]:
        return set(roles.allowed(DECLARED, [], kind))

    assert has(Role.ADMIN) == {"listzones", "createzone", "createdomain"}
    assert has(Role.RESOURCE_ADMIN) == {"listzones"}
    assert has(Role.DOMAIN_ADMIN) == {"listzones", "createdomain"}


def test_the_first_rule_that_matches_decides() -> None:
    rules = [("createzone", True), ("create*", False), ("*", True)]
    assert roles.allowed(DECLARED, rules, Role.USER) == {"listzones", "createzone"}
    assert roles.allowed(DECLARED, [("list*", False)], Role.ADMIN) == {"createzone", "createdomain"}


def _role(app: TestApp, name: str, kind: str, rules: list[tuple[str, bool]]) -> str:
    uuid = new_uuid()

    def make(tx: Tx) -> None:
        made = tx.insert(role, uuid=uuid, name=name, type=kind, created=tx.now())
        for order, (rule, allow) in enumerate(rules):
            tx.insert(role_permission, uuid=new_uuid(), role_id=made, rule=rule, allow=allow, sort_order=order)
        stored.raise_epoch(tx, stored.ACCESS)

    app.db.write(make)
    return uuid


def _user(app: TestApp, name: str, roleid: str) -> tuple[str, str, str]:
    made = app.admin.call("createAccount", username=name, password="p", email="e", firstname="f", lastname="l", roleid=roleid)
    keys = app.admin.call("registerUserKeys", id=made["account"]["user"][0]["id"])["userkeys"]
    return keys["apikey"], keys["secretkey"], made["account"]["user"][0]["id"]


def test_rules_of_a_role(both: TestApp) -> None:
    from tests.wire.app import Client

    uuid = _role(both, "listers", "User", [("listUsers", False), ("list*", True), ("*", False)])
    client = Client(both, *_user(both, "lister", uuid))
    assert client.call("listZones") == {}
    for command in ("listUsers", "createSSHKeyPair"):
        with pytest.raises(ApiFailure) as failed:
            client.call(command)
        assert failed.value.status == 432
    assert {api["name"] for api in client.call("listApis")["api"]} <= {cls.NAME for cls in COMMANDS.values() if cls.NAME.startswith("list")}


def test_only_the_built_in_root_admin_bypasses_rules(both: TestApp) -> None:
    from tests.wire.app import Client

    uuid = _role(both, "weak root", "Admin", [("*", False)])
    client = Client(both, *_user(both, "weakroot", uuid))
    with pytest.raises(ApiFailure) as failed:
        client.call("listZones")
    assert failed.value.status == 432
    both.db.write(lambda tx: tx.insert(role_permission, uuid=new_uuid(), role_id=tx.scalar(select(role.c.id).where(role.c.name == "Root Admin")),
                                       rule="*", allow=False, sort_order=0))
    both.db.read(both.api.access.refresh)
    assert both.admin.call("listZones") == {}


def test_read_only_admin(both: TestApp) -> None:
    from tests.wire.app import Client

    uuid = both.read(lambda tx: tx.scalar(select(role.c.uuid).where(role.c.name == "Read-Only Admin - Default")))
    client = Client(both, *_user(both, "auditor", uuid))
    assert client.call("listUsers", listall=True)["count"] > 1
    for command in ("createZone", "getUserKeys", "updateConfiguration"):
        with pytest.raises(ApiFailure) as failed:
            client.call(command)
        assert failed.value.status == 432
