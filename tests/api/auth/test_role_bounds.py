"""Whatever an administrator with few commands does to roles, no role gives more than it has."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.tables.tenancy import role
from manager.model.tenancy import roles
from tests.wire.app import PASSWORD, ApiFailure, Client, TestApp

PATTERNS = st.sampled_from(["*", "list*", "listZones", "create*", "createZone", "createRole*", "get*", "*Role*", "deployVirtualMachine"])
VERDICTS = st.sampled_from(["allow", "deny"])
STEP = st.one_of(
    st.tuples(st.just("add"), PATTERNS, VERDICTS), st.tuples(st.just("set"), st.integers(0, 5), VERDICTS),
    st.tuples(st.just("drop"), st.integers(0, 5), st.just("")), st.tuples(st.just("turn"), st.integers(0, 5), st.just("")),
    st.tuples(st.just("type"), st.sampled_from(["Admin", "User", "DomainAdmin"]), st.just("")))
OWN = [("*Role*", "allow"), ("listZones", "allow"), ("createZone", "allow"), ("*", "deny")]


def keeper(app: TestApp) -> tuple[Client, str]:
    """An administrator who has these commands, and its role."""
    name = f"keeper {new_uuid()[:8]}"
    made = app.admin.call("importRole", name=name, type="Admin", rules=[{"rule": rule, "permission": verdict} for rule, verdict in OWN])["role"]["id"]
    account = app.admin.call("createAccount", username=name, password=PASSWORD, email="e", firstname="f", lastname="l", roleid=made)["account"]
    keys = app.admin.call("registerUserKeys", id=account["user"][0]["id"])["userkeys"]
    return Client(app, keys["apikey"], keys["secretkey"], account["user"][0]["id"], account), str(made)


def attempt(client: Client, roleid: str, step: tuple[str, Any, str]) -> None:
    """One change, which may be refused."""
    verb, what, verdict = step
    ids = [rule["id"] for rule in client.call("listRolePermissions", roleid=roleid).get("rolepermission", [])]
    try:
        if verb == "add":
            client.call("createRolePermission", roleid=roleid, rule=what, permission=verdict)
        elif verb == "type":
            client.call("updateRole", id=roleid, type=what)
        elif ids and verb == "set":
            client.call("updateRolePermission", roleid=roleid, ruleid=ids[what % len(ids)], permission=verdict)
        elif ids and verb == "drop":
            client.call("deleteRolePermission", id=ids[what % len(ids)])
        elif ids:
            client.call("updateRolePermission", roleid=roleid, ruleorder=ids[what % len(ids):] + ids[:what % len(ids)])
    except ApiFailure as refused:
        if refused.status not in (431, 531):
            raise


def gives(app: TestApp, uuid: str) -> frozenset[str]:
    def read(tx: Tx) -> frozenset[str]:
        row = roles.by_id(tx, tx.scalar(role.select().with_only_columns(role.c.id).where(role.c.uuid == uuid)))
        return app.api.access.gives(tx, row)

    found: frozenset[str] = app.read(read)
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=8), own=st.booleans())
def test_no_role_gives_more_than_its_maker_has(both: TestApp, steps: list[tuple[str, Any, str]], own: bool) -> None:
    client, mine = keeper(both)
    most = gives(both, mine)
    roleid = mine if own else str(client.call(
        "importRole", name=f"made {new_uuid()[:8]}", type="User", rules=[{"rule": "*", "permission": "deny"}])["role"]["id"])
    for step in steps:
        attempt(client, roleid, step)
        now = gives(both, roleid)
        assert now <= most
        if own:
            assert {"createrolepermission", "updaterolepermission", "deleterolepermission", "listrolepermissions"} <= now
            most = now
