"""Webhooks: real posts to a server on loopback, signed; retries, and where they may not go."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import ssl
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from manager.reconcile import webhooks as worker
from tests.api.test_infra import refused
from tests.api.webhooks.receiver import Receiver, happen, history, hook, services, work
from tests.wire.app import TestApp


def test_an_event_is_posted_and_signed(app: TestApp, receiver: Receiver) -> None:
    ann = app.user("wh-ann")
    made = hook(ann, receiver, "mine", description="what happens", secretkey="k3y", state="Enabled")
    assert {name: made[name] for name in ("name", "description", "payloadurl", "scope", "state", "sslverification", "account", "secretkey")} == {
        "name": "mine", "description": "what happens", "payloadurl": receiver.url, "scope": "Local", "state": "Enabled", "sslverification": False,
        "account": "wh-ann", "secretkey": "k3y"}
    receiver.got.clear()
    happen(ann, "wh-1")
    work(app)
    headers, text = next(one for one in receiver.got if one[0]["x-cs-event"] == "REGISTER.SSH.KEYPAIR")
    body = json.loads(text)
    event = ann.call("listEvents", id=headers["x-cs-event-id"])["event"][0]
    assert (event["type"], body["event"], body["status"], body["account"]) == (body["event"], "REGISTER.SSH.KEYPAIR", "Completed", ann.account["id"])
    assert (body["user"], body["description"]) == (ann.user_id, event["description"])
    assert headers["x-cs-signature"] == base64.b64encode(hmac.new(b"k3y", text.encode(), hashlib.sha256).digest()).decode()
    assert headers["user-agent"] == f"CS-Hookshot/{ann.account['id']}"
    assert headers["content-type"].startswith("application/json")
    assert headers[":path"] == "/hook?x=1"
    shown = history(ann, webhookid=made["id"], eventtype="REGISTER.SSH.KEYPAIR")[0]
    assert (shown["success"], shown["response"], shown["payload"], shown["webhookname"], shown["eventid"]) == (
        True, "thanks", text, "mine", headers["x-cs-event-id"])
    assert "X-CS-Event: REGISTER.SSH.KEYPAIR" in shown["headers"]
    assert "managementserverid" not in shown
    assert "secretkey" not in ann.call("listWebhooks", id=made["id"])["webhook"][0]
    assert "k3y" not in str(ann.call("listEvents", pagesize=-1))


def test_failures_are_tried_again_and_then_history(app: TestApp, receiver: Receiver) -> None:
    bob = app.user("wh-bob")
    made = hook(bob, receiver)
    work(app)
    app.admin.call("updateConfiguration", name="webhook.delivery.tries", value="2", domainid=bob.account["domainid"])
    receiver.got.clear()
    receiver.answers[:] = [500, 200]
    happen(bob, "wh-2")
    work(app)
    assert len(receiver.got) == 2
    assert history(bob, webhookid=made["id"])[0]["success"] is True
    receiver.answers[:] = [500, 302]
    happen(bob, "wh-3")
    work(app)
    assert len(receiver.got) == 4             # a redirect is a failure and is not followed
    last = history(bob, webhookid=made["id"])[0]
    assert (last["success"], last["response"]) == (False, "thanks")
    app.admin.call("resetConfiguration", name="webhook.delivery.tries", domainid=bob.account["domainid"])


def test_a_receiver_that_does_not_answer_in_time(app: TestApp, receiver: Receiver) -> None:
    app.admin.call("updateConfiguration", name="webhook.delivery.timeout", value="1")
    app.admin.call("updateConfiguration", name="webhook.delivery.tries", value="1")
    eve = app.user("wh-eve")
    receiver.hold = threading.Event()
    shown = eve.call("executeWebhookDelivery", payloadurl=receiver.url)["webhookdelivery"]
    receiver.hold.set()
    assert (shown["success"], "within 1 s" in shown["response"]) == (False, True)


def test_a_slow_receiver_holds_up_no_other(app: TestApp, receiver: Receiver) -> None:
    """And with a pool of one, nothing else goes meanwhile: that is what the key says."""
    dan, fay = app.user("wh-dan"), app.user("wh-fay")
    hook(dan, receiver, payloadurl=receiver.url + "&slow")
    quick = hook(fay, receiver)
    work(app)
    for size, passed in (("1", False), ("5", True)):
        app.admin.call("updateConfiguration", name="webhook.delivery.thread.pool.size", value=size)
        work(app)
        receiver.got.clear()
        receiver.hold = threading.Event()
        before = len(history(fay, webhookid=quick["id"]))
        happen(dan, f"wh-slow{size}")
        task = asyncio.run_coroutine_threadsafe(worker.webhooks(services(app)), app.background.loop)
        _until(lambda: any("&slow" in headers[":path"] for headers, _ in receiver.got))
        happen(fay, f"wh-quick{size}")
        if passed:
            _until(lambda: sum("&slow" not in headers[":path"] for headers, _ in receiver.got) >= 1)
        else:
            _pause(1.2)
            assert not any("&slow" not in headers[":path"] for headers, _ in receiver.got)
        receiver.hold.set()
        receiver.hold = None
        task.result(30)
        assert len(history(fay, webhookid=quick["id"])) == before + 1
        receiver.got.clear()


def _pause(seconds: float) -> None:
    threading.Event().wait(seconds)


def _until(there: Any) -> None:
    for _ in range(100):
        if there():
            return
        _pause(0.1)
    raise AssertionError("it did not come")


@pytest.mark.parametrize("url", [
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://2130706433:{port}/",
    "http://0.0.0.0:{port}/", "http://169.254.169.254/latest/", "http://10.0.0.1/", "http://[fe80::1]/"])
def test_where_webhooks_may_not_go(app: TestApp, receiver: Receiver, url: str) -> None:
    app.admin.call("resetConfiguration", name="webhook.delivery.blocklist")
    eve = app.user("wh-eve")
    app.admin.call("updateConfiguration", name="webhook.delivery.tries", value="1")
    shown = eve.call("executeWebhookDelivery", payloadurl=url.format(port=receiver.server.server_address[1]))["webhookdelivery"]
    assert shown["success"] is False
    assert receiver.got == []


def test_nothing_is_queued_of_what_is_rolled_back(app: TestApp, receiver: Receiver) -> None:
    jon = app.user("wh-jon")
    hook(jon, receiver)
    happen(jon, "wh-j")
    work(app)
    receiver.got.clear()
    assert refused(jon, "createSSHKeyPair", name="wh-j").status in (431, 530)
    work(app)
    assert receiver.got == []


def test_certificates(app: TestApp, receiver: Receiver, tmp_path: Path) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-keyout", str(key), "-out",
                    str(cert)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    url = receiver.url.replace("http:", "https:").replace("127.0.0.1", "localhost")
    app.admin.call("updateConfiguration", name="webhook.delivery.tries", value="1")
    kim = app.user("wh-kim")
    shown = kim.call("executeWebhookDelivery", payloadurl=url)["webhookdelivery"]
    assert (shown["success"], "CERTIFICATE_VERIFY_FAILED" in shown["response"]) == (False, True)
    assert receiver.got == []
    assert kim.call("executeWebhookDelivery", payloadurl=url, sslverification=False)["webhookdelivery"]["success"] is True
    assert kim.call("createWebhook", name="tls", payloadurl=url)["webhook"]["sslverification"] is True
    for checked in (True, False):
        receiver.got.clear()
        app.admin.call("deleteWebhook", id=kim.call("listWebhooks")["webhook"][0]["id"])
        made = kim.call("createWebhook", name="tls", payloadurl=url, sslverification=checked)["webhook"]
        assert made["sslverification"] is checked
        happen(kim, f"wh-tls-{checked}")
        work(app)
        assert bool(receiver.got) is not checked, checked     # nobody vouches for this certificate
