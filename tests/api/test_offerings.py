"""Compute and disk offerings: every parameter, for whom they are, changes, deletion, lists."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.test_infra import UNKNOWN, ZONE, names, refused
from tests.wire.app import Client, TestApp

RATES: dict[str, int] = {
    "bytesreadrate": 1000, "bytesreadratemax": 4000, "bytesreadratemaxlength": 10, "byteswriterate": 2000, "byteswriteratemax": 5000,
    "byteswriteratemaxlength": 20, "iopsreadrate": 100, "iopsreadratemax": 400, "iopsreadratemaxlength": 5, "iopswriterate": 200,
    "iopswriteratemax": 500, "iopswriteratemaxlength": 6}
SHOWN = {"diskBytesReadRate": 1000, "diskBytesReadRateMax": 4000, "diskBytesReadRateMaxLength": 10, "diskBytesWriteRate": 2000,
         "diskBytesWriteRateMax": 5000, "diskBytesWriteRateMaxLength": 20, "diskIopsReadRate": 100, "diskIopsReadRateMax": 400,
         "diskIopsReadRateMaxLength": 5, "diskIopsWriteRate": 200, "diskIopsWriteRateMax": 500, "diskIopsWriteRateMaxLength": 6}


@pytest.fixture(scope="module")
def admin(both: TestApp) -> Client:
    return both.admin


@pytest.fixture(scope="module")
def domain(admin: Client) -> str:
    return str(admin.call("createDomain", name="off")["domain"]["id"])


@pytest.fixture(scope="module")
def zone(admin: Client) -> str:
    return str(admin.call("createZone", name="off", **ZONE)["zone"]["id"])


@pytest.fixture(scope="module")
def chief(both: TestApp, domain: str) -> Client:
    return both.user("off-chief", domainid=domain, roletype="2")


def compute(client: Client, name: str, **more: Any) -> dict[str, Any]:
    whole = {"cpunumber": 1, "cpuspeed": 500, "memory": 128, **more}
    made: dict[str, Any] = client.call("createServiceOffering", name=name, **whole)["serviceoffering"]
    return made


def disk(client: Client, name: str, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = client.call("createDiskOffering", name=name, **{"disksize": 1, **more})["diskoffering"]
    return made


def part(whole: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    return {name: whole.get(name) for name in like}


def changed(admin: Client, name: str, value: str) -> None:
    admin.call("updateConfiguration", name=name, value=value)


def test_a_disk_offering_with_everything(admin: Client) -> None:
    made = disk(admin, "full", displaytext="all of it", cachemode="WriteBack", disksizestrictness=True, displayoffering=True, provisioningtype="fat",
                storagetype="local", tags="ssd,nvme", details={"k": "v"}, miniops=10, maxiops=50, customizediops=False, **RATES)
    want = {**SHOWN, "displaytext": "all of it", "cacheMode": "writeback", "disksizestrictness": True, "displayoffering": True,
            "provisioningtype": "fat", "storagetype": "local", "tags": "ssd,nvme", "details": {"k": "v"}, "miniops": 10, "maxiops": 50,
            "iscustomizediops": False, "disksize": 1, "state": "Active"}
    assert part(made, want) == want
    assert disk(admin, "free-iops", customizediops=True)["iscustomizediops"] is True


def test_a_service_offering_with_everything(admin: Client) -> None:
    made = compute(admin, "full", displaytext="all of it", cachemode="writethrough", tags="ssd", hosttags="gpu", offerha=True, limitcpuuse=True,
                   dynamicscalingenabled=False, networkrate=0, deploymentplanner="userdispersingplanner", diskofferingstrictness=True,
                   provisioningtype="sparse", storagetype="local", rootdisksize=9, serviceofferingdetails={"k": "v"}, miniops=1, maxiops=2, **RATES)
    want = {**SHOWN, "cacheMode": "writethrough", "storagetags": "ssd", "hosttags": "gpu", "offerha": True, "limitcpuuse": True,
            "dynamicscalingenabled": False, "networkrate": 0, "deploymentplanner": "UserDispersingPlanner", "diskofferingstrictness": True,
            "provisioningtype": "sparse", "storagetype": "local", "rootdisksize": 9, "serviceofferingdetails": {"k": "v"}, "miniops": 1, "maxiops": 2}
    assert part(made, want) == want
    assert made["diskofferingname"] == "full"
    assert made["diskofferingid"] not in [one["id"] for one in admin.call("listDiskOfferings", pagesize=-1)["diskoffering"]]
    assert refused(admin, "listDiskOfferings", id=made["diskofferingid"]).status == 431
    assert [compute(admin, f"iops-{free}", customizediops=free)["iscustomizediops"] for free in (True, False)] == [True, False]
    system = compute(admin, "sys", issystem=True, systemvmtype="domainrouter")
    assert (system["issystem"], system["systemvmtype"]) == (True, "domainrouter")


def test_root_disks_as_a_disk_offering_says(admin: Client) -> None:
    root = disk(admin, "root", disksize=7, tags="fast", provisioningtype="fat", iopsreadrate=9)
    made = compute(admin, "by-root", diskofferingid=root["id"])
    want = {"diskofferingid": root["id"], "diskofferingname": "root", "diskofferingdisplaytext": "root", "storagetags": "fast",
            "provisioningtype": "fat", "rootdisksize": 7, "diskIopsReadRate": 9}
    assert part(made, want) == want
    assert refused(admin, "createServiceOffering", name="x", cpunumber=1, cpuspeed=1, memory=64, diskofferingid=root["id"], tags="y").status == 431
    assert "change that one" in refused(admin, "updateServiceOffering", id=made["id"], storagetags="z").text


@pytest.mark.parametrize(("params", "word"), [
    ({"bytesreadrate": 10, "bytesreadratemax": 5}, "bytesreadratemax"), ({"iopswriteratemax": 5}, "iopswriteratemax"),
    ({"iopsreadrate": 5, "iopsreadratemaxlength": 5}, "iopsreadratemaxlength"), ({"byteswriterate": -1}, "byteswriterate"),
    ({"cachemode": "unsafe"}, "cachemode"), ({"miniops": 5}, "maxiops"), ({"miniops": 5, "maxiops": 4}, "miniops"),
    ({"customizediops": True, "miniops": 1, "maxiops": 2}, "miniops")])
def test_rates_that_cannot_be(admin: Client, params: dict[str, Any], word: str) -> None:
    for command, whole in (("createDiskOffering", {"disksize": 1}), ("createServiceOffering", {"cpunumber": 1, "cpuspeed": 1, "memory": 64})):
        failure = refused(admin, command, name="bad", **whole, **params)
        assert (failure.status, word in failure.text) == (431, True), failure.text


@pytest.mark.parametrize(("params", "word"), [
    ({"mincpunumber": 4, "maxcpunumber": 2, "customized": True}, "mincpunumber"), ({"mincpunumber": 4, "customized": True}, "maxcpunumber"),
    ({"minmemory": 64, "maxmemory": 128, "memory": 64, "customized": True}, "memory"), ({"systemvmtype": "consoleproxy"}, "systemvmtype"),
    ({"deploymentplanner": "MyPlanner"}, "deploymentplanner"), ({"diskofferingid": UNKNOWN}, "diskofferingid"),
    ({"cpunumber": 1}, "cpunumber"), ({"name": " "}, "name"), ({"networkrate": -1}, "networkrate")])
def test_service_offerings_that_cannot_be(admin: Client, params: dict[str, Any], word: str) -> None:
    failure = refused(admin, "createServiceOffering", **{"name": "bad", **params})
    assert (failure.status, word in failure.text) == (431, True), failure.text


def test_what_keys_allow_in_offerings(admin: Client) -> None:
    cases = [("vm.disk.bytes.maximum.read.length", "createDiskOffering", "bytesreadratemaxlength"),
             ("vm.disk.bytes.maximum.write.length", "createDiskOffering", "byteswriteratemaxlength"),
             ("vm.disk.iops.maximum.read.length", "createServiceOffering", "iopsreadratemaxlength"),
             ("vm.disk.iops.maximum.write.length", "createServiceOffering", "iopswriteratemaxlength"),
             ("vm.serviceoffering.cpu.cores.max", "createServiceOffering", "cpunumber"),
             ("vm.serviceoffering.ram.size.max", "createServiceOffering", "memory")]
    whole = {"createDiskOffering": {"disksize": 1}, "createServiceOffering": {"cpunumber": 4, "cpuspeed": 1, "memory": 64}}
    for key, command, name in cases:
        changed(admin, key, "3")
        failure = refused(admin, command, name=f"k-{key}", **whole[command], **RATES)
        assert (failure.status, key in failure.text, name in failure.text) == (431, True, True), failure.text
        changed(admin, key, "0")
        assert admin.call(command, name=f"k-{key}", **whole[command], **RATES)


def test_changes_of_a_disk_offering(admin: Client, zone: str, domain: str) -> None:
    made = disk(admin, "old", tags="a")
    one = admin.call("updateDiskOffering", id=made["id"], name="new", displaytext="new text", displayoffering=False, sortkey=7, state="Inactive",
                     tags="b,c", domainid=domain, zoneid=zone, cachemode="writeback", **RATES)["diskoffering"]
    want = {**SHOWN, "name": "new", "displaytext": "new text", "displayoffering": False, "state": "Inactive", "tags": "b,c", "domainid": domain,
            "zoneid": zone, "cacheMode": "writeback"}
    assert part(one, want) == want
    again = admin.call("updateDiskOffering", id=made["id"], domainid="public", zoneid="all", tags="")["diskoffering"]
    assert {"domainid", "zoneid", "tags"}.isdisjoint(again)
    assert refused(admin, "updateDiskOffering", id=made["id"], bytesreadrate=9000).status == 431    # above the burst that is set
    for wrong in ({"domainid": UNKNOWN}, {"zoneid": f"{zone},x"}, {"name": " "}, {"state": "Gone"}):
        assert refused(admin, "updateDiskOffering", id=made["id"], **wrong).status == 431
    assert admin.call("deleteDiskOffering", id=made["id"]) == {"success": True}
    assert refused(admin, "updateDiskOffering", id=made["id"], name="x").status == 431
    assert admin.call("listDiskOfferings", id=made["id"]) == {}


def test_changes_of_a_service_offering(admin: Client, zone: str, domain: str) -> None:
    made = compute(admin, "old", tags="a", hosttags="h")
    one = admin.call("updateServiceOffering", id=made["id"], name="new", displaytext="new text", sortkey=3, state="Inactive", hosttags="h1,h2",
                     storagetags="s1", domainid=domain, zoneid=zone)["serviceoffering"]
    want = {"name": "new", "displaytext": "new text", "state": "Inactive", "hosttags": "h1,h2", "storagetags": "s1", "domainid": domain,
            "zoneid": zone}
    assert part(one, want) == want
    again = admin.call("updateServiceOffering", id=made["id"], domainid="public", zoneid="", hosttags="", storagetags="")["serviceoffering"]
    assert {"domainid", "zoneid", "hosttags", "storagetags"}.isdisjoint(again)
    assert admin.call("deleteServiceOffering", id=made["id"]) == {"success": True}
    assert admin.call("listServiceOfferings", id=made["id"]) == {}
    assert refused(admin, "deleteServiceOffering", id=made["id"]).status == 431


def test_order_by_sortkey(admin: Client) -> None:
    for name, key in (("sort-1", 5), ("sort-2", -5)):
        admin.call("updateDiskOffering", id=disk(admin, name)["id"], sortkey=key)
        admin.call("updateServiceOffering", id=compute(admin, name)["id"], sortkey=key)
    assert names(admin, "listDiskOfferings", "diskoffering", keyword="sort-") == ["sort-2", "sort-1"]
    assert names(admin, "listServiceOfferings", "serviceoffering", keyword="sort-") == ["sort-2", "sort-1"]


def test_what_domain_admins_may(both: TestApp, admin: Client, chief: Client, domain: str, zone: str) -> None:
    below = admin.call("createDomain", name="off-below", parentdomainid=domain)["domain"]["id"]
    other = admin.call("createDomain", name="off-other")["domain"]["id"]
    user, far = both.user("off-user", domainid=below), both.user("off-far", domainid=other)
    assert refused(chief, "createServiceOffering", name="c", cpunumber=1, cpuspeed=1, memory=64).status == 531
    assert refused(chief, "createDiskOffering", name="c", disksize=1, domainid=other).status == 431
    mine, lower = compute(chief, "mine", domainid=domain), disk(chief, "lower", domainid=below, zoneid=zone)
    assert "mine" in names(user, "listServiceOfferings", "serviceoffering")
    assert "mine" not in names(far, "listServiceOfferings", "serviceoffering")
    assert "lower" in names(user, "listDiskOfferings", "diskoffering", zoneid=zone)
    assert names(chief, "listDiskOfferings", "diskoffering", name="lower") == []
    assert names(chief, "listDiskOfferings", "diskoffering", name="lower", listall=True) == ["lower"]
    assert names(chief, "listDiskOfferings", "diskoffering", name="lower", domainid=domain) == []
    assert names(chief, "listDiskOfferings", "diskoffering", name="lower", domainid=domain, isrecursive=True) == ["lower"]
    assert names(admin, "listServiceOfferings", "serviceoffering", account="off-user", domainid=below, name="mine") == ["mine"]
    assert names(admin, "listServiceOfferings", "serviceoffering", account="off-far", domainid=other, name="mine") == []
    assert refused(chief, "listServiceOfferings", account="off-far", domainid=other).status == 431
    assert chief.call("updateServiceOffering", id=mine["id"], displaytext="ours")["serviceoffering"]["displaytext"] == "ours"
    assert refused(chief, "updateServiceOffering", id=mine["id"], domainid="public").status == 531
    assert refused(chief, "updateDiskOffering", id=lower["id"], domainid=other).status == 431
    everybodys = disk(admin, "everybodys")
    for command in ("updateDiskOffering", "deleteDiskOffering"):
        assert refused(chief, command, id=everybodys["id"]).status == 531
        assert refused(user, command, id=lower["id"]).status == 432
    assert chief.call("deleteDiskOffering", id=lower["id"]) == {"success": True}


def test_tags_of_domain_admins(admin: Client, chief: Client, domain: str) -> None:
    key, account = "allow.domain.admins.to.create.tagged.offerings", chief.account["id"]
    whole = {"name": "tagged", "cpunumber": 1, "cpuspeed": 1, "memory": 64, "domainid": domain}
    for tags in ({"tags": "a"}, {"hosttags": "b"}):
        assert refused(chief, "createServiceOffering", **whole, **tags).status == 531
    assert refused(chief, "createDiskOffering", name="tagged", disksize=1, domainid=domain, tags="a").status == 531
    assert chief.call("isAccountAllowedToCreateOfferingsWithTags", id=account) == {"isallowed": {"isallowed": False}}
    admin.call("updateConfiguration", name=key, value="true", accountid=account)
    assert chief.call("createServiceOffering", **whole, tags="a", hosttags="b")["serviceoffering"]["storagetags"] == "a"
    assert chief.call("isAccountAllowedToCreateOfferingsWithTags", id=account) == {"isallowed": {"isallowed": True}}
    root = admin.call("listAccounts", name="admin")["account"][0]["id"]
    assert admin.call("isAccountAllowedToCreateOfferingsWithTags", id=root) == {"isallowed": {"isallowed": True}}
    assert refused(admin, "isAccountAllowedToCreateOfferingsWithTags", id=UNKNOWN).status == 431


def test_filters(admin: Client) -> None:
    compute(admin, "f-big", cpunumber=8, cpuspeed=3000, memory=8192, storagetype="local")
    compute(admin, "f-small")
    for params, found in (({"cpunumber": 8}, ["f-big"]), ({"cpuspeed": 3000}, ["f-big"]), ({"memory": 8000}, ["f-big"]),
                          ({"storagetype": "local"}, ["f-big"]), ({"encryptroot": False}, ["f-big", "f-small"]), ({"encryptroot": True}, []),
                          ({"state": "Inactive"}, []), ({"projectid": -1}, ["f-big", "f-small"])):
        assert names(admin, "listServiceOfferings", "serviceoffering", keyword="f-", page=1, pagesize=10, **params) == found, params
    disk(admin, "f-disk", storagetype="local")
    for params, found in (({"encrypt": True}, []), ({"encrypt": False}, ["f-disk"]), ({"storagetype": "shared"}, []), ({"state": "inactive"}, [])):
        assert names(admin, "listDiskOfferings", "diskoffering", keyword="f-", **params) == found, params
    assert names(admin, "listServiceOfferings", "serviceoffering", issystem=True, systemvmtype="consoleproxy") == []
