"""SSH key pairs of accounts, and of others on whose behalf an administrator acts: made, listed, deleted by name."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from tests.api.infra import listed, refused
from tests.wire.app import Client, TestApp


def line() -> str:
    """A new public key."""
    made = ed25519.Ed25519PrivateKey.generate().public_key()
    return made.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


@pytest.fixture(scope="module")
def domains(both: TestApp) -> dict[str, str]:
    top = both.admin.call("createDomain", name="keys")["domain"]["id"]
    return {"top": top, "low": both.admin.call("createDomain", name="low", parentdomainid=top)["domain"]["id"]}


@pytest.fixture(scope="module")
def chief(both: TestApp, domains: dict[str, str]) -> Client:
    return both.user("key-chief", domainid=domains["top"], roletype="2")


def test_a_key_for_somebody_else(both: TestApp, domains: dict[str, str], chief: Client) -> None:
    kim = both.user("key-kim", domainid=domains["low"])
    of: dict[str, Any] = {"account": "key-kim", "domainid": domains["low"]}
    given = line()
    made = chief.call("registerSSHKeyPair", name="given", publickey=given, **of)["keypair"]
    assert (made["account"], made["domainid"]) == ("key-kim", domains["low"])
    assert chief.call("createSSHKeyPair", name="made", **of)["keypair"]["account"] == "key-kim"
    assert listed(kim, "listSSHKeyPairs", "sshkeypair") == ["given", "made"]
    for name, key in (("given", line()), ("other", given)):
        assert "exists already" in refused(kim, "registerSSHKeyPair", name=name, publickey=key).text
    assert refused(kim, "registerSSHKeyPair", name="bad", publickey="ssh-ed25519 x").status == 431
    outsider = both.user("key-out")
    for command, more in (("registerSSHKeyPair", {"publickey": line()}), ("createSSHKeyPair", {}), ("deleteSSHKeyPair", {})):
        assert refused(outsider, command, name="given", **more, **of).status in (431, 531), command
        assert refused(chief, command, name="x", account="key-nobody", domainid=domains["low"], **more).status in (431, 531), command
    assert "does not exist" in refused(chief, "deleteSSHKeyPair", name="given").text      # his own
    assert chief.call("deleteSSHKeyPair", name="given", **of) == {"success": True}
    assert listed(kim, "listSSHKeyPairs", "sshkeypair") == ["made"]


def test_lists(both: TestApp, domains: dict[str, str], chief: Client) -> None:
    ann = both.user("key-ann", domainid=domains["low"])
    for name in ("a1", "a2", "b1"):
        ann.call("createSSHKeyPair", name=name)
    chief.call("createSSHKeyPair", name="own")
    project = ann.job("createProject", name="keys")["project"]["id"]
    shared = ann.call("createSSHKeyPair", name="shared", projectid=project)["keypair"]
    of = {"account": "key-ann", "domainid": domains["low"]}
    two = ann.call("listSSHKeyPairs", name="a2")["sshkeypair"][0]
    cases: list[tuple[Client, dict[str, Any], list[str]]] = [
        (ann, {"page": 1, "pagesize": 2}, ["a1", "a2"]), (ann, {"page": 2, "pagesize": 2}, ["b1"]), (ann, {"keyword": "a"}, ["a1", "a2"]),
        (ann, {"keyword": "%"}, []), (ann, {"id": two["id"]}, ["a2"]), (ann, {"name": "a"}, []), (ann, {"fingerprint": two["fingerprint"]}, ["a2"]),
        (ann, {"fingerprint": "00"}, []), (ann, {"projectid": project}, ["shared"]), (ann, {"projectid": -1}, ["shared"]),
        (chief, {}, ["own"]), (chief, of, ["a1", "a2", "b1"]), (chief, {"domainid": domains["top"]}, ["own"]),
        (chief, {"domainid": domains["top"], "isrecursive": True, "keyword": "1"}, ["a1", "b1"]), (chief, {"listall": True, "keyword": "b"}, ["b1"])]
    for client, params, names in cases:
        assert listed(client, "listSSHKeyPairs", "sshkeypair", **params) == names, params
    assert (shared["projectid"], shared.get("account")) == (project, None)
    assert refused(both.user("key-out"), "listSSHKeyPairs", **of).status in (431, 531)
    assert ann.call("deleteSSHKeyPair", name="shared", projectid=project) == {"success": True}
    assert listed(ann, "listSSHKeyPairs", "sshkeypair", projectid=-1) == []
