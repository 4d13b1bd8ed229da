"""Registered user data: who has it, which VMs get it by their template's policy, and that routers serve it with the values of its variables."""

from __future__ import annotations

import base64
import email
from collections.abc import Iterator
from typing import Any

import pytest

from router.render.metadata import by_address, resource
from router.state import read as read_state
from tests.wire.app import Client
from tests.wire.placement.site import Site, refused

SCRIPT = base64.b64encode(b"#!/bin/sh\necho hi\n").decode()
CONFIG = base64.b64encode(b"#cloud-config\nruncmd: [true]\n").decode()


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url, 2)
    yield made
    made.app.close()


def register(client: Client, name: str, data: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.call("registerUserData", name=name, userdata=data, method="POST", **more)["userdata"]
    return made


def served(site: Site, vm: dict[str, Any], path: str) -> bytes | None:
    """What the VM's router answers it."""
    for document in site.hosts.documents.values():
        leases = by_address(read_state(document))
        if vm["ipaddress"] in leases and leases[vm["ipaddress"]][1].metadata.instance_id == vm["id"]:
            return resource(*leases[vm["ipaddress"]], path)
    return None


def test_it_is_registered_listed_and_deleted(site: Site) -> None:
    ann, eve, admin = site.app.user("ann1"), site.app.user("eve1"), site.admin
    made = register(ann, "初期", SCRIPT, params="db, mail")
    assert (made["name"], made["userdata"], made["params"], made["account"], made["accountid"]) == ("初期", SCRIPT, "db,mail", "ann1",
                                                                                                 ann.account["id"])
    for params in ({"name": "初期", "userdata": CONFIG}, {"name": "other", "userdata": SCRIPT}, {"name": "x", "userdata": "***"},
                   {"name": "x", "userdata": CONFIG, "params": "a/b"}, {"name": "x", "userdata": CONFIG, "params": "instance-id"},
                   {"name": " x", "userdata": CONFIG}, {"name": "x", "userdata": base64.b64encode(b"x" * 32_769).decode()}):
        assert refused(ann, "registerUserData", method="POST", **params).status == 431, params
    owner = {"account": "ann1", "domainid": ann.account["domainid"]}
    other = register(admin, "second", CONFIG, **owner)
    for params, wanted in (({}, 2), ({"id": made["id"]}, 1), ({"name": "second"}, 1), ({"keyword": "sec"}, 1), ({"keyword": "%"}, 0), (
            {"page": 1, "pagesize": 1}, 2), ({"listall": True}, 2)):
        assert ann.call("listUserData", **params).get("count", 0) == wanted, params
    assert admin.call("listUserData", isrecursive=True, **owner)["count"] == 2
    assert admin.call("listUserData", projectid=-1) == {}
    assert eve.call("listUserData", listall=True) == {}
    for command in ("listUserData", "deleteUserData"):
        assert refused(eve, command, id=made["id"]).status == 431
    assert refused(admin, "deleteUserData", id=other["id"], account="eve1", domainid=eve.account["domainid"]).status == 431
    assert admin.call("deleteUserData", id=other["id"], **owner) == {"success": True}
    assert ann.call("deleteUserData", id=made["id"]) == {"success": True}
    assert ann.call("listUserData", id=made["id"]) == {}
    assert {entry["type"] for entry in ann.call("listEvents")["event"]} >= {"REGISTER.USER.DATA", "DELETE.USER.DATA"}


def test_a_vm_gets_it_with_its_variables(site: Site) -> None:
    bob, eve = site.app.user("bob"), site.app.user("eve")
    data = register(bob, "web", SCRIPT, params="db,mail")
    vm = site.deploy(bob, userdataid=data["id"], userdatadetails={"db": "10.0.0.9", "mail": "böb@x"})
    shown = bob.call("listVirtualMachines", id=vm["id"], userdata=True)["virtualmachine"][0]
    assert (shown["userdata"], shown["userdataid"], shown["userdataname"]) == (SCRIPT, data["id"], "web")
    assert shown["userdatadetails"] == '{"db":"10.0.0.9","mail":"böb@x"}'
    assert served(site, vm, "/latest/user-data") == base64.b64decode(SCRIPT)
    assert served(site, vm, "/latest/meta-data/db") == b"10.0.0.9"
    assert served(site, vm, "/latest/meta-data/mail") == "böb@x".encode()
    assert b"db" in (served(site, vm, "/latest/meta-data/") or b"").split()
    assert bob.call("listVirtualMachines", userdataid=data["id"])["count"] == 1
    assert "linked to the VM" in refused(bob, "deleteUserData", id=data["id"]).text
    for params in ({"userdata": CONFIG, "userdataid": data["id"]}, {"userdataid": data["id"], "userdatadetails": {"nope": "1"}},
                   {"userdatadetails": {"db": "1"}}, {"userdataid": "nope"}):
        assert refused(bob, "deployVirtualMachine", **site.base, **params).status == 431, params
    assert refused(eve, "deployVirtualMachine", **site.base, userdataid=data["id"]).status == 431
    assert refused(site.admin, "deployVirtualMachine", **site.base, userdataid=data["id"]).status == 431      # another account's
    more = register(bob, "more", CONFIG, params="x")
    changed = bob.call("updateVirtualMachine", id=vm["id"], userdataid=more["id"], userdatadetails={"x": "1"})["virtualmachine"]
    assert changed["id"] == vm["id"]
    assert bob.call("listVirtualMachines", userdataid=data["id"]) == {}
    assert refused(bob, "updateVirtualMachine", id=vm["id"], userdatadetails={"x": "1"}).status == 431
    bob.call("updateVirtualMachine", id=vm["id"], userdata="")
    assert "userdata" not in bob.call("listVirtualMachines", id=vm["id"], userdata=True)["virtualmachine"][0]
    assert bob.call("deleteUserData", id=data["id"]) == {"success": True}


def test_a_templates_user_data_and_its_policies(site: Site) -> None:
    admin = site.admin
    data = register(admin, "base", CONFIG, params="who")
    of = {"templateid": site.base["templateid"]}
    bound = admin.call("linkUserDataToTemplate", **of, userdataid=data["id"])["template"]
    assert (bound["userdataid"], bound["userdataname"], bound["userdatapolicy"], bound["userdataparams"]) == (data["id"], "base", "ALLOWOVERRIDE",
                                                                                                           "who")
    assert "linked to the template" in refused(admin, "deleteUserData", id=data["id"]).text
    own = site.deploy(admin, userdata=SCRIPT)
    assert served(site, own, "/latest/user-data") == base64.b64decode(SCRIPT)
    theirs = site.deploy(admin, userdatadetails={"who": "me"})
    assert served(site, theirs, "/latest/user-data") == base64.b64decode(CONFIG)
    assert served(site, theirs, "/latest/meta-data/who") == b"me"
    admin.call("linkUserDataToTemplate", **of, userdataid=data["id"], userdatapolicy="append")
    both = site.deploy(admin, userdata=SCRIPT)
    message = email.message_from_bytes(served(site, both, "/latest/user-data") or b"")
    parts = [(part.get_content_type(), part.get_payload(decode=True)) for part in message.walk() if not part.is_multipart()]
    assert parts == [("text/cloud-config", base64.b64decode(CONFIG)), ("text/x-shellscript", base64.b64decode(SCRIPT))]
    admin.call("linkUserDataToTemplate", **of, userdataid=data["id"], userdatapolicy="DENYOVERRIDE")
    assert "deny any userdata" in refused(admin, "deployVirtualMachine", **site.base, userdata=SCRIPT).text
    assert served(site, site.deploy(admin), "/latest/user-data") == base64.b64decode(CONFIG)
    for params in ({"userdatapolicy": "x", "userdataid": data["id"]}, {"userdatapolicy": "APPEND"}, {"userdataid": "nope"}):
        assert refused(admin, "linkUserDataToTemplate", **of, **params).status == 431, params
    assert refused(admin, "linkUserDataToTemplate", userdataid=data["id"]).status == 431
    assert refused(site.app.user("bob"), "linkUserDataToTemplate", **of).status == 531
    assert "userdataid" not in admin.call("linkUserDataToTemplate", **of)["template"]
    assert served(site, site.deploy(admin), "/latest/user-data") is None
