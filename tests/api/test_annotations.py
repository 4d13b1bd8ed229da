"""Annotations: who writes, sees and removes them."""

from __future__ import annotations

from tests.api.auth.access import refused, second_user
from tests.wire.app import Client, TestApp


def key_pair(client: Client, name: str) -> str:
    """Something that an account owns, made without hosts."""
    client.call("createSSHKeyPair", name=name)
    return str(client.call("listSSHKeyPairs", name=name)["sshkeypair"][0]["id"])


def texts(client: Client, **params: object) -> list[str]:
    return [row["annotation"] for row in client.call("listAnnotations", **params).get("annotation", [])]


def test_add_list_remove(both: TestApp) -> None:
    ann, bob = both.user("ann"), both.user("bob")
    key = key_pair(ann, "front")
    made = ann.call("addAnnotation", annotation="rotate in May; 五月", entitytype="ssh_keypair", entityid=key)["annotation"]
    assert (made["entitytype"], made["entityid"], made["entityname"], made["username"], made["adminsonly"]) == (
        "SSH_KEYPAIR", key, "front", "ann", False)
    assert {"id", "userid", "created"} <= set(made)
    assert "removed" not in made
    assert texts(ann, entityid=key, entitytype="SSH_KEYPAIR") == texts(both.admin, entityid=key) == texts(ann) == ["rotate in May; 五月"]
    assert texts(bob) == texts(bob, entityid=key) == texts(bob, id=made["id"]) == []
    refused(bob, 431, "listAnnotations", entityid=key, entitytype="SSH_KEYPAIR")
    refused(bob, 431, "addAnnotation", annotation="mine", entitytype="SSH_KEYPAIR", entityid=key)
    refused(bob, 431, "removeAnnotation", id=made["id"])
    gone = ann.call("removeAnnotation", id=made["id"])["annotation"]
    assert (gone["id"], gone["annotation"]) == (made["id"], made["annotation"])
    assert texts(ann) == []
    refused(ann, 431, "removeAnnotation", id=made["id"])


def test_visibility(both: TestApp) -> None:
    cat = both.user("cat")
    key = key_pair(cat, "side")
    note = {"entitytype": "SSH_KEYPAIR", "entityid": key}
    refused(cat, 531, "addAnnotation", annotation="secret", adminsonly=True, **note)
    made = both.admin.call("addAnnotation", annotation="customer is late", adminsonly=True, **note)["annotation"]
    assert (texts(cat, **note), texts(both.admin, **note)) == ([], ["customer is late"])
    refused(cat, 431, "removeAnnotation", id=made["id"])
    refused(cat, 432, "updateAnnotationVisibility", id=made["id"], adminsonly=False)
    assert both.admin.call("updateAnnotationVisibility", id=made["id"], adminsonly=False)["annotation"]["adminsonly"] is False
    assert texts(cat, **note) == ["customer is late"]
    refused(cat, 531, "removeAnnotation", id=made["id"])  # somebody else's
    both.admin.call("removeAnnotation", id=made["id"])
    refused(both.admin, 431, "updateAnnotationVisibility", id=made["id"], adminsonly=True)


def test_domain_admin(both: TestApp) -> None:
    domain = both.admin.call("createDomain", name="noted")["domain"]["id"]
    boss, dan = both.user("noted boss", domainid=domain, roletype="2"), both.user("dan", domainid=domain)
    key = key_pair(dan, "dans")
    boss.call("addAnnotation", annotation="from above", entitytype="SSH_KEYPAIR", entityid=key)
    assert texts(dan) == texts(boss) == ["from above"]
    other = key_pair(both.user("elsewhere"), "other")
    refused(boss, 431, "addAnnotation", annotation="x", entitytype="SSH_KEYPAIR", entityid=other)


def test_things_of_administrators(both: TestApp) -> None:
    zone = both.admin.call("createZone", name="noted", dns1="192.0.2.1", internaldns1="192.0.2.2", networktype="Advanced")["zone"]["id"]
    made = both.admin.call("addAnnotation", annotation="new racks", entitytype="ZONE", entityid=zone)["annotation"]
    assert made["entityname"] == "noted"
    user = both.user("plain")
    refused(user, 531, "addAnnotation", annotation="x", entitytype="ZONE", entityid=zone)
    assert texts(user) == texts(user, entityid=zone) == []


def test_filters(both: TestApp) -> None:
    eve = both.user("eve")
    mate = second_user(both, "eve", "eves mate")
    key = key_pair(eve, "shared")
    for client, text in ((eve, "first 50%"), (mate, "second")):
        client.call("addAnnotation", annotation=text, entitytype="SSH_KEYPAIR", entityid=key)
    assert texts(eve, entitytype="SSH_KEYPAIR") == ["second", "first 50%"]
    assert texts(eve, annotationfilter="self") == ["first 50%"]
    assert texts(eve, annotationfilter="all", userid=mate.user_id) == ["second"]
    assert texts(eve, annotationfilter="self", userid=mate.user_id) == []
    assert texts(eve, keyword="50%") == ["first 50%"]
    assert texts(eve, keyword="_") == []
    page = eve.call("listAnnotations", page=2, pagesize=1)
    assert (page["count"], [row["annotation"] for row in page["annotation"]]) == (2, ["first 50%"])
    assert texts(eve, id=page["annotation"][0]["id"]) == ["first 50%"]
    assert texts(eve, entitytype="VOLUME") == []


def test_bad_input(both: TestApp) -> None:
    fay = both.user("fay")
    key = key_pair(fay, "fays")
    note = {"entitytype": "SSH_KEYPAIR", "entityid": key, "annotation": "x"}
    for bad in ({"entitytype": "SPACESHIP"}, {"entityid": "nothing"}, {"entityid": ""}, {"annotation": "  "}, {"annotation": "x" * 5000},
                {"annotation": "a\0b"}, {"entitytype": "KUBERNETES_CLUSTER"}):
        refused(fay, 431, "addAnnotation", **{**note, **bad})
    for name in note:
        refused(fay, 431, "addAnnotation", **{key: value for key, value in note.items() if key != name})
    refused(fay, 431, "listAnnotations", annotationfilter="theirs")
    refused(fay, 431, "listAnnotations", entitytype="SPACESHIP")
    assert texts(fay) == []
