"""Bad input of every sort, each with its status and a word of its text; nothing is changed by any: all tables are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from manager.model.tables import metadata
from tests.api.infra import UNKNOWN, ZONE, Site
from tests.wire.app import PASSWORD, ApiFailure, Client, TestApp, running_app, signed

BESIDES = {"event", "event_archive", "epoch", "user_login", "session", "api_count", "node"}   # what a refused call may leave
PERSON = {"password": PASSWORD, "email": "x@example.com", "firstname": "x", "lastname": "x", "accounttype": 0}
HARSH = ["'; DROP TABLE domain; --", "\" OR 1=1 --", "<x>&amp;]]><!-- -->", "a\\b%_%", "Прод", "東京", "مرحبا", "café", "cafe\u0301", "𝒩𝒜"]
LINES = ["a\r\nSet-Cookie: x=1", "a\nb", "a\x00b", "a\x1b[31m"]


class World:
    """Domains top/in and beside; a user, a domain admin, a zone with ranges, one that is half set up; ids of what was deleted."""

    def __init__(self, app: TestApp) -> None:
        self.app, self.admin = app, app.admin
        call = self.admin.call
        self.ids = {"unknown": UNKNOWN} | {name: call("createDomain", name=name)["domain"]["id"] for name in ("top", "beside")}
        self.ids["in"] = call("createDomain", name="in", parentdomainid=self.ids["top"])["domain"]["id"]
        self.chief = app.user("chief", domainid=self.ids["top"], roletype="2")
        self.ann = app.user("ann", domainid=self.ids["in"])
        site = Site(self.admin, "z")
        self.ids |= {"zone": site.zone, "physical": site.physical, "pod": site.pod("p", 1)}
        self.ids["half"] = call("createZone", name="half", **ZONE)["zone"]["id"]
        self.ids["range"] = call("createVlanIpRange", zoneid=site.zone, forvirtualnetwork=True, vlan="untagged", gateway="198.18.1.1",
                                 netmask="255.255.255.0", startip="198.18.1.10", endip="198.18.1.20")["vlan"]["id"]
        self.ids["offering"] = call("createServiceOffering", name="o", displaytext="o", cpunumber=1, cpuspeed=1, memory=64)["serviceoffering"]["id"]
        self.ids["disk"] = call("createDiskOffering", name="d", displaytext="d", disksize=1)["diskoffering"]["id"]
        self.ids["key"] = self.ann.call("createSSHKeyPair", name="k")["keypair"]["id"]
        self._roles()
        self._gone()

    def _roles(self) -> None:
        call = self.admin.call
        self.ids["role"] = call("createRole", name="operators", type="Admin")["role"]["id"]
        made = call("createAccount", username="olga", roleid=self.ids["role"], **{**PERSON, "accounttype": None})["account"]["user"][0]["id"]
        keys = call("registerUserKeys", id=made)["userkeys"]
        self.olga = Client(self.app, keys["apikey"], keys["secretkey"], made)
        self.ids["rule"] = call("createRolePermission", roleid=self.ids["role"], rule="updateRole*", permission="allow")["rolepermission"]["id"]
        (admin,) = call("listUsers", username="admin")["user"]
        self.ids["adminuser"] = admin["id"]

    def _gone(self) -> None:
        call = self.admin.call
        for kind, make, more, drop in (
                ("domain", "createDomain", {"name": "gone"}, "deleteDomain"), ("role", "createRole", {"name": "gone", "type": "User"}, "deleteRole"),
                ("zone", "createZone", {"name": "gone", **ZONE}, "deleteZone"),
                ("serviceoffering", "createServiceOffering", {"name": "g", "displaytext": "g", "cpunumber": 1, "cpuspeed": 1, "memory": 64},
                 "deleteServiceOffering"),
                ("diskoffering", "createDiskOffering", {"name": "g", "displaytext": "g", "disksize": 1}, "deleteDiskOffering"),
                ("networkoffering", "createNetworkOffering", {"name": "g", "displaytext": "g", "guestiptype": "L2", "traffictype": "GUEST"},
                 "deleteNetworkOffering")):
            made = call(make, **more)[kind]["id"]
            (self.admin.job if drop == "deleteDomain" else call)(drop, id=made)
            self.ids[f"gone {kind}"] = made

    def filled(self, params: dict[str, Any]) -> dict[str, Any]:
        """The parameters with `$name` replaced by an id."""
        return {name: self.ids[value[1:]] if isinstance(value, str) and value.startswith("$") else value for name, value in params.items()}

    def rows(self) -> dict[str, list[Any]]:
        """All that is stored, but for the audit."""
        def read(tx: Any) -> dict[str, list[Any]]:
            return {table.name: sorted(map(repr, tx.rows(select(table)))) for table in metadata.sorted_tables if table.name not in BESIDES}

        found: dict[str, list[Any]] = self.app.read(read)
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_app(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db") as made:
        yield World(made)


def unchanged(world: World, call: Callable[[], Any]) -> None:
    """Nothing is stored by the call."""
    before = world.rows()
    call()
    assert world.rows() == before


def refused(world: World, who: str, status: int, word: str, command: str, params: dict[str, Any]) -> None:
    """The call, or its job, ends with this status and says the word; nothing is changed."""
    client: Client = getattr(world, who)

    def call() -> None:
        with pytest.raises(ApiFailure) as failed:
            client.job(command, **world.filled(params)) if command in ("deleteDomain", "createPhysicalNetwork") else client.call(
                command, **world.filled(params))
        assert (failed.value.status, word.lower() in failed.value.text.lower()) == (status, True), failed.value

    if command in ("deleteDomain", "createPhysicalNetwork"):
        call()
    else:
        unchanged(world, call)


OFFERING = {"name": "n", "displaytext": "n", "cpunumber": 1, "cpuspeed": 1, "memory": 64}
PODS = {"zoneid": "$zone", "netmask": "255.255.255.0"}
PUBLIC = {"zoneid": "$zone", "forvirtualnetwork": True, "vlan": "untagged", "gateway": "198.18.1.1", "netmask": "255.255.255.0"}
CASES: list[tuple[str, int, str, str, dict[str, Any]]] = [
    # wrong types
    ("admin", 431, "cpunumber", "createServiceOffering", {**OFFERING, "cpunumber": "two"}),
    ("admin", 431, "memory", "createServiceOffering", {**OFFERING, "memory": "1.5"}),
    ("admin", 431, "memory", "createServiceOffering", {**OFFERING, "memory": "9" * 30}),
    ("admin", 431, "cpunumber", "createServiceOffering", {**OFFERING, "cpunumber": "-1"}),
    ("admin", 431, "disksize", "createDiskOffering", {"name": "n", "displaytext": "n", "disksize": "1e3"}),
    ("admin", 431, "id", "updateZone", {"id": "17", "name": "n"}),
    ("admin", 431, "startdate", "listEvents", {"startdate": "yesterday"}),
    ("admin", 431, "page", "listZones", {"page": "one", "pagesize": 1}),
    ("admin", 431, "max", "updateResourceLimit", {"domainid": "$top", "resourcetype": 0, "max": "many"}),
    ("admin", 430, "details", "createServiceOffering", {**OFFERING, "serviceofferingdetails": "x"}),
    # unknown values of enumerations
    ("admin", 431, "networktype", "createZone", {"name": "n", **ZONE, "networktype": "Wide"}),
    ("admin", 431, "allocationstate", "updateZone", {"id": "$zone", "allocationstate": "On"}),
    ("admin", 431, "type", "createRole", {"name": "n", "type": "King"}),
    ("admin", 431, "permission", "createRolePermission", {"roleid": "$role", "rule": "list*", "permission": "perhaps"}),
    ("admin", 431, "guestiptype", "createNetworkOffering", {"name": "n", "displaytext": "n", "guestiptype": "Round", "traffictype": "GUEST"}),
    ("admin", 431, "resourcetype", "updateResourceLimit", {"domainid": "$top", "resourcetype": 99, "max": 1}),
    ("admin", 431, "state", "updateServiceOffering", {"id": "$offering", "state": "asleep"}),
    ("admin", 431, "hypervisor", "addCluster", {"zoneid": "$zone", "podid": "$pod", "clustername": "c", "clustertype": "CloudManaged",
                                                "hypervisor": "Abacus"}),
    # what was deleted, or never was
    *(("admin", 431, "entity does not exist", command, {**more, name: one})
      for command, name, kind, more in (
          ("updateDomain", "id", "domain", {"name": "n"}), ("createDomain", "parentdomainid", "domain", {"name": "n"}),
          ("createAccount", "domainid", "domain", {"username": "n", **PERSON}), ("updateRole", "id", "role", {"name": "n"}),
          ("createRolePermission", "roleid", "role", {"rule": "a", "permission": "allow"}), ("updateZone", "id", "zone", {"name": "n"}),
          ("createPod", "zoneid", "zone", {"name": "n", "gateway": "10.9.0.1", "netmask": "255.255.255.0", "startip": "10.9.0.5"}),
          ("updateServiceOffering", "id", "serviceoffering", {"name": "n"}), ("deleteServiceOffering", "id", "serviceoffering", {}),
          ("updateDiskOffering", "id", "diskoffering", {"name": "n"}), ("deleteNetworkOffering", "id", "networkoffering", {}))
      for one in (f"$gone {kind}", "$unknown")),
    # domains
    ("admin", 431, "below itself", "moveDomain", {"domainid": "$top", "parentdomainid": "$in"}),
    ("admin", 431, "itself", "moveDomain", {"domainid": "$top", "parentdomainid": "$top"}),
    ("admin", 536, "", "deleteDomain", {"id": "$top"}),
    ("chief", 431, "entity does not exist", "createAccount", {"username": "n", "domainid": "$beside", **PERSON}),
    # ranges that overlap
    ("admin", 431, "overlap", "createPod", {**PODS, "name": "n", "gateway": "172.16.1.1", "startip": "172.16.1.30", "endip": "172.16.1.40"}),
    ("admin", 431, "", "createPod", {**PODS, "name": "n", "gateway": "172.16.9.1", "startip": "172.16.8.30", "endip": "172.16.8.40"}),
    ("admin", 431, "", "createPod", {**PODS, "name": "n", "gateway": "172.16.9.1", "startip": "172.16.9.40", "endip": "172.16.9.30"}),
    ("admin", 431, "overlap", "createVlanIpRange", {**PUBLIC, "startip": "198.18.1.20", "endip": "198.18.1.30"}),
    ("admin", 431, "", "createVlanIpRange", {**PUBLIC, "startip": "198.18.1.40", "endip": "198.18.1.30"}),
    ("admin", 431, "", "createVlanIpRange", {**PUBLIC, "vlan": "5000", "startip": "198.18.1.40", "endip": "198.18.1.50"}),
    ("admin", 431, "", "updatePhysicalNetwork", {"id": "$physical", "vlan": "100-50"}),
    ("admin", 431, "", "updatePhysicalNetwork", {"id": "$physical", "vlan": "0-9999"}),
    # names that are taken
    ("admin", 431, "top", "createDomain", {"name": "top"}),
    ("admin", 431, "TOP", "createDomain", {"name": "TOP"}),
    ("admin", 431, "ann", "createAccount", {"username": "ann", "domainid": "$in", **PERSON}),
    ("admin", 431, "", "createZone", {"name": "z", **ZONE}),
    ("admin", 431, "", "createPod", {**PODS, "name": "p", "gateway": "172.16.9.1", "startip": "172.16.9.30", "endip": "172.16.9.40"}),
    ("admin", 431, "", "createRole", {"name": "operators", "type": "Admin"}),
    ("ann", 431, "k", "createSSHKeyPair", {"name": "k"}),
    # a zone half set up
    ("admin", 431, "", "updateZone", {"id": "$half", "allocationstate": "Enabled"}),
    # a role that locks out its own admin
    ("olga", 531, "", "updateRolePermission", {"roleid": "$role", "ruleid": "$rule", "permission": "deny"}),
    ("olga", 531, "", "disableRole", {"id": "$role"}),
    ("admin", 531, "", "disableUser", {"id": "$adminuser"}),
    ("admin", 531, "", "lockUser", {"id": "$adminuser"}),
    ("admin", 531, "", "deleteUser", {"id": "$adminuser"}),
    # pages
    ("admin", 431, "default.page.size", "listZones", {"page": 1, "pagesize": 501}),
    ("admin", 431, "", "listZones", {"page": 0, "pagesize": 5}),
    ("admin", 431, "", "listZones", {"page": 1}),
    ("admin", 431, "", "listZones", {"page": 1, "pagesize": -1}),
    # what is too long
    ("admin", 431, "name", "createDomain", {"name": "x" * 256}),
    ("admin", 431, "name", "createServiceOffering", {**OFFERING, "name": "x" * 256}),
    ("admin", 431, "keyword", "listUsers", {"keyword": "x" * 5000}),
    # control characters; line breaks where a name is shown on one line
    *(("admin", 431, "name", "createDomain", {"name": text}) for text in LINES),
    *(("admin", 431, "", command, {**more, name: text}) for text in LINES if "\n" not in text for command, name, more in (
        ("createZone", "name", ZONE), ("createServiceOffering", "name", OFFERING), ("listUsers", "keyword", {}),
        ("createRole", "name", {"type": "User"}))),
]


@pytest.mark.parametrize(("who", "status", "word", "command", "params"), CASES, ids=[f"{n}-{case[3]}" for n, case in enumerate(CASES)])
def test_it_is_refused_and_nothing_is_changed(world: World, who: str, status: int, word: str, command: str, params: dict[str, Any]) -> None:
    refused(world, who, status, word, command, params)


def test_ids_of_what_was_deleted_list_nothing(world: World) -> None:
    for command, kind in (("listDomains", "domain"), ("listRoles", "role"), ("listZones", "zone"), ("listServiceOfferings", "serviceoffering"),
                          ("listDiskOfferings", "diskoffering"), ("listNetworkOfferings", "networkoffering")):
        assert world.admin.call(command, id=world.ids[f"gone {kind}"]) == {}, command


@pytest.mark.parametrize("text", HARSH)
def test_names_in_any_script_come_back_as_they_were(world: World, text: str) -> None:
    """In JSON, in XML, by name and by keyword; metacharacters of SQL, XML and LIKE are letters."""
    import unicodedata
    from xml.etree import ElementTree

    made = world.admin.call("createServiceOffering", **{**OFFERING, "name": text, "displaytext": text})["serviceoffering"]
    assert made["name"] in (text, unicodedata.normalize("NFC", text))
    for filters in ({"name": text}, {"keyword": text}, {"id": made["id"]}):
        assert made["id"] in [one["id"] for one in world.admin.call("listServiceOfferings", **filters)["serviceoffering"]], filters
    query = urlencode(signed({"command": "listServiceOfferings", "id": made["id"]}, world.admin.key, world.admin.secret))
    assert ElementTree.fromstring(world.app.http("GET", query=query).body).findtext("serviceoffering/name") == made["name"]
    world.admin.call("deleteServiceOffering", id=made["id"])


@pytest.mark.parametrize("text", HARSH + LINES)
def test_headers_of_errors_are_one_line_of_ascii(world: World, text: str) -> None:
    reply = world.admin.raw("listUsers", id=text)
    assert reply.status == 431
    shown = reply.header("x-description") or ""
    assert shown
    assert shown.isascii()
    assert shown.isprintable()
    assert reply.header("set-cookie") is None


@pytest.mark.parametrize("raw", [b"command=createDomain&name=%ff%fe", b"command=createDomain&name=\xff", b"command=createDomain&name=%ed%a0%80",
                                 b"command=createDomain&name=%c0%af"])
def test_bytes_that_are_not_utf8(world: World, raw: bytes) -> None:
    unchanged(world, lambda: _is(world.app.http("POST", query="response=json", body=raw).status, 431))


def test_bodies_that_are_too_long(world: World) -> None:
    unchanged(world, lambda: _is(world.app.http("POST", body=b"command=createDomain&name=" + b"y" * (1 << 20)).status, 413))
    unchanged(world, lambda: _is(world.app.http("POST", body=b"command=createDomain&name=x" + b"&a=1" * 5001).status, 431))


def _is(found: int, wanted: int) -> None:
    assert found == wanted
