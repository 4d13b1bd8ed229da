"""Users: changes, states, moves, keys; sessions and keys end at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.auth.access import browser, configure, login, refused, second_user
from tests.wire.app import PASSWORD, ApiFailure, Client, TestApp


def shown(app: TestApp, uuid: str) -> dict[str, Any]:
    (user,) = app.admin.call("listUsers", id=uuid)["user"]
    return dict(user)


def test_update_own_names(both: TestApp) -> None:
    bob = both.user("bob")
    made = bob.call("updateUser", id=bob.user_id, firstname="Bob", lastname="Björk 北", email="bob@new.example", timezone="Europe/Prague",
                    username="bobby")["user"]
    assert (made["firstname"], made["lastname"], made["email"], made["timezone"], made["username"]) == (
        "Bob", "Björk 北", "bob@new.example", "Europe/Prague", "bobby")
    assert login(both, "bob").status == 531
    assert browser(both, "bobby").answer["timezoneoffset"] in ("1.0", "2.0")
    bob.call("updateUser", id=bob.user_id, username="bob", timezone="Mars/Olympus")
    assert browser(both, "bob").answer["timezoneoffset"] == "0.0"
    both.user("rival")
    assert "taken" in refused(bob, 431, "updateUser", id=bob.user_id, username="RIVAL")
    for bad in ({"firstname": " "}, {"username": "a/b"}, {"username": ""}, {"lastname": "a\nb"}, {"email": "x" * 300}):
        refused(bob, 431, "updateUser", id=bob.user_id, **bad)
    assert shown(both, bob.user_id)["username"] == "bob"


def test_password_needs_the_current_one(both: TestApp) -> None:
    ann = both.user("ann")
    window, other = browser(both, "ann"), browser(both, "ann")
    refused(ann, 431, "updateUser", id=ann.user_id, password="new one")
    assert "currentpassword" in refused(ann, 431, "updateUser", id=ann.user_id, password="new one", currentpassword="wrong")
    assert login(both, "ann").status == 200
    assert window.status("updateUser", id=ann.user_id, password="new one", currentpassword=PASSWORD) == 200
    assert window.status() == 200   # whoever changed it stays
    assert other.status() == 401
    assert login(both, "ann").status == 531
    both.admin.call("updateUser", id=ann.user_id, password="by an admin")
    assert window.status() == 401
    assert login(both, "ann", "by an admin").status == 200
    assert ann.call("listZones") == {}  # keys are no passwords
    refused(both.admin, 431, "updateUser", id=ann.user_id, password="  ")


def test_guessing_the_current_password_is_limited(both: TestApp) -> None:
    eve = both.user("eve")
    for _ in range(5):
        refused(eve, 431, "updateUser", id=eve.user_id, password="new one", currentpassword="guess")
    refused(eve, 531, "updateUser", id=eve.user_id, password="new one", currentpassword=PASSWORD)
    assert login(both, "eve").status == 531
    both.admin.call("enableUser", id=eve.user_id)
    assert login(both, "eve").status == 200


def test_chosen_keys(both: TestApp) -> None:
    kim = both.user("kim")
    key, secret = "kims-own-api-key-0123", "kims-own-secret-0123"
    refused(kim, 431, "updateUser", id=kim.user_id, userapikey=key)
    refused(kim, 431, "updateUser", id=kim.user_id, userapikey="short", usersecretkey="short")
    refused(kim, 431, "updateUser", id=kim.user_id, userapikey=key, usersecretkey="ключ" * 60)
    kim.call("updateUser", id=kim.user_id, userapikey=key, usersecretkey=secret)
    refused(kim, 401, "listZones")
    renewed = Client(both, key, secret, kim.user_id)
    assert renewed.call("getUserKeys", id=kim.user_id)["userkeys"] == {"apikey": key, "secretkey": secret, "apikeyaccess": True}
    assert "taken" in refused(both.user("lee"), 431, "updateUser", id=both.user("lee").user_id, userapikey=key, usersecretkey=secret)
    assert both.admin.call("getUser", userapikey=key)["user"]["username"] == "kim"
    refused(both.admin, 431, "getUser", userapikey="nobody's")
    refused(kim, 401, "getUser", userapikey=key)
    refused(renewed, 432, "getUser", userapikey=key)


def test_key_access(both: TestApp) -> None:
    sam = both.user("sam")
    refused(sam, 531, "updateUser", id=sam.user_id, apikeyaccess="Enabled")
    refused(both.admin, 431, "updateUser", id=sam.user_id, apikeyaccess="sometimes")
    assert both.admin.call("updateUser", id=sam.user_id, apikeyaccess="disabled")["user"]["apikeyaccess"] == "DISABLED"
    assert both.admin.call("getUserKeys", id=sam.user_id)["userkeys"]["apikeyaccess"] is False
    refused(sam, 401, "listZones")
    assert browser(both, "sam").status() == 200
    assert [user["username"] for user in both.admin.call("listUsers", listall=True, apikeyaccess="Disabled")["user"]] == ["sam"]
    refused(both.user("lee"), 531, "listUsers", apikeyaccess="Disabled")
    both.admin.call("updateUser", id=sam.user_id, apikeyaccess="Inherit")
    assert sam.call("listZones") == {}
    domain = both.admin.call("createDomain", name="keyless")["domain"]["id"]
    tim = both.user("tim", domainid=domain)
    configure(both, "api.key.access", "false", domainid=domain)
    refused(tim, 401, "listZones")
    both.admin.call("updateUser", id=tim.user_id, apikeyaccess="Enabled")
    assert tim.call("listZones") == {}


@pytest.mark.parametrize("command", ["disableUser", "lockUser", "deleteUser"])
def test_sessions_and_keys_end_at_once(both: TestApp, command: str) -> None:
    name = f"ended by {command}"
    owner = both.user(f"owner {command}")
    user = second_user(both, f"owner {command}", name)
    window = browser(both, name)
    assert (user.call("listZones"), window.status()) == ({}, 200)
    if command == "disableUser":
        assert both.admin.job(command, id=user.user_id)["user"]["state"] == "disabled"
    else:
        both.admin.call(command, id=user.user_id)
    refused(user, 401, "listZones")
    assert window.status() == 401
    assert login(both, name).status == 531
    assert owner.call("listZones") == {}
    if command == "deleteUser":
        assert both.admin.call("listUsers", id=user.user_id) == {}
        refused(both.admin, 431, "enableUser", id=user.user_id)
        second_user(both, f"owner {command}", name)  # the name is free
        return
    state = "disabled" if command == "disableUser" else "locked"
    assert name in [found["username"] for found in both.admin.call("listUsers", listall=True, state=state)["user"]]
    assert both.admin.call("enableUser", id=user.user_id)["user"]["state"] == "enabled"
    assert user.call("listZones") == {}
    assert login(both, name).status == 200


def test_who_cannot_be_ended(both: TestApp) -> None:
    admin = next(user for user in both.admin.call("listUsers", username="admin")["user"])
    for command in ("disableUser", "lockUser", "deleteUser"):
        assert "itself" in refused(both.admin, 531, command, id=admin["id"])
    deputy = both.user("deputy", roletype="1")
    assert "default" in refused(deputy, 431, "deleteUser", id=admin["id"])
    deputy.job("disableUser", id=admin["id"])
    refused(both.admin, 401, "listZones")
    deputy.call("enableUser", id=admin["id"])
    assert both.admin.call("listZones") == {}
    both.admin.job("disableUser", id=deputy.user_id)
    refused(both.admin, 431, "lockUser", id=deputy.user_id)  # disabled is more
    both.admin.call("deleteUser", id=deputy.user_id)


def test_domain_admins_stay_in_their_domain_and_below_their_role(both: TestApp) -> None:
    domain = both.admin.call("createDomain", name="fenced")["domain"]["id"]
    boss, inside, outside = both.user("fence boss", domainid=domain, roletype="2"), both.user("inside", domainid=domain), both.user("outside")
    assert boss.call("lockUser", id=inside.user_id)["user"]["state"] == "locked"
    assert boss.call("enableUser", id=inside.user_id)["user"]["state"] == "enabled"
    assert boss.call("updateUser", id=inside.user_id, password="set by the boss")["user"]["username"] == "inside"
    for command in ("lockUser", "disableUser", "enableUser", "deleteUser", "updateUser"):
        refused(boss, 431, command, id=outside.user_id)
    refused(inside, 432, "lockUser", id=inside.user_id)
    chief = both.user("chief of fenced", roletype="1")
    refused(boss, 431, "updateUser", id=chief.user_id, password="mine now")
    refused(boss, 432, "moveUser", id=inside.user_id, account="fence boss")


def test_move(both: TestApp) -> None:
    both.user("old home")
    target = both.user("new home")
    user = second_user(both, "old home", "mover")
    refused(both.admin, 431, "moveUser", id=user.user_id)
    refused(both.admin, 431, "moveUser", id=user.user_id, account="nowhere")
    refused(both.admin, 431, "moveUser", id=user.user_id, account="old home")
    refused(both.admin, 431, "moveUser", id=user.user_id, account="new home", accountid=target.account["id"])
    assert both.admin.call("moveUser", id=user.user_id, account="new home") == {"success": True}
    assert [found["account"] for found in user.call("listUsers", username="mover")["user"]] == ["new home"]
    both.admin.call("moveUser", id=user.user_id, accountid=both.user("old home").account["id"])
    assert shown(both, user.user_id)["account"] == "old home"
    domain = both.admin.call("createDomain", name="abroad")["domain"]["id"]
    far = both.user("far", domainid=domain)
    refused(both.admin, 431, "moveUser", id=user.user_id, accountid=far.account["id"])


def test_password_policy(both: TestApp) -> None:
    domain = both.admin.call("createDomain", name="strict")["domain"]["id"]
    wanted = {"password.policy.minimum.length": "12", "password.policy.minimum.digits": "2", "password.policy.minimum.uppercase.letters": "1",
              "password.policy.minimum.lowercase.letters": "1", "password.policy.minimum.special.characters": "1",
              "password.policy.allowPasswordToContainUsername": "false", "password.policy.regex": "[^ ]+"}
    for name, value in wanted.items():
        configure(both, name, value, domainid=domain)
    person = {"username": "strictly", "email": "e", "firstname": "f", "lastname": "l", "domainid": domain, "accounttype": "0"}
    for password, what in (("Short-12", "12 characters"), ("Without-digits", "2 digits"), ("lower-case-12345", "1 uppercase"),
                           ("UPPER-CASE-12345", "1 lowercase"), ("Plain1234567", "1 special"), ("Strictly-12345", "user's name"),
                           ("With space-12345", "regex")):
        assert what in refused(both.admin, 431, "createAccount", **person, password=password)
    made = both.admin.call("createAccount", **person, password="Good-enough-12")["account"]
    assert "2 digits" in refused(both.admin, 431, "updateUser", id=made["user"][0]["id"], password="Without-digits")
    assert "2 digits" in refused(both.admin, 431, "createUser", account="strictly", domainid=domain, username="second", password="Without-digits",
                                 email="e", firstname="f", lastname="l")


def test_list_filters(both: TestApp) -> None:
    both.user("sought")
    everyone = both.admin.call("listUsers", listall=True)
    assert everyone["count"] == both.admin.call("listUsers", listall=True, usersource="native", showicon=True)["count"]
    assert both.admin.call("listUsers", listall=True, usersource="ldap") == {}
    refused(both.admin, 431, "listUsers", usersource="telepathy")
    assert [user["username"] for user in both.admin.call("listUsers", listall=True, keyword="sought")["user"]] == ["sought"]
    assert {user["accounttype"] for user in both.admin.call("listUsers", listall=True, accounttype=0)["user"]} == {0}
    assert both.admin.call("listUsers", account="sought", domainid=everyone["user"][0]["domainid"])["count"] == 1
    assert both.admin.call("listUsers", domainid=everyone["user"][0]["domainid"], isrecursive=True)["count"] == everyone["count"]
    paged = both.admin.call("listUsers", listall=True, page=1, pagesize=2)
    assert (len(paged["user"]), paged["count"]) == (2, everyone["count"])
    assert both.admin.call("listUsers", listall=True, keyword="100%_") == {}


def test_hashing_needs_the_command(both: TestApp) -> None:
    with pytest.raises(ApiFailure) as failed:
        both.user("nobody special").call("createUser", account="x", username="x", password="x", email="e", firstname="f", lastname="l")
    assert failed.value.status == 432


def test_create_user(both: TestApp) -> None:
    owner = both.user("employer")
    person = {"account": "employer", "domainid": owner.account["domainid"], "password": PASSWORD, "email": "e@x", "firstname": "F", "lastname": "L"}
    uuid = "0f6f2f8a-5a4e-4d0c-9f0e-0123456789ab"
    made = both.admin.call("createUser", username="employee", timezone="Asia/Kolkata", userid=uuid, **person)["user"]
    assert (made["id"], made["timezone"], made["account"], made["usersource"], made["apikeyaccess"]) == (
        uuid, "Asia/Kolkata", "employer", "native", "INHERIT")
    assert browser(both, "employee").answer["timezoneoffset"] == "5.5"
    refused(both.admin, 431, "createUser", username="Employee", **person)
    refused(both.admin, 431, "createUser", username="second", userid=uuid, **person)
    refused(both.admin, 431, "createUser", username="second", userid="not a uuid", **person)
    refused(both.admin, 431, "createUser", username="a\0b", **person)
    refused(both.admin, 431, "createUser", username="second", **{**person, "account": "nobody"})
    assert login(both, "employee", domainid="1").status == 431


def test_ldap_is_empty_for_everybody(both: TestApp) -> None:
    user = both.user("no ldap")
    assert user.call("listLdapConfigurations", domainid=user.account["domainid"], hostname="h", id="x", listall=True, port=389, keyword="k", page=1,
                     pagesize=5) == {}
    with pytest.raises(ApiFailure) as failed:
        user.call("listLdapConfigurations", page=1)
    assert (failed.value.status, failed.value.wrapper) == (431, "ldapconfigurationresponse")
