"""Offerings, network offerings, guest OS types and SSH keys."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from tests.api.test_infra import UNKNOWN, ZONE, names, refused
from tests.wire.app import Client, TestApp


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def domain(admin: Client) -> str:
    return str(admin.call("createDomain", name="sales")["domain"]["id"])


def public_key() -> str:
    """A new OpenSSH public key."""
    return ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


def test_a_service_offering(admin: Client) -> None:
    made = admin.call("createServiceOffering", name="s1", displaytext="text", cpunumber=2, cpuspeed=1500, memory=2048, hosttags="ssd", tags="fast",
                      offerha=True, limitcpuuse=True, networkrate=100, provisioningtype="sparse")["serviceoffering"]
    assert {name: made[name] for name in ("cpunumber", "cpuspeed", "memory", "hosttags", "storagetags", "offerha", "limitcpuuse", "networkrate",
                                          "provisioningtype", "iscustomized", "state", "displaytext")} == {
        "cpunumber": 2, "cpuspeed": 1500, "memory": 2048, "hosttags": "ssd", "storagetags": "fast", "offerha": True, "limitcpuuse": True,
        "networkrate": 100, "provisioningtype": "sparse", "iscustomized": False, "state": "Active", "displaytext": "text"}
    assert names(admin, "listServiceOfferings", "serviceoffering", name="s1") == ["s1"]
    assert "s1" in names(admin, "listServiceOfferings", "serviceoffering", keyword="s1", issystem=False)


def test_customized_offerings(admin: Client) -> None:
    free = admin.call("createServiceOffering", name="free", displaytext="f")["serviceoffering"]
    assert free["iscustomized"] is True
    assert "cpunumber" not in free
    ranged = admin.call("createServiceOffering", name="ranged", displaytext="r", customized=True, cpuspeed=1000, mincpunumber=1, maxcpunumber=4,
                        minmemory=512, maxmemory=4096)["serviceoffering"]
    assert ranged["iscustomized"] is True


@pytest.mark.parametrize(("change", "word"), [
    ({"cpunumber": 0}, "cpunumber"), ({"memory": 31}, "memory"), ({"cpunumber": "two"}, "cpunumber"), ({"cpuspeed": -1}, "cpuspeed"),
    ({"storagetype": "cloud"}, "storagetype"), ({"domainid": UNKNOWN}, "domainid"), ({"name": ""}, "name")])
def test_what_a_service_offering_may_not_be(admin: Client, change: dict[str, Any], word: str) -> None:
    whole = {"name": "bad", "displaytext": "bad", "cpunumber": 1, "cpuspeed": 500, "memory": 128, **change}
    failure = refused(admin, "createServiceOffering", **whole)
    assert (failure.status, word in failure.text) == (431, True), failure.text


def test_offerings_of_a_domain(both: TestApp, admin: Client, domain: str) -> None:
    inside, outside = both.user("in", domainid=domain), both.user("out")
    chief = both.user("chief", domainid=domain, roletype="2")
    made = admin.call("createServiceOffering", name="theirs", displaytext="t", cpunumber=1, cpuspeed=500, memory=128,
                      domainid=domain)["serviceoffering"]
    assert made["domainid"] == domain
    assert names(inside, "listServiceOfferings", "serviceoffering", name="theirs") == ["theirs"]
    assert names(outside, "listServiceOfferings", "serviceoffering", name="theirs") == []
    assert refused(outside, "listServiceOfferings", id=made["id"]).status == 431
    assert refused(chief, "createServiceOffering", name="x", displaytext="x", cpunumber=1, cpuspeed=1, memory=64).status == 531
    own = chief.call("createServiceOffering", name="own", displaytext="x", cpunumber=1, cpuspeed=1, memory=64, domainid=domain)["serviceoffering"]
    assert own["domain"] == "sales"
    root = admin.call("listDomains", name="ROOT")["domain"][0]["id"]
    assert refused(chief, "createServiceOffering", name="y", displaytext="x", cpunumber=1, cpuspeed=1, memory=64, domainid=root).status in (431, 531)


def test_a_zones_offerings(admin: Client) -> None:
    one, two = (admin.call("createZone", name=name, **ZONE)["zone"]["id"] for name in ("za", "zb"))
    admin.call("createServiceOffering", name="za only", displaytext="t", cpunumber=1, cpuspeed=500, memory=128, zoneid=one)
    assert "za only" in names(admin, "listServiceOfferings", "serviceoffering", zoneid=one)
    assert "za only" not in names(admin, "listServiceOfferings", "serviceoffering", zoneid=two)


def test_disk_offerings(both: TestApp, admin: Client) -> None:
    made = admin.call("createDiskOffering", name="d1", displaytext="t", disksize=7, tags="fast")["diskoffering"]
    assert (made["disksize"], made["iscustomized"], made["tags"]) == (7, False, "fast")
    free = admin.call("createDiskOffering", name="d2", displaytext="t", customized=True)["diskoffering"]
    assert (free["disksize"], free["iscustomized"]) == (0, True)
    hidden = admin.call("createDiskOffering", name="d3", displaytext="t", disksize=1, displayoffering=False)["diskoffering"]
    assert hidden["displayoffering"] is False
    assert names(both.user("out"), "listDiskOfferings", "diskoffering", name="d3") == []
    assert names(admin, "listDiskOfferings", "diskoffering", name="d3") == ["d3"]
    assert "disksize" in refused(admin, "createDiskOffering", name="x", displaytext="t").text
    assert "disksize" in refused(admin, "createDiskOffering", name="x", displaytext="t", customized=True, disksize=1).text
    assert {"Small", "Medium", "Large", "Custom"} <= set(names(admin, "listDiskOfferings", "diskoffering"))


def test_network_offerings(both: TestApp, admin: Client) -> None:
    services = ["Dhcp", "Dns", "SourceNat"]
    providers = [{"service": one, "provider": "VirtualRouter"} for one in services]
    made = admin.call("createNetworkOffering", name="n1", displaytext="t", guestiptype="isolated", traffictype="guest", supportedservices=services,
                      serviceproviderlist=providers, egressdefaultpolicy=True, networkrate=50)["networkoffering"]
    assert (made["state"], made["guestiptype"], made["egressdefaultpolicy"], made["isdefault"], made["networkrate"]) == (
        "Disabled", "Isolated", True, False, 50)
    assert {one["name"] for one in made["service"]} == set(services)
    assert made["serviceofferingid"]
    user = both.user("out")
    admin.call("updateNetworkOffering", id=made["id"], state="Enabled", displaytext="new", availability="Optional")
    (seen,) = user.call("listNetworkOfferings", name="n1")["networkoffering"]
    assert (seen["state"], seen["displaytext"]) == ("Enabled", "new")
    assert names(admin, "listNetworkOfferings", "networkoffering", name="n1", supportedservices=["StaticNat"]) == []
    assert names(admin, "listNetworkOfferings", "networkoffering", name="n1", sourcenatsupported=True, guestiptype="Isolated") == ["n1"]
    assert "DefaultIsolatedNetworkOfferingWithSourceNatService" in names(user, "listNetworkOfferings", "networkoffering", state="Enabled")


@pytest.mark.parametrize(("change", "word"), [
    ({"guestiptype": "Round"}, "guestiptype"), ({"traffictype": "Noise"}, "traffictype"), ({"supportedservices": ["Coffee"]}, "Coffee"), (
        {"serviceproviderlist": [{"service": "Dhcp", "provider": "Nobody"}]}, "serviceproviderlist")])
def test_what_a_network_offering_may_not_be(admin: Client, change: dict[str, Any], word: str) -> None:
    whole = {"name": "bad", "displaytext": "t", "guestiptype": "Isolated", "traffictype": "GUEST", "supportedservices": ["Dhcp"],
             "serviceproviderlist": [{"service": "Dhcp", "provider": "VirtualRouter"}], **change}
    failure = refused(admin, "createNetworkOffering", **whole)
    assert (failure.status, word in failure.text) == (431, True), failure.text


def test_os_types_and_hypervisors(both: TestApp) -> None:
    user = both.user("out")
    (linux,) = user.call("listOsTypes", description="Other Linux (64-bit)")["ostype"]
    category = user.call("listOsCategories", id=linux["oscategoryid"])["oscategory"][0]
    assert category["name"] == linux["oscategoryname"]
    assert linux["id"] in [one["id"] for one in user.call("listOsTypes", oscategoryid=category["id"])["ostype"]]
    assert user.call("listOsTypes", keyword="no such system") == {}
    assert {one["name"] for one in user.call("listHypervisors")["hypervisor"]} >= {"KVM"}


def test_ssh_keys_are_their_owners(both: TestApp) -> None:
    ann, bob = both.user("keys-ann"), both.user("keys-bob")
    made = ann.call("createSSHKeyPair", name="k")["keypair"]
    assert made["privatekey"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    line = public_key()
    registered = ann.call("registerSSHKeyPair", name="r", publickey=line + " comment here")["keypair"]
    assert "privatekey" not in registered
    assert len(registered["fingerprint"].split(":")) == 16
    assert sorted(names(ann, "listSSHKeyPairs", "sshkeypair")) == ["k", "r"]
    assert names(ann, "listSSHKeyPairs", "sshkeypair", fingerprint=registered["fingerprint"]) == ["r"]
    assert all("privatekey" not in one for one in ann.call("listSSHKeyPairs")["sshkeypair"])
    assert names(bob, "listSSHKeyPairs", "sshkeypair", listall=True) == []
    assert refused(bob, "listSSHKeyPairs", id=made["id"]).text.replace(made["id"], UNKNOWN) == refused(bob, "listSSHKeyPairs", id=UNKNOWN).text
    assert "'k' does not exist" in refused(bob, "deleteSSHKeyPair", name="k").text
    assert refused(ann, "createSSHKeyPair", name="k").status == 431
    assert "publickey" in refused(ann, "registerSSHKeyPair", name="bad", publickey="ssh-rsa nonsense").text
    assert ann.call("deleteSSHKeyPair", name="k") == {"success": True}
    assert ann.call("listSSHKeyPairs", id=made["id"]) == {}
    assert ann.call("createSSHKeyPair", name="k")["keypair"]["id"] != made["id"]
