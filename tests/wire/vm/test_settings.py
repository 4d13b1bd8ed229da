"""Configuration keys have their effect: each is changed by updateConfiguration and looked for through the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select, update

from manager.model.clock import MINUTE
from manager.model.tables import infra, offering, tenancy
from manager.model.tables.vm import vm as vm_table
from manager.model.tables.work import saga
from manager.reconcile import expunge, purge
from manager.services import Services
from tests.wire.app import ApiFailure, Client
from tests.wire.vm.test_vms import GIB, Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(f"sqlite:///{tmp_path_factory.mktemp('db')}/pileus.db")
    yield made
    made.app.close()


@contextmanager
def setting(site: Site, name: str, value: str, **place: str) -> Iterator[None]:
    """The key has another value meanwhile."""
    before = site.app.admin.call("listConfigurations", name=name, **place)["configuration"][0]["value"]
    site.app.admin.call("updateConfiguration", name=name, value=value, **place)
    try:
        yield
    finally:
        site.app.admin.call("updateConfiguration", name=name, value=before, **place)


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    with pytest.raises(ApiFailure) as caught:
        client.job(command, **params)
    return caught.value


def test_what_users_may_do_with_their_vms(site: Site) -> None:
    ann = site.app.user("anna")
    of = {"id": site.deploy(ann)["id"]}
    with setting(site, "allow.user.force.stop.vm", "false"):
        assert "not allowed to force stop" in refused(ann, "stopVirtualMachine", forced=True, **of).text
        assert ann.call("listCapabilities")["capability"]["allowuserforcestopvm"] is False
    assert ann.job("stopVirtualMachine", forced=True, **of)["virtualmachine"]["state"] == "Stopped"
    ann.job("destroyVirtualMachine", **of)
    assert ann.call("listVirtualMachines", **of) == {}
    with setting(site, "allow.user.view.destroyed.vm", "true"):
        assert ann.call("listVirtualMachines", **of)["virtualmachine"][0]["state"] == "Destroyed"
    assert refused(ann, "recoverVirtualMachine", **of).status == 531
    with setting(site, "allow.user.expunge.recover.vm", "true"):
        assert ann.call("recoverVirtualMachine", **of)["virtualmachine"]["state"] == "Stopped"


def test_one_account_may_what_others_may_not(site: Site) -> None:
    bea, ben = site.app.user("bea"), site.app.user("ben")
    ids = {"bea": site.deploy(bea, startvm=False)["id"], "ben": site.deploy(ben, startvm=False)["id"]}
    account = bea.account["id"]
    for client, name in ((bea, "bea"), (ben, "ben")):
        client.job("destroyVirtualMachine", id=ids[name])
    with setting(site, "allow.user.expunge.recover.vm", "true", accountid=account):
        assert bea.call("recoverVirtualMachine", id=ids["bea"])["virtualmachine"]["state"] == "Stopped"
        assert refused(ben, "recoverVirtualMachine", id=ids["ben"]).status == 531


def test_passwords_and_domains_of_guests(site: Site) -> None:
    cleo, dan = site.app.user("cleo"), site.app.user("dan")
    with setting(site, "vm.password.length", "11"):
        assert len(site.deploy(cleo)["password"]) == 11
    with setting(site, "guest.domain.suffix", "example.org", zoneid=site.base["zoneid"]):
        site.deploy(dan, startvm=False)
    suffixes = [client.call("listNetworks")["network"][0]["networkdomain"] for client in (cleo, dan)]
    assert suffixes[0].endswith("cloud.internal")
    assert suffixes[1].endswith("example.org")


def test_sizes_of_custom_disks(site: Site) -> None:
    eli = site.app.user("eli")
    custom = site.app.admin.call("createDiskOffering", name="any", displaytext="any", customized=True)["diskoffering"]["id"]
    with setting(site, "custom.diskoffering.size.min", "3"), setting(site, "custom.diskoffering.size.max", "5"):
        for size in (2, 6):
            assert "from 3 to 5 GiB" in refused(eli, "deployVirtualMachine", **site.base, diskofferingid=custom, size=size).text
        vm = site.deploy(eli, diskofferingid=custom, size=5, startvm=False)
        assert eli.call("listVolumes", virtualmachineid=vm["id"], type="DATADISK")["volume"][0]["size"] == 5 * GIB
        shown = eli.call("listCapabilities")["capability"]
        assert (shown["customdiskofferingminsize"], shown["customdiskofferingmaxsize"]) == (3, 5)


def test_limits_of_accounts(site: Site) -> None:
    fay = site.app.user("fay")
    with setting(site, "max.account.user.vms", "1"):
        site.deploy(fay, startvm=False)
        assert refused(fay, "deployVirtualMachine", **site.base).status == 532
        limit = fay.call("listResourceLimits", resourcetype=0)["resourcelimit"][0]
        assert limit["max"] == 1
    for name, kind in (("cpus", 8), ("memory", 9), ("volumes", 2), ("primary.storage", 10)):
        with setting(site, f"max.account.{name}", "0"):
            assert fay.call("listResourceLimits", resourcetype=kind)["resourcelimit"][0]["max"] == 0
            assert refused(fay, "deployVirtualMachine", **site.base).status == 532


def test_public_templates_of_users(site: Site) -> None:
    gil, admin = site.app.user("gil"), site.app.admin
    admin.call("addImageStore", name="none", provider="Simulator", url="sim://store", zoneid=site.base["zoneid"])
    made = {"name": "t", "displaytext": "t", "format": "QCOW2", "hypervisor": "Simulator", "url": "sim://t", "ispublic": True,
            "ostypeid": admin.call("listOsTypes", description="Other Linux (64-bit)")["ostype"][0]["id"]}
    with setting(site, "allow.public.user.templates", "false"):
        assert refused(gil, "registerTemplate", **made).status == 531
        assert gil.call("listCapabilities")["capability"]["userpublictemplateenabled"] is False
    assert gil.call("registerTemplate", **made)["template"][0]["ispublic"] is True


def test_overcommit_is_the_clusters(site: Site) -> None:
    """The global value is for clusters made later; one cluster's own changes at once what its hosts may promise."""
    admin = site.app.admin
    cluster = admin.call("listClusters")["cluster"][0]
    host = site.uuid(infra.host, "host1")
    site.app.db.write(lambda tx: tx.execute(update(infra.host_facts).values(cpu_mhz=2000, memory_bytes=32 * GIB)))

    def totals() -> tuple[int, int]:
        shown = admin.call("listHosts", id=host)["host"][0]
        return int(shown["cpuwithoverprovisioning"]), int(shown["memorywithoverprovisioning"])

    before = totals()
    with setting(site, "cpu.overprovisioning.factor", "3.0", clusterid=cluster["id"]), \
            setting(site, "mem.overprovisioning.factor", "1.5", clusterid=cluster["id"]):
        assert totals() == (48000, 48 * GIB)
        again = admin.call("listClusters", id=cluster["id"])["cluster"][0]
        assert (again["cpuovercommitratio"], again["memoryovercommitratio"]) == ("3.0", "1.5")
    with setting(site, "cpu.overprovisioning.factor", "4.0"):
        pod = admin.call("listPods")["pod"][0]["id"]
        made = admin.call("addCluster", zoneid=site.base["zoneid"], podid=pod, clustername="late", clustertype="CloudManaged", hypervisor="Simulator")
        assert made["cluster"][0]["cpuovercommitratio"] == "4.0"
        assert totals() == before


def test_storage_overprovisioning_is_the_pools(site: Site) -> None:
    pool = site.uuid(infra.storage_pool, "pool")
    with setting(site, "storage.overprovisioning.factor", "3.5", storageid=pool):
        assert site.app.admin.call("listStoragePools", id=pool)["storagepool"][0]["overprovisionfactor"] == "3.5"
    assert site.app.admin.call("listStoragePools", id=pool)["storagepool"][0]["overprovisionfactor"] == "2.0"


def test_hypervisors(site: Site) -> None:
    with setting(site, "hypervisor.list", "KVM,LXC"):
        assert [one["name"] for one in site.app.admin.call("listHypervisors")["hypervisor"]] == ["KVM", "LXC"]


def test_wrong_passwords_in_a_row(site: Site) -> None:
    site.app.user("hugo")

    def login(password: str) -> int:
        return site.app.http("POST", body=f"command=login&username=hugo&password={password}&response=json".encode()).status

    with setting(site, "incorrect.login.attempts.allowed", "2"):
        assert [login("no"), login("no"), login("password")] == [531, 531, 531]
    unlock = update(tenancy.user).where(tenancy.user.c.username == "hugo").values(locked_until=0, failed_logins=0)
    site.app.db.write(lambda tx: tx.execute(unlock))
    with setting(site, "incorrect.login.attempts.allowed", "0"):
        assert [login("no") for _ in range(8)] == [531] * 8
        assert login("password") == 200


def test_the_largest_template_reaches_the_image_service(site: Site) -> None:
    admin = site.app.admin
    made = {"name": "big", "displaytext": "big", "format": "QCOW2", "hypervisor": "Simulator", "url": "sim://big", "zoneid": "-1"}
    with setting(site, "max.template.iso.size", "7"), setting(site, "secstorage.allowed.internal.sites", "10.0.0.0/8, 192.0.2.1/32"):
        uuid = admin.call("registerTemplate", **made)["template"][0]["id"]
    params = site.app.read(lambda tx: [row.params for row in tx.rows(select(saga.c.params).where(saga.c.kind == "template.register"))])
    asked = next(text for text in params if uuid in text)
    assert str(7 * GIB) in asked
    assert "192.0.2.1/32" in asked
    assert site.app.read(lambda tx: tx.scalar(select(offering.template.c.name).where(offering.template.c.uuid == uuid))) == "big"


def services(site: Site) -> Services:
    app = site.app
    return Services(site.hosts, site.hosts, app.keys, lambda fn: app.db.run(fn, writing=False), app.db.run)  # type: ignore[arg-type]


def test_the_longest_user_data(site: Site) -> None:
    ian = site.app.user("ian")
    with setting(site, "vm.userdata.max.length", "8"):
        assert "at most 8" in refused(ian, "deployVirtualMachine", **site.base, userdata="MTIzNDU2Nzg5").text
        assert site.deploy(ian, userdata="MTIzNDU2Nzg=", startvm=False)


def test_system_vms_on_local_storage(site: Site) -> None:
    """There is none here: the router of a first network finds no place."""
    with setting(site, "system.vm.use.local.storage", "true", zoneid=site.base["zoneid"]):
        assert refused(site.app.user("jane"), "deployVirtualMachine", **site.base).status in (530, 533)
    assert site.deploy(site.app.user("joan"))["state"] == "Running"


def test_how_long_jobs_are_remembered(site: Site) -> None:
    kit = site.app.user("kit")
    job = kit.call("deployVirtualMachine", **site.base, startvm=False)["jobid"]
    kit.wait(job)
    site.app.db.write(lambda tx: tx.execute(update(saga).where(saga.c.uuid == job).values(ended=saga.c.ended - 60 * MINUTE)))
    for minutes, there in (("61", True), ("59", False)):
        with setting(site, "job.expire.minutes", minutes):
            site.app.background.run(purge.purge(services(site)))
            if there:
                assert kit.call("queryAsyncJobResult", jobid=job)["jobstatus"] == 1
            else:
                assert refused(kit, "queryAsyncJobResult", jobid=job).status == 431


def test_when_a_destroyed_vm_is_expunged(site: Site) -> None:
    lee = site.app.user("lee")
    made = site.deploy(lee, startvm=False)["id"]
    lee.job("destroyVirtualMachine", id=made)
    site.app.db.write(lambda tx: tx.execute(update(vm_table).where(vm_table.c.uuid == made).values(state_at=vm_table.c.state_at - 60 * MINUTE)))

    def is_due() -> bool:
        found = site.app.read(expunge.due)
        return site.app.read(lambda tx: tx.scalar(select(vm_table.c.id).where(vm_table.c.uuid == made))) in found

    with setting(site, "expunge.delay", "3700"):
        assert not is_due()
    with setting(site, "expunge.delay", "3500"):
        assert is_due()


@pytest.mark.parametrize("owner", ["account", "domain", "project"])
def test_limits_by_default(site: Site, owner: str) -> None:
    """Each max.<owner>.* is the limit of those that have none of their own."""
    admin = site.app.admin
    name = f"limits-{owner}"
    domain = admin.call("createDomain", name=name)["domain"]["id"]
    mia = site.app.user(name, domainid=domain)
    of: dict[str, str] = {"account": name, "domainid": domain}
    if owner == "domain":
        of = {"domainid": domain}
    if owner == "project":
        of = {"projectid": mia.job("createProject", name=name, displaytext=name)["project"]["id"]}
    kinds = {"user.vms": 0, "public.ips": 1, "volumes": 2, "snapshots": 3, "templates": 4, "projects": 5, "networks": 6, "vpcs": 7, "cpus": 8,
             "memory": 9, "primary.storage": 10, "secondary.storage": 11}
    for key, kind in kinds.items():
        if owner == "project" and key == "projects":
            continue
        with setting(site, f"max.{owner}.{key}", "7"):
            found = admin.call("listResourceLimits", resourcetype=kind, **of)["resourcelimit"]
            assert [int(one["max"]) for one in found] == [7], key
