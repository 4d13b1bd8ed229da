"""Roles and rules: order, wildcards, bounds, lock-out, what is in use (WIRE 10); explainPermission."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.auth.access import refused
from tests.wire.app import PASSWORD, Client, TestApp


def make_role(app: TestApp, name: str, *rules: str, type: str = "User", by: Client | None = None) -> str:
    """`rules`: as "+list*" or "-*"."""
    entries = [{"rule": rule[1:], "permission": "allow" if rule[0] == "+" else "deny"} for rule in rules]
    return str((by or app.admin).call("importRole", name=name, type=type, rules=entries, forced=True)["role"]["id"])


def with_role(app: TestApp, name: str, roleid: str) -> Client:
    made = app.admin.call("createAccount", username=name, password=PASSWORD, email="e", firstname="f", lastname="l", roleid=roleid)["account"]
    keys = app.admin.call("registerUserKeys", id=made["user"][0]["id"])["userkeys"]
    return Client(app, keys["apikey"], keys["secretkey"], made["user"][0]["id"], made)


def rules_of(app: TestApp, roleid: str) -> list[str]:
    found = app.admin.call("listRolePermissions", roleid=roleid).get("rolepermission", [])
    return [("+" if rule["permission"] == "allow" else "-") + rule["rule"] for rule in found]


def named(app: TestApp, name: str) -> dict[str, Any]:
    found: dict[str, Any] = app.admin.call("listRoles", name=name)["role"][0]  # the oldest: the default one
    return found


def test_the_default_roles(both: TestApp) -> None:
    found = {role["name"]: role for role in both.admin.call("listRoles")["role"] if role["isdefault"]}
    assert {name: role["type"] for name, role in found.items()} == {
        "Root Admin": "Admin", "Resource Admin": "ResourceAdmin", "Domain Admin": "DomainAdmin", "User": "User",
        "Read-Only Admin - Default": "Admin", "Read-Only User - Default": "User", "Support Admin - Default": "Admin",
        "Support User - Default": "User"}
    assert all(role["state"] == "enabled" and role["ispublic"] for role in found.values())


def test_a_read_only_user_lists_only_what_users_list(both: TestApp) -> None:
    reader = with_role(both, "reader", named(both, "Read-Only User - Default")["id"])
    assert reader.call("listVirtualMachines") == {}
    for command in ("listHosts", "listConfigurations", "createNetwork", "getUserKeys"):
        refused(reader, 432, command)
    supporter = with_role(both, "supporter", named(both, "Support User - Default")["id"])
    refused(supporter, 431, "startVirtualMachine")   # it has the command
    refused(supporter, 432, "deployVirtualMachine")


def test_create_from_a_type_and_from_a_role(both: TestApp) -> None:
    made = both.admin.call("createRole", name="plain one", type="user", description="for tests", ispublic=False)["role"]
    assert (made["type"], made["description"], made["ispublic"], made["isdefault"], made["state"]) == ("User", "for tests", False, False, "enabled")
    assert rules_of(both, made["id"]) == []
    source = make_role(both, "source", "+listZones", "-list*")
    copy = both.admin.call("createRole", name="copy", roleid=source)["role"]
    assert (copy["type"], rules_of(both, copy["id"])) == ("User", ["+listZones", "-list*"])
    root = both.admin.call("createRole", name="second root", roleid=named(both, "Root Admin")["id"])["role"]
    assert rules_of(both, root["id"]) == ["+*"]
    refused(both.admin, 431, "createRole", name="x", type="User", roleid=source)
    refused(both.admin, 431, "createRole", name="x")
    refused(both.admin, 431, "createRole", name="x", type="Janitor")
    refused(both.admin, 431, "createRole", name="COPY", type="User")
    refused(both.admin, 431, "createRole", name="two\nlines", type="User")
    both.admin.call("createRole", name="User", type="DomainAdmin")
    assert both.user("still a plain user").account["rolename"] == "User"
    assert both.user("still a plain user").account["roletype"] == "User"


def test_import(both: TestApp) -> None:
    first = both.admin.call("importRole", name="imported", type="User", description="a", ispublic=False,
                            rules=[{"rule": "list*", "permission": "ALLOW", "description": "why not"}, {"rule": "*", "permission": "deny"}])["role"]
    (rule, _) = both.admin.call("listRolePermissions", roleid=first["id"])["rolepermission"]
    assert (rule["rule"], rule["permission"], rule["description"], rule["roleid"], rule["rolename"]) == (
        "list*", "allow", "why not", first["id"], "imported")
    again = {"name": "imported", "type": "User", "rules": [{"rule": "getUser", "permission": "allow"}]}
    assert "forced" in refused(both.admin, 431, "importRole", **again)
    second = both.admin.call("importRole", **again, forced=True)["role"]
    assert (second["id"], rules_of(both, second["id"]), second["ispublic"]) == (first["id"], ["+getUser"], True)
    refused(both.admin, 531, "importRole", name="User", type="User", rules=[{"rule": "*", "permission": "allow"}], forced=True)
    for bad in ({"rule": "list zones", "permission": "allow"}, {"rule": "list*", "permission": "maybe"}, {"rule": "list*"},
                {"rule": "a[bc]", "permission": "allow"}, {"rule": "x", "permission": "allow", "colour": "red"},
                {"rule": "x", "permission": "allow", "description": "y" * 300}, {"rule": "x" * 300, "permission": "allow"}):
        refused(both.admin, 431, "importRole", name="bad", type="User", rules=[bad])
    twice = [{"rule": "a*", "permission": "allow"}, {"rule": "A*", "permission": "deny"}]
    refused(both.admin, 431, "importRole", name="bad", type="User", rules=twice)
    refused(both.admin, 431, "importRole", name="bad", rules=[{"rule": "a*", "permission": "allow"}])
    assert both.admin.call("listRoles", name="bad") == {}


def test_rules_in_order(both: TestApp) -> None:
    roleid = make_role(both, "ordered", "-list*")
    caller = with_role(both, "ordered", roleid)
    refused(caller, 432, "listZones")
    made = both.admin.call("createRolePermission", roleid=roleid, rule="listZones", permission="allow", description="zones")["rolepermission"]
    assert (made["rule"], made["permission"], made["description"]) == ("listZones", "allow", "zones")
    refused(caller, 432, "listZones")  # the new one is tried last
    ids = [rule["id"] for rule in both.admin.call("listRolePermissions", roleid=roleid)["rolepermission"]]
    both.admin.call("updateRolePermission", roleid=roleid, ruleorder=list(reversed(ids)))
    assert rules_of(both, roleid) == ["+listZones", "-list*"]
    assert caller.call("listZones") == {}
    refused(caller, 432, "listNetworks")
    both.admin.call("updateRolePermission", roleid=roleid, ruleid=made["id"], permission="deny")
    refused(caller, 432, "listZones")
    both.admin.call("deleteRolePermission", id=made["id"])
    both.admin.call("deleteRolePermission", id=ids[0])
    assert rules_of(both, roleid) == []
    assert caller.call("listNetworks") == {}  # the type decides again
    refused(caller, 432, "createZone")


def test_bad_rules(both: TestApp) -> None:
    roleid, other = make_role(both, "bad rules", "+list*", "-*"), make_role(both, "others", "+get*")
    first, second = (rule["id"] for rule in both.admin.call("listRolePermissions", roleid=roleid)["rolepermission"])
    (foreign,) = (rule["id"] for rule in both.admin.call("listRolePermissions", roleid=other)["rolepermission"])
    for order in ([first], [first, first], [first, foreign], [first, second, foreign]):
        refused(both.admin, 431, "updateRolePermission", roleid=roleid, ruleorder=order)
    refused(both.admin, 431, "updateRolePermission", roleid=roleid, ruleid=foreign, permission="deny")
    refused(both.admin, 431, "updateRolePermission", roleid=roleid, ruleid=first, permission="deny", ruleorder=[second, first])
    refused(both.admin, 431, "updateRolePermission", roleid=roleid, ruleid=first)
    refused(both.admin, 431, "updateRolePermission", roleid=roleid)
    refused(both.admin, 431, "createRolePermission", roleid=roleid, rule="LIST*", permission="deny")
    refused(both.admin, 431, "createRolePermission", roleid=roleid, rule="list*;drop", permission="deny")
    refused(both.admin, 431, "createRolePermission", roleid=roleid, rule="x", permission="perhaps")
    assert rules_of(both, roleid) == ["+list*", "-*"]


def test_update_and_state(both: TestApp) -> None:
    roleid = make_role(both, "changing", "+list*")
    made = both.admin.call("updateRole", id=roleid, name="changed", description="new", ispublic=False, type="DomainAdmin")["role"]
    assert (made["name"], made["description"], made["ispublic"], made["type"]) == ("changed", "new", False, "DomainAdmin")
    both.admin.call("updateRole", id=roleid, type="User")
    caller = with_role(both, "changing", roleid)
    assert "in use" in refused(both.admin, 531, "updateRole", id=roleid, type="DomainAdmin")
    assert both.admin.call("disableRole", id=roleid) == {"success": True}
    refused(caller, 432, "listZones")
    refused(caller, 432, "listApis")
    assert named(both, "changed")["state"] == "disabled"
    assert [role["id"] for role in both.admin.call("listRoles", state="disabled")["role"]] == [roleid]
    both.admin.call("enableRole", id=roleid)
    assert caller.call("listZones") == {}


def test_delete(both: TestApp) -> None:
    roleid = make_role(both, "doomed", "+list*")
    with_role(both, "doomed", roleid)
    assert "in use" in refused(both.admin, 531, "deleteRole", id=roleid)
    free = make_role(both, "free", "+list*")
    assert both.admin.call("deleteRole", id=free) == {"success": True}
    refused(both.admin, 431, "listRolePermissions", roleid=free)
    refused(both.admin, 431, "createAccount", username="late", password=PASSWORD, email="e", firstname="f", lastname="l", roleid=free)
    make_role(both, "free", "+list*")  # the name is free again


@pytest.mark.parametrize("name", ["Root Admin", "User", "Read-Only Admin - Default"])
def test_default_roles_cannot_be_changed(both: TestApp, name: str) -> None:
    roleid = named(both, name)["id"]
    for command, more in (("updateRole", {"name": "mine"}), ("deleteRole", {}), ("disableRole", {}), ("enableRole", {})):
        assert "default" in refused(both.admin, 531, command, id=roleid, **more)
    refused(both.admin, 531, "createRolePermission", roleid=roleid, rule="*", permission="deny")
    for rule in both.admin.call("listRolePermissions", roleid=roleid).get("rolepermission", [])[:1]:
        refused(both.admin, 531, "deleteRolePermission", id=rule["id"])
        refused(both.admin, 531, "updateRolePermission", roleid=roleid, ruleid=rule["id"], permission="allow")


def test_nobody_gives_more_than_it_has(both: TestApp) -> None:
    roleid = make_role(both, "role keeper", "+*Role", "+*Roles", "+*RolePermission", "+*RolePermissions", "+listZones", "-*", type="Admin")
    keeper = with_role(both, "keeper", roleid)
    refused(keeper, 531, "createRole", name="more", type="Admin")
    refused(keeper, 531, "createRole", name="more", roleid=named(both, "Root Admin")["id"])
    refused(keeper, 531, "createRole", name="more", type="User")  # users have commands that the keeper does not
    refused(keeper, 531, "importRole", name="more", type="User", rules=[{"rule": "createZone", "permission": "allow"}])
    assert both.admin.call("listRoles", name="more") == {}
    less = make_role(both, "less", "+listZones", "-*", by=keeper)
    refused(keeper, 531, "importRole", name="less", type="User", forced=True, rules=[{"rule": "list*", "permission": "allow"}])
    (_, deny) = keeper.call("listRolePermissions", roleid=less)["rolepermission"]
    refused(keeper, 531, "deleteRolePermission", id=deny["id"])
    refused(keeper, 531, "updateRolePermission", roleid=less, ruleid=deny["id"], permission="allow")
    assert rules_of(both, less) == ["+listZones", "-*"]
    strong = make_role(both, "strong", "+createZone", type="Admin")
    refused(keeper, 531, "updateRole", id=strong, name="weak")
    refused(keeper, 531, "deleteRole", id=strong)
    # nor to itself, and it does not lock itself out
    own = {rule["rule"]: rule["id"] for rule in keeper.call("listRolePermissions", roleid=roleid)["rolepermission"]}
    refused(keeper, 531, "deleteRolePermission", id=own["*"])
    refused(keeper, 531, "updateRolePermission", roleid=roleid, ruleid=own["*RolePermission"], permission="deny")
    refused(keeper, 531, "deleteRolePermission", id=own["*RolePermission"])
    refused(keeper, 531, "disableRole", id=roleid)
    keeper.call("updateRolePermission", roleid=roleid, ruleid=own["listZones"], permission="deny")
    refused(keeper, 432, "listZones")


def test_who_sees_which_role(both: TestApp) -> None:
    domain = both.admin.call("createDomain", name="seers")["domain"]["id"]
    boss = both.user("boss of seers", domainid=domain, roletype="2")
    hidden = both.admin.call("createRole", name="hidden", type="User", ispublic=False)["role"]["id"]
    seen = {role["name"] for role in boss.call("listRoles")["role"]}
    assert "User" in seen
    assert not {"hidden", "Root Admin", "Read-Only Admin - Default"} & seen
    refused(boss, 431, "listRoles", id=hidden)
    refused(boss, 432, "listRolePermissions")
    refused(both.user("plain"), 432, "listRoles")
    assert [role["name"] for role in both.admin.call("listRoles", id=hidden)["role"]] == ["hidden"]
    assert {role["type"] for role in both.admin.call("listRoles", type="DomainAdmin")["role"]} == {"DomainAdmin"}
    assert both.admin.call("listRoles", keyword="Read-Only")["count"] == 2
    paged = both.admin.call("listRoles", page=2, pagesize=3)
    assert len(paged["role"]) == 3
    assert paged["count"] > 6
    assert len(both.admin.call("listRolePermissions")["rolepermission"]) > 200


def test_explain_permission(both: TestApp) -> None:
    root = both.admin.call("explainPermission", apiname="createZone")["permission"]
    assert (root["allowed"], root["role"], "rule" in root) == (True, "Root Admin", False)
    caller = with_role(both, "asker", make_role(both, "asking", "+listZones", "-list*", "+createNetwork"))

    def ask(name: str) -> tuple[Any, ...]:
        found = caller.call("explainPermission", apiname=name)["permission"]
        assert (found["role"], found["roletype"], "roleid" in found) == ("asking", "User", False)
        return found["allowed"], found.get("rule"), found.get("order"), found.get("permission"), found["text"]

    assert ask("LISTzones")[:4] == (True, "listZones", 1, "allow")
    allowed, rule, order, permission, text = ask("listNetworks")
    assert (allowed, rule, order, permission) == (False, "list*", 2, "deny")
    assert "rule 2 of role asking, list*, denies listNetworks" in text
    assert ask("createSSHKeyPair")[:3] == (True, None, None)
    assert ask("createZone")[:3] == (False, None, None)
    narrow = with_role(both, "narrow asker", make_role(both, "narrow asking", "+listZones", "-*"))
    found = narrow.call("explainPermission", apiname="explainPermission")["permission"]  # always there: it is about the own role alone
    assert (found["allowed"], found["rule"]) == (True, "*")
    assert narrow.call("explainPermission", apiname="listHosts")["permission"]["text"].startswith("rule 2 of role narrow asking, *, denies listHosts")
    asked = both.admin.call("listRoles", name="narrow asking")["role"][0]["id"]  # root admins ask about any role
    assert both.admin.call("explainPermission", apiname="listHosts", roleid=asked)["permission"]["order"] == 2
    refused(caller, 531, "explainPermission", apiname="listHosts", roleid=asked)
    refused(caller, 431, "explainPermission", apiname="noSuchCommand")
    refused(caller, 431, "explainPermission")
