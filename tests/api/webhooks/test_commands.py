"""Webhooks through the API: what they may be, changes, scopes, history, projects."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest
from sqlalchemy import select, update

from common.ids import new_uuid
from manager.model.tables.webhook import webhook_delivery
from manager.model.tables.work import lease, node
from manager.reconcile import webhooks as worker
from tests.api.test_infra import UNKNOWN, refused
from tests.api.webhooks.receiver import Receiver, happen, history, hook, services, work
from tests.wire.app import TestApp


@pytest.mark.parametrize("url", ["ftp://example.org/", "http://", "http://user:pw@example.org/", "http://example.org:0/", "http://exa mple.org/",
                                 "http://example.org/\r\nX: y", "file:///etc/passwd", "http://example.org:99999/", "http://[::1/", "h" * 3000])
def test_bad_urls(app: TestApp, url: str) -> None:
    eve = app.user("wh-eve")
    for command, params in (("createWebhook", {"name": "bad"}), ("executeWebhookDelivery", {})):
        assert refused(eve, command, payloadurl=url, **params).status == 431


def test_what_cannot_be(app: TestApp, receiver: Receiver) -> None:
    eve = app.user("wh-eve")
    made = hook(eve, receiver)
    for wrong in ({"payloadurl": receiver.url}, {"payloadurl": "example.org/x", "sslverification": True}, {"state": "Maybe"}, {"name": " "},
                  {"account": "nobody", "domainid": eve.account["domainid"]}):
        assert refused(eve, "createWebhook", **{"name": "x", "payloadurl": "example.org/y", **wrong}).status == 431, wrong
    for scope in ("Domain", "Global"):
        assert refused(eve, "createWebhook", name="x", payloadurl="example.org/z", scope=scope).status == 531
        assert refused(eve, "updateWebhook", id=made["id"], scope=scope).status == 531
        assert refused(app.admin, "updateWebhook", id=made["id"], scope=scope).status == 531     # its owner is a user
    for wrong in ({"name": " "}, {"payloadurl": "ftp://x"}, {"sslverification": True}, {"state": "x"}):
        assert refused(eve, "updateWebhook", id=made["id"], **wrong).status == 431, wrong
    for wrong in ({}, {"id": UNKNOWN}, {"webhookid": UNKNOWN}):
        assert refused(eve, "executeWebhookDelivery", **wrong).status == 431
    assert refused(eve, "deleteWebhookDelivery").status == 431
    assert refused(eve, "listWebhookDeliveries", managementserverid=UNKNOWN).status == 531
    assert refused(app.admin, "listWebhookDeliveries", managementserverid=UNKNOWN).status == 431
    assert refused(eve, "listWebhookDeliveries", startdate="2026-02-02", enddate="2026-02-01").status == 431


def test_changes(app: TestApp, receiver: Receiver) -> None:
    gus = app.user("wh-gus")
    made = hook(gus, receiver, "before")
    work(app)
    one = gus.call("updateWebhook", id=made["id"], name="after", description="d", payloadurl="https://example.org/h", secretkey="new",
                   state="Disabled", sslverification=False)["webhook"]
    assert {name: one[name] for name in ("name", "description", "payloadurl", "secretkey", "state", "sslverification")} == {
        "name": "after", "description": "d", "payloadurl": "https://example.org/h", "secretkey": "new", "state": "Disabled", "sslverification": False}
    receiver.got.clear()
    happen(gus, "wh-g1")
    work(app)
    assert receiver.got == []
    gus.call("updateWebhook", id=made["id"], payloadurl=receiver.url, state="Enabled", secretkey="")
    happen(gus, "wh-g2")
    work(app)
    assert "x-cs-signature" not in receiver.got[-1][0]
    app.db.write(lambda tx: tx.insert(webhook_delivery, uuid="waits", webhook_id=tx.scalar(select(webhook_delivery.c.webhook_id)), event_type="X",
                                      payload="{}", state="Queued", due=0))
    assert gus.call("deleteWebhook", id=made["id"]) == {"success": True}
    assert gus.call("listWebhooks", id=made["id"]) == {}
    assert refused(gus, "updateWebhook", id=made["id"], name="x").status == 431


def test_scopes(app: TestApp, receiver: Receiver) -> None:
    above = app.admin.call("createDomain", name="wh-above")["domain"]["id"]
    below = app.admin.call("createDomain", name="wh-below", parentdomainid=above)["domain"]["id"]
    chief, inside, outside = app.user("wh-chief", domainid=above, roletype="2"), app.user("wh-in", domainid=below), app.user("wh-out")
    hook(chief, receiver, "domain", scope="Domain")
    only = hook(app.admin, receiver, "lower", scope="Domain", domainid=below, payloadurl=receiver.url + "&lower")
    assert (only["domainid"], only["account"]) == (below, "admin")
    hook(app.admin, receiver, "all", scope="Global", payloadurl=receiver.url + "&all")
    hook(app.admin, receiver, "for-in", account="wh-in", domainid=below, payloadurl=receiver.url + "&own")
    work(app)
    for client, paths in ((inside, ["/hook?x=1", "/hook?x=1&all", "/hook?x=1&lower", "/hook?x=1&own"]), (outside, ["/hook?x=1&all"]),
                          (chief, ["/hook?x=1", "/hook?x=1&all"])):
        receiver.got.clear()
        happen(client, f"wh-{len(paths)}")
        work(app)
        assert sorted(headers[":path"] for headers, _ in receiver.got if headers["x-cs-event"] == "REGISTER.SSH.KEYPAIR") == paths
    assert {one["name"] for one in chief.call("listWebhooks", listall=True)["webhook"]} == {"domain", "lower", "for-in"}
    assert [one["name"] for one in chief.call("listWebhooks", scope="Domain", name="domain")["webhook"]] == ["domain"]
    assert [one["name"] for one in inside.call("listWebhooks", keyword="for", state="enabled", page=1, pagesize=5)["webhook"]] == ["for-in"]
    assert inside.call("listWebhooks", state="Disabled") == {}
    mine = chief.call("listWebhooks", name="domain")["webhook"][0]["id"]
    for scope, heard in (("Local", False), ("Domain", True)):
        assert chief.call("updateWebhook", id=mine, scope=scope)["webhook"]["scope"] == scope
        receiver.got.clear()
        happen(inside, f"wh-{scope}")
        work(app)
        assert (("/hook?x=1", "REGISTER.SSH.KEYPAIR") in {(headers[":path"], headers["x-cs-event"]) for headers, _ in receiver.got}) is heard, scope
    assert outside.call("listWebhooks") == {}
    assert outside.call("listWebhooks", projectid=-1) == {}
    assert refused(outside, "updateWebhook", id=only["id"], name="x").status == 431
    assert [one["name"] for one in app.admin.call("listWebhooks", domainid=above, isrecursive=True)["webhook"]] == ["domain", "lower", "for-in"]
    assert [one["name"] for one in app.admin.call("listWebhooks", account="wh-in", domainid=below)["webhook"]] == ["for-in"]


def test_who_may_hear_no_more_hears_no_more(app: TestApp, receiver: Receiver) -> None:
    """A domain admin that became a user, or whose domain left."""
    high = app.admin.call("createDomain", name="wh-high")["domain"]["id"]
    low = app.admin.call("createDomain", name="wh-low", parentdomainid=high)["domain"]["id"]
    chief, inside = app.user("wh-high", domainid=high, roletype="2"), app.user("wh-low", domainid=low)
    hook(chief, receiver, "all", scope="Domain")
    hook(chief, receiver, "low", scope="Domain", domainid=low, payloadurl=receiver.url + "&low")
    work(app)

    def heard(name: str) -> list[str]:
        receiver.got.clear()
        happen(inside, name)
        work(app)
        return sorted(headers[":path"] for headers, _ in receiver.got if headers["x-cs-event"] == "REGISTER.SSH.KEYPAIR")

    assert heard("a") == ["/hook?x=1", "/hook?x=1&low"]
    app.admin.call("moveDomain", domainid=low, parentdomainid=app.admin.call("listDomains", name="ROOT")["domain"][0]["id"])
    assert heard("b") == []
    app.admin.call("moveDomain", domainid=low, parentdomainid=high)
    assert heard("c") == ["/hook?x=1", "/hook?x=1&low"]
    user = next(one["id"] for one in app.admin.call("listRoles", type="User")["role"] if one["name"] == "User")
    app.admin.call("updateAccount", id=chief.account["id"], roleid=user)
    assert heard("d") == []


def test_the_webhooks_of_those_above_are_theirs(app: TestApp, receiver: Receiver) -> None:
    """Whoever redirects one, or has it sign, would hear and speak for its owner."""
    domain = app.admin.call("createDomain", name="wh-theirs")["domain"]["id"]
    chief = app.user("wh-theirs", domainid=domain, roletype="2")
    theirs = hook(app.admin, receiver, "theirs", scope="Domain", domainid=domain, secretkey="a key")
    for command, params in (("updateWebhook", {"id": theirs["id"], "payloadurl": receiver.url + "&chief"}), ("deleteWebhook", {"id": theirs["id"]}),
                            ("executeWebhookDelivery", {"webhookid": theirs["id"], "payload": "{}"})):
        assert refused(chief, command, **params).status == 531


def test_posting_again_and_testing(app: TestApp, receiver: Receiver) -> None:
    hal = app.user("wh-hal")
    made = hook(hal, receiver, secretkey="s1")
    happen(hal, "wh-h1")
    work(app)
    first = history(hal, webhookid=made["id"])[0]
    again = hal.call("executeWebhookDelivery", id=first["id"])["webhookdelivery"]
    assert (again["payload"], again["eventid"], again["success"], again["id"] == first["id"]) == (first["payload"], first["eventid"], True, False)
    assert history(hal, id=again["id"])[0]["success"] is True
    assert receiver.got[-1][0]["x-cs-event-id"] == first["eventid"]
    many = len(history(hal, webhookid=made["id"]))
    test = hal.call("executeWebhookDelivery", webhookid=made["id"], payload="plain text")["webhookdelivery"]
    assert (test["eventtype"], test["payload"], test["webhookid"]) == ("TEST.WEBHOOK", "plain text", made["id"])
    assert receiver.got[-1][0]["content-type"].startswith("text/plain")
    assert receiver.got[-1][0]["x-cs-signature"] == base64.b64encode(hmac.new(b"s1", b"plain text", hashlib.sha256).digest()).decode()
    other = hal.call("executeWebhookDelivery", webhookid=made["id"], payloadurl=receiver.url + "&other", secretkey="s2")["webhookdelivery"]
    assert (other["payload"], receiver.got[-1][0][":path"]) == ('{ "CloudStack": "works!" }', "/hook?x=1&other")
    assert receiver.got[-1][0]["x-cs-signature"] == base64.b64encode(hmac.new(b"s2", other["payload"].encode(), hashlib.sha256).digest()).decode()
    assert len(history(hal, webhookid=made["id"])) == many
    hal.call("executeWebhookDelivery", webhookid=made["id"], payloadurl=receiver.url + "&elsewhere")
    assert "x-cs-signature" not in receiver.got[-1][0]       # the key is for its own receiver
    assert refused(hal, "executeWebhookDelivery", id=first["id"], webhookid=made["id"]).status == 431
    assert refused(app.user("wh-bob"), "executeWebhookDelivery", id=first["id"]).status == 431


def test_history(app: TestApp, receiver: Receiver) -> None:
    ida = app.user("wh-ida")
    made = hook(ida, receiver)
    for number in range(4):
        happen(ida, f"wh-i{number}")
    app.db.write(lambda tx: tx.execute(update(lease).where(lease.c.name == "webhooks").values(node_id=1)))
    work(app)
    whole = history(ida, webhookid=made["id"])
    assert len(whole) >= 4
    assert history(ida, keyword="REGISTER.SSH", page=1, pagesize=2) == history(ida, keyword="REGISTER.SSH")[:2]
    day = whole[0]["startdate"][:10]
    assert history(ida, webhookid=made["id"], startdate=day, enddate=day) == whole
    assert history(ida, webhookid=made["id"], enddate="2020-01-01") == []
    app.admin.call("updateConfiguration", name="webhook.deliveries.limit", value="2")
    app.background.run(worker.history(services(app)))
    assert history(ida, webhookid=made["id"]) == whole[:2]
    assert ida.call("deleteWebhookDelivery", id=whole[0]["id"]) == {"success": True}
    assert history(ida, webhookid=made["id"]) == whole[1:2]
    assert refused(ida, "listWebhookDeliveries", id=whole[0]["id"]).status == 431 or history(ida, id=whole[0]["id"]) == []
    assert app.user("wh-bob").call("deleteWebhookDelivery", startdate=day, enddate=day) == {"success": True}
    assert history(ida, webhookid=made["id"]) == whole[1:2]
    assert refused(ida, "deleteWebhookDelivery", webhookid=made["id"], managementserverid=UNKNOWN).status == 531
    assert refused(app.admin, "deleteWebhookDelivery", managementserverid=UNKNOWN).status == 431
    posted = {name: app.db.write(lambda tx, name=name: tx.insert(node, uuid=new_uuid(), name=name, address="127.0.0.1", pid=1, started=1))
              for name in ("wh-here", "wh-there")}
    app.db.write(lambda tx: tx.execute(update(webhook_delivery).where(webhook_delivery.c.uuid == whole[1]["id"]).values(node_id=posted["wh-here"])))
    uuid = {name: app.read(lambda tx, row=row: tx.scalar(select(node.c.uuid).where(node.c.id == row))) for name, row in posted.items()}
    for name, wanted in (("wh-there", []), ("wh-here", [whole[1]["id"]])):
        assert [one["id"] for one in history(app.admin, managementserverid=uuid[name])] == wanted
    for name, left in (("wh-there", whole[1:2]), ("wh-here", [])):
        assert app.admin.call("deleteWebhookDelivery", managementserverid=uuid[name]) == {"success": True}
        assert history(ida, webhookid=made["id"]) == left
    happen(ida, "wh-i9")
    work(app)
    assert ida.call("deleteWebhookDelivery", webhookid=made["id"], startdate=day, enddate="2099-01-01") == {"success": True}
    assert history(ida, webhookid=made["id"]) == []


def test_of_a_project(app: TestApp, receiver: Receiver) -> None:
    """What happens in the project is posted to its webhook, nothing else is."""
    kit = app.user("wh-kit")
    project = kit.job("createProject", name="wh-project")["project"]["id"]
    made = hook(kit, receiver, projectid=project)
    assert (made["projectid"], made["project"], made.get("account")) == (project, "wh-project", None)
    receiver.got.clear()
    happen(kit, "wh-own")
    kit.call("createSSHKeyPair", name="wh-shared", projectid=project)
    work(app)
    assert [headers["x-cs-event"] for headers, _ in receiver.got] == ["REGISTER.SSH.KEYPAIR"]
    assert json.loads(receiver.got[0][1])["description"].endswith("wh-shared")
    assert refused(app.user("wh-bob"), "createWebhook", name="w", payloadurl=receiver.url, projectid=project).status in (431, 531)
