"""The certificate authority, manager nodes, and the cloud's identifier."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import select, update

from agent.identity import make_key
from manager.model.infra import certificates
from manager.model.tables import infra
from manager.model.tables.work import node
from manager.model.work import nodes
from tests.api.places.site import UNKNOWN, Hosts, cluster, host, pod, refused, zone
from tests.wire.app import TestApp


@pytest.fixture(scope="module")
def made(app: TestApp) -> dict[str, Any]:
    return host(app, cluster(app.admin, pod(app.admin, zone(app.admin, "z")["id"], "p"), "c"), "http://sim/h0")


def serial(app: TestApp, made: dict[str, Any]) -> str:
    return str(app.read(lambda tx: tx.scalar(select(infra.host.c.cert_serial).where(infra.host.c.uuid == made["id"]))))


def valid(app: TestApp, which: str) -> bool:
    return which in app.read(lambda tx: certificates.valid(tx, [which]))


def test_the_authority(app: TestApp) -> None:
    assert [one["name"] for one in app.admin.call("listCAProviders")["caprovider"]] == ["root"]
    assert app.admin.call("listCAProviders", name="other") == {}
    shown = app.user("ann").call("listCaCertificate", provider="root")["cacertificates"]
    assert x509.load_pem_x509_certificate(shown["certificate"].encode()).subject.rfc4514_string() == "CN=Pileus CA,O=Pileus"
    assert refused(app.admin, "listCaCertificate", provider="other")[0] == 431
    assert refused(app.user("ann"), "issueCertificate", domain="x.example")[0] == 432


def test_a_certificate_with_a_new_key(app: TestApp) -> None:
    got = app.admin.job("issueCertificate", domain="a.example,b.example", ipaddress="192.0.2.7", duration=30, provider="root")["certificates"]
    certificate = x509.load_pem_x509_certificate(got["certificate"].encode())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["a.example", "b.example"]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["192.0.2.7"]
    assert 29 <= (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days <= 30
    key: Any = load_pem_private_key(got["privatekey"].encode(), None)
    assert key.public_key() == certificate.public_key()
    ca = x509.load_pem_x509_certificate(got["cacertificates"].encode())
    certificate.verify_directly_issued_by(ca)
    stored = app.read(lambda tx: [str(tuple(row)) for row in tx.rows(select(infra.certificate))])
    assert not [row for row in stored if "PRIVATE KEY" in row]


def test_a_certificate_for_a_request(app: TestApp) -> None:
    _, csr = make_key("asked.example")
    got = app.admin.job("issueCertificate", csr=csr.decode())["certificates"]
    certificate = x509.load_pem_x509_certificate(got["certificate"].encode())
    assert certificate.subject.rfc4514_string() == "CN=asked.example"
    assert "privatekey" not in got
    number = f"{certificate.serial_number:x}"
    assert valid(app, number)
    assert "asked.example" in refused(app.admin, "revokeCertificate", serial=number, cn="other.example")[1]
    assert app.admin.job("revokeCertificate", serial=number.upper(), cn="asked.example", provider="root") == {"success": True}
    assert not valid(app, number)


@pytest.mark.parametrize(("bad", "word"), [
    ({}, "domain"), ({"csr": "nonsense"}, "csr"), ({"domain": "a b"}, "domain"), ({"domain": "a.example", "ipaddress": "1.2.3"}, "ipaddress"),
    ({"domain": "a.example", "duration": 0}, "duration"), ({"domain": "a.example", "duration": 4000}, "duration"),
    ({"domain": ",".join(f"n{n}.example" for n in range(60))}, "domain"), ({"domain": "a.example", "provider": "x"}, "provider")])
def test_what_is_not_issued(app: TestApp, bad: dict[str, Any], word: str) -> None:
    code, text = refused(app.admin, "issueCertificate", **bad)
    assert (code, word in text) == (431, True), text


def test_a_host_gets_a_new_certificate_and_the_old_one_is_refused(app: TestApp, made: dict[str, Any]) -> None:
    old = serial(app, made)
    assert app.admin.job("provisionCertificate", hostid=made["id"], provider="root") == {"success": True}
    fresh = serial(app, made)
    assert fresh != old
    assert (valid(app, old), valid(app, fresh)) == (False, True)
    assert app.admin.job("provisionCertificate", hostid=made["id"], reconnect=False) == {"success": True}
    assert valid(app, fresh)
    assert refused(app.admin, "revokeCertificate", serial="ffff")[0] == 431


def test_a_silent_host_keeps_its_certificate(app: TestApp, hosts: Hosts, made: dict[str, Any]) -> None:
    old = serial(app, made)
    hosts.silent = True
    try:
        code, text = refused(app.admin, "provisionCertificate", hostid=made["id"])
    finally:
        hosts.silent = False
    assert (code, "gets no certificate" in text) == (530, True)
    assert (serial(app, made), valid(app, old)) == (old, True)


def test_manager_nodes(app: TestApp) -> None:
    (alive,) = app.admin.call("listManagementServers")["managementserver"]
    assert (alive["state"], alive["agentscount"], alive["pendingjobscount"]) == ("Up", 0, 0)
    assert {"osdistribution", "kernelversion", "lastserverstart", "lastboottime"} <= set(alive)
    assert "peers" not in alive
    assert refused(app.admin, "removeManagementServer", id=alive["id"])[0] == 536
    other = app.db.write(lambda tx: nodes.register(tx, "gone-node", "198.51.100.1", 7, "0.9", 1_000_000, alone=False))
    app.db.write(lambda tx: nodes.leave(tx, other))
    (gone,) = app.admin.call("listManagementServers", name="gone-node")["managementserver"]
    assert (gone["state"], gone["version"], gone["serviceip"], "lastserverstop" in gone) == ("Down", "0.9", "198.51.100.1", True)
    (peer,) = app.admin.call("listManagementServers", id=alive["id"], peers=True)["managementserver"][0]["peers"]
    assert (peer["peerid"], peer["peerstate"], peer["peername"]) == (gone["id"], "Down", "gone-node")
    assert app.admin.call("listManagementServers", keyword="gone")["count"] == 1
    assert app.admin.call("removeManagementServer", id=gone["id"])["success"] in (True, "true")
    assert refused(app.admin, "removeManagementServer", id=gone["id"])[0] == 431
    assert app.read(lambda tx: len(tx.rows(select(node)))) == 1


def test_a_node_that_still_has_work_is_not_forgotten(app: TestApp) -> None:
    from manager.model.tables.work import saga

    other = app.db.write(lambda tx: nodes.register(tx, "dying", "", 8, "0.9", 1_000_000, alone=False))
    app.db.write(lambda tx: nodes.leave(tx, other))
    held = app.db.write(lambda tx: tx.scalar(select(saga.c.id).where(saga.c.state == "done").limit(1)))
    app.db.write(lambda tx: tx.execute(update(saga).where(saga.c.id == held).values(node_id=other, state="running")))
    (row,) = app.admin.call("listManagementServers", name="dying")["managementserver"]
    try:
        assert "take over 1" in refused(app.admin, "removeManagementServer", id=row["id"])[1]
    finally:
        app.db.write(lambda tx: tx.execute(update(saga).where(saga.c.id == held).values(state="done")))


def test_the_clouds_identifier_is_signed_with_the_users_key(app: TestApp) -> None:
    user = app.user("signer")
    got = user.call("getCloudIdentifier", userid=user.user_id)["cloudidentifier"]
    wanted = base64.b64encode(hmac.new(user.secret.encode(), got["cloudidentifier"].lower().encode(), hashlib.sha1).digest()).decode()
    assert (got["userid"], got["signature"]) == (user.user_id, wanted)
    other = app.user("other")
    assert other.call("getCloudIdentifier", userid=other.user_id)["cloudidentifier"]["cloudidentifier"] == got["cloudidentifier"]
    for command in ({"userid": UNKNOWN}, {"userid": other.user_id}):
        assert refused(user, "getCloudIdentifier", **command)[0] == 431
    without = app.admin.call("createUser", account="signer", username="keyless", password="password", firstname="a",
                             lastname="b", email="a@b.example")
    assert "no API keys" in refused(app.admin, "getCloudIdentifier", userid=without["user"]["id"])[1]


def test_the_old_name_of_adding_an_image_store(app: TestApp) -> None:
    where = zone(app.admin, "stored")["id"]
    store = app.admin.call("addSecondaryStorage", url="sim://old-name", zoneid=where)["secondarystorage"]
    assert (store["name"], store["providername"], store["zoneid"]) == ("old-name", "Simulator", where)
    (template,) = app.admin.call("listTemplates", templatefilter="featured", zoneid=where)["template"]
    assert (template["isready"], template["templatetype"]) == (True, "BUILTIN")
    assert app.user("ann").call("listTemplates", templatefilter="featured", id=template["id"])["count"] == 1
    app.admin.call("deleteImageStore", id=store["id"])
    assert app.admin.call("listTemplates", templatefilter="all", id=template["id"]) == {}
    again = app.admin.call("addImageStore", provider="Simulator", name="next", zoneid=where)["imagestore"]["id"]
    assert app.admin.call("listTemplates", templatefilter="featured", zoneid=where)["template"][0]["id"] == template["id"]
    app.admin.call("deleteImageStore", id=again)
    assert "pileus" in refused(app.admin, "addSecondaryStorage", url="nfs://x/y")[1]
