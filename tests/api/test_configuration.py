"""Configuration keys: list, groups, values of each scope, reset, sealed values, who may."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from manager import settings
from manager.model.db import Tx
from manager.model.tables.tenancy import configuration
from manager.model.tenancy import settings as stored
from manager.settings import KEYS, Key
from tests.api.test_infra import UNKNOWN, ZONE, refused
from tests.wire.app import Client, TestApp


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def place(admin: Client) -> dict[str, str]:
    """One object of each scope."""
    zone = admin.call("createZone", name="z", **ZONE)["zone"]["id"]
    pod = admin.call("createPod", zoneid=zone, name="p", gateway="10.9.0.1", netmask="255.255.255.0", startip="10.9.0.10",
                     endip="10.9.0.20")["pod"]["id"]
    made = admin.call("addCluster", zoneid=zone, podid=pod, clustername="c", clustertype="CloudManaged", hypervisor="Simulator")
    cluster = made["cluster"][0]["id"]
    store = admin.call("addImageStore", provider="Simulator", name="s", zoneid=zone)["imagestore"]["id"]
    domain = admin.call("createDomain", name="d1")["domain"]["id"]
    return {"zoneid": zone, "clusterid": cluster, "imagestore": store, "domainid": domain,
            "below": admin.call("createDomain", name="d2", parentdomainid=domain)["domain"]["id"]}


def listed(client: Client, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.call("listConfigurations", **params).get("configuration", [])
    return found


def value(client: Client, name: str, **place: str) -> str:
    return str(listed(client, name=name, **place)[0]["value"])


def test_a_key_as_it_is_shown(admin: Client) -> None:
    shown = listed(admin, name="guest.domain.suffix")
    assert shown == [{
        "category": "Network", "group": "Access", "subgroup": "Domain", "name": "guest.domain.suffix", "value": "cloud.internal",
        "defaultvalue": "cloud.internal", "scope": "zone", "description": KEYS["guest.domain.suffix"].text, "isdynamic": True,
        "component": "management-server", "displaytext": "Guest domain suffix", "type": "String"}]


def test_a_change_that_was_taken_back_is_not_kept(both: TestApp) -> None:
    name, seen = "guest.domain.suffix", []

    def changed(tx: Tx) -> None:
        stored.put(tx, name, stored.GLOBAL, 0, "never.internal")
        seen.append(settings.get(tx, name))
        raise Unwanted

    for _ in range(2):  # with and without what was cached before
        with pytest.raises(Unwanted):
            both.db.write(changed)
        assert (seen.pop(), both.read(lambda tx: settings.get(tx, name))) == ("never.internal", "cloud.internal")
        settings.forget()


class Unwanted(Exception):
    """Ends a transaction."""


def test_filters(admin: Client, place: dict[str, str]) -> None:
    everything = {one["name"] for one in listed(admin, pagesize=-1)}
    assert everything == {name for name, key in KEYS.items() if key.category != "Hidden"}
    assert {one["category"] for one in listed(admin, category="network")} == {"Network"}
    assert {one["name"] for one in listed(admin, keyword="overprovisioning")} == {name for name in KEYS if "overprovisioning" in name}
    compute = {one["name"] for one in listed(admin, group="Compute", page=1, pagesize=500)}
    assert "cpu.overprovisioning.factor" in compute
    assert compute < everything
    assert {one["subgroup"] for one in listed(admin, group="Access", subgroup="Account")} == {"Account"}
    assert {one["scope"] for one in listed(admin, clusterid=place["clusterid"])} == {"cluster"}
    assert {one["name"] for one in listed(admin, parent="webhook.none")} == set()
    for wrong in ({"group": "Nothing"}, {"subgroup": "Nothing"}, {"group": "Compute", "subgroup": "Account"}):
        assert refused(admin, "listConfigurations", **wrong).status == 431
    assert listed(admin, name="no.such.key") == []


def test_groups(admin: Client) -> None:
    groups = admin.call("listConfigurationGroups")["configurationgroup"]
    assert [one["name"] for one in groups][:3] == ["Access", "Compute", "Storage"]
    assert groups[0]["subgroup"][0] == {"name": "Account", "precedence": 1}
    assert groups[0]["description"]
    assert [one["name"] for one in admin.call("listConfigurationGroups", group="network")["configurationgroup"]] == ["Network"]
    assert [one["name"] for one in admin.call("listConfigurationGroups", keyword="system vms")["configurationgroup"]] == ["System VMs"]
    assert len(admin.call("listConfigurationGroups", page=1, pagesize=2)["configurationgroup"]) == 2
    shown = {(group["name"], part["name"]) for group in groups for part in group["subgroup"]}
    assert {(one["group"], one["subgroup"]) for one in listed(admin, pagesize=-1)} <= shown


SCOPED = [("guest.domain.suffix", "zoneid", "example.org"), ("cpu.overprovisioning.factor", "clusterid", "2.0"),
          ("test.store", "imagestore", "7"), ("test.domain", "domainid", "7")]


@pytest.fixture
def keys() -> Iterator[None]:
    """Keys of scopes that no real key has yet, and a secret one."""
    made = [Key("test.store", "1", "Integer", "a key of image stores", "ImageStore"),
            Key("test.domain", "1", "Integer", "a key of domains", "Domain"),
            Key("test.account", "1", "Integer", "a key of accounts", "Account"), Key("test.secret", "", "String", "a secret", category="Secure"),
            Key("test.hidden", "1", "String", "a hidden key", category="Hidden"),
            Key("test.several", "1", "Integer", "a key of pools and zones", "StoragePool,Zone", parent="test.hidden")]
    for key in made:
        KEYS[key.name] = key
    yield
    for key in made:
        del KEYS[key.name]


@pytest.mark.parametrize(("name", "scope", "new"), SCOPED)
def test_values_of_an_object_and_back(admin: Client, place: dict[str, str], keys: None, name: str, scope: str, new: str) -> None:
    at = {"imagestoreuuid" if scope == "imagestore" else scope: place[scope]}
    back = {"imagestoreid" if scope == "imagestore" else scope: place[scope]}
    default = KEYS[name].default
    assert admin.call("updateConfiguration", name=name, value=new, **at)["configuration"]["value"] == new
    assert (value(admin, name, **at), value(admin, name)) == (new, default)
    assert admin.call("resetConfiguration", name=name, **back)["configuration"]["value"] == default
    assert value(admin, name, **at) == default
    admin.call("updateConfiguration", name=name, value=new)
    assert value(admin, name, **at) == new
    assert admin.call("resetConfiguration", name=name)["configuration"]["value"] == default


def test_reset_of_a_ratio_is_the_clusters_again(admin: Client, place: dict[str, str]) -> None:
    at = {"clusterid": place["clusterid"]}
    admin.call("updateConfiguration", name="cpu.overprovisioning.factor", value="3.0", **at)
    admin.call("resetConfiguration", name="cpu.overprovisioning.factor", **at)
    assert admin.call("listClusters", id=place["clusterid"])["cluster"][0]["cpuovercommitratio"] == "1.0"


def test_accounts_and_domains_inherit_when_told(both: TestApp, admin: Client, place: dict[str, str], keys: None) -> None:
    ann = both.user("conf-ann", domainid=place["below"])
    account = {"accountid": ann.account["id"]}
    admin.call("updateConfiguration", name="test.account", value="9")
    assert value(admin, "test.account", **account) == "9"
    admin.call("resetConfiguration", name="test.account", accountid=ann.account["id"])
    admin.call("updateConfiguration", name="test.domain", value="5", domainid=place["domainid"])
    assert value(admin, "test.domain", domainid=place["below"]) == "1"
    admin.call("updateConfiguration", name="enable.domain.settings.for.child.domain", value="true")
    assert value(admin, "test.domain", domainid=place["below"]) == "5"
    KEYS["test.account"] = dataclasses.replace(KEYS["test.account"], scope="Account,Domain")
    admin.call("updateConfiguration", name="test.account", value="4", domainid=place["domainid"])
    assert value(admin, "test.account", **account) == "9"
    admin.call("updateConfiguration", name="enable.account.settings.for.domain", value="true")
    assert value(admin, "test.account", **account) == "4"
    for name in ("enable.domain.settings.for.child.domain", "enable.account.settings.for.domain"):
        admin.call("resetConfiguration", name=name)
    assert value(admin, "test.account", **account) == "9"


def test_secrets_are_sealed(both: TestApp, admin: Client, keys: None) -> None:
    shown = admin.call("updateConfiguration", name="test.secret", value="hunter2")["configuration"]["value"]
    stored = both.read(lambda tx: tx.scalar(select(configuration.c.value).where(configuration.c.name == "test.secret")))
    assert "hunter2" not in (shown + stored)
    assert both.keys.open(stored) == "hunter2"
    assert both.read(lambda tx: settings.get(tx, "test.secret", secrets=both.keys)) == "hunter2"
    with pytest.raises(TypeError):
        both.read(lambda tx: settings.get(tx, "test.secret"))
    assert listed(admin, keyword="hunter2") == []
    assert listed(admin, name="test.hidden") == []
    assert "hunter2" not in str(admin.call("listEvents", type="CONFIGURATION.VALUE.EDIT", pagesize=-1))
    admin.call("resetConfiguration", name="test.secret")
    assert both.read(lambda tx: settings.get(tx, "test.secret")) == ""


def test_a_key_of_several_scopes(both: TestApp, admin: Client, place: dict[str, str], keys: None) -> None:
    admin.call("updateConfiguration", name="test.several", value="6", zoneid=place["zoneid"])
    assert "test.several" in {one["name"] for one in listed(admin, zoneid=place["zoneid"])}
    assert [one["name"] for one in listed(admin, parent="test.hidden")] == ["test.several"]
    assert refused(admin, "updateConfiguration", name="test.several", value="6", clusterid=place["clusterid"]).status == 431


@pytest.mark.parametrize(("name", "text"), [
    ("default.page.size", "many"), ("default.page.size", "0"), ("allow.public.user.templates", "yes"), ("storage.overprovisioning.factor", "1e3"),
    ("vm.password.length", "6\x00"), ("guest.domain.suffix", "a b"), ("no.such", "1")])
def test_bad_values(admin: Client, name: str, text: str) -> None:
    assert refused(admin, "updateConfiguration", name=name, value=text).status == 431


def test_who_may(both: TestApp, admin: Client, place: dict[str, str]) -> None:
    chief, ann = both.user("conf-chief", domainid=place["domainid"], roletype="2"), both.user("conf-ann", domainid=place["below"])
    name = "allow.user.view.destroyed.vm"
    for client, status in ((ann, 432), (chief, 531)):
        assert refused(client, "updateConfiguration", name=name, value="true").status == status
        assert refused(client, "resetConfiguration", name=name).status == 432
    assert refused(ann, "listConfigurations").status == 432
    own = listed(chief)     # nothing named: what may be set for the own domain
    assert own == listed(chief, domainid=place["domainid"])
    assert "api.key.access" in {one["name"] for one in own}
    assert "default.page.size" not in {one["name"] for one in own}
    assert chief.call("updateConfiguration", name=name, value="true", accountid=ann.account["id"])["configuration"]["value"] == "true"
    assert value(chief, name, accountid=ann.account["id"]) == "true"
    assert ann.call("listCapabilities")["capability"]["allowuserviewdestroyedvm"] is True
    outsider = both.user("conf-other")
    assert refused(chief, "updateConfiguration", name=name, value="true", accountid=outsider.account["id"]).status in (431, 531)
    assert refused(chief, "listConfigurationGroups").status == 432
    for command in ("updateConfiguration", "resetConfiguration"):
        assert refused(admin, command, name=name, value="true", accountid=UNKNOWN).status == 431
        assert refused(admin, command, name=name, value="true", accountid=ann.account["id"], domainid=place["below"]).status == 431


STRICT = [("api.key.access", "false", "true"), ("mandate.user.2fa", "true", "false"), ("password.policy.minimum.length", "8", "7"),
          ("password.policy.allowPasswordToContainUsername", "false", "true")]


@pytest.mark.parametrize(("name", "strict", "loose"), STRICT)
def test_a_domain_admin_tightens_but_does_not_loosen(both: TestApp, admin: Client, place: dict[str, str], name: str, strict: str, loose: str) -> None:
    chief, at = both.user("conf-chief", domainid=place["domainid"], roletype="2"), {"domainid": place["below"]}
    assert chief.call("updateConfiguration", name=name, value=strict, **at)["configuration"]["value"] == strict
    assert refused(chief, "updateConfiguration", name=name, value=loose, **at).status == 531
    assert value(chief, name, **at) == strict
    assert admin.call("resetConfiguration", name=name, **at)["configuration"]["value"] == KEYS[name].default


def test_a_domain_admin_changes_nothing_that_binds_it(both: TestApp, admin: Client, place: dict[str, str]) -> None:
    """Nor what would give its domain more than it has, nor a regular expression: one can keep a whole manager busy."""
    chief = both.user("conf-chief", domainid=place["domainid"], roletype="2")
    ann = both.user("conf-ann", domainid=place["below"])
    for name, text, at in (("allow.user.view.destroyed.vm", "true", {"accountid": chief.account["id"]}),
                           ("api.allowed.source.cidr.list", "0.0.0.0/0", {"accountid": chief.account["id"]}),
                           ("allow.domain.admins.to.create.tagged.offerings", "true", {"accountid": ann.account["id"]}),
                           ("password.policy.regex", "(a|a)*b", {"domainid": place["domainid"]})):
        assert refused(chief, "updateConfiguration", name=name, value=text, **at).status == 531
    assert refused(admin, "updateConfiguration", name="password.policy.regex", value="(", domainid=place["domainid"]).status == 431
