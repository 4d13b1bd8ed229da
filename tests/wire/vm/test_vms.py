"""VMs through the API: deploy to expunge, lists, errors, scope; hosts are in memory."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from sqlalchemy import select, update

from manager.model import check
from manager.model.tables import infra, offering
from manager.model.tables.network import network
from manager.model.tables.vm import vm as vm_table
from manager.model.tables.work import event, saga, saga_step
from tests.sagas.fake_agents import FakeAgents, FakeImages
from tests.sagas.vm import world as worlds
from tests.wire.app import ApiFailure, Client, TestApp, make_app

GIB = 1 << 30


class Site:
    """A cloud with hosts in memory; `ids` by name, `uuid(table)` of what was made."""

    def __init__(self, url: str) -> None:
        self.hosts = FakeAgents()
        self.app: TestApp = make_app(url, agents=self.hosts, images=FakeImages())
        self.ids: dict[str, int] = {}
        self.app.db.write(lambda tx: worlds.infrastructure(tx, self.ids, 3))
        self.app.db.write(lambda tx: worlds.networks(tx, self.ids, True))
        self.app.db.write(lambda tx: tx.execute(update(offering.template).where(
            offering.template.c.id == self.ids["template"]).values(is_public=True, password_enabled=True)))
        self.base = {"zoneid": self.uuid(infra.zone, "zone"), "templateid": self.uuid(offering.template, "template"),
                     "serviceofferingid": self.uuid(offering.service_offering, "offering")}

    def uuid(self, table: Any, name: str) -> str:
        """The uuid of a row of `ids`."""
        return str(self.app.read(lambda tx: tx.scalar(select(table.c.uuid).where(table.c.id == self.ids[name]))))

    def deploy(self, client: Client, **more: Any) -> dict[str, Any]:
        """A deployed VM, as its job shows it."""
        vm: dict[str, Any] = client.job("deployVirtualMachine", **{**self.base, **more})["virtualmachine"]
        return vm


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    yield made
    made.app.close()


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    """The error that the call, or its job, ends with."""
    with pytest.raises(ApiFailure) as caught:
        client.job(command, **params)
    return caught.value


def test_deploy_shows_everything_and_keeps_secrets(site: Site) -> None:
    bob = site.app.user("bob")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    line = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    bob.call("registerSSHKeyPair", name="k1", publickey=line)
    data = base64.b64encode(b"#!/bin/sh\necho hi\n").decode()
    vm = site.deploy(bob, name="web", displayname="Web 1", keypair="k1", userdata=data, group="g", details={"memoryOvercommit": "no"})
    assert vm["state"] == "Running"
    assert (vm["name"], vm["displayname"], vm["group"], vm["keypairs"]) == ("web", "Web 1", "g", "k1")
    assert vm["nic"][0]["ipaddress"] == vm["ipaddress"]
    assert vm["nic"][0]["networkname"] == "bob-network"      # made by the first deploy, as CloudStack does
    assert vm["passwordenabled"] is True
    assert len(vm["password"]) == 6
    assert vm["details"] == {"memoryOvercommit": "no"}
    assert {"hostid", "instancename", "displayvm"}.isdisjoint(vm)
    shown = bob.call("listVirtualMachines", id=vm["id"], userdata=True)
    assert shown["count"] == 1
    assert "password" not in shown["virtualmachine"][0]
    assert shown["virtualmachine"][0]["userdata"] == data
    sealed = bob.call("getVMPassword", id=vm["id"])["password"]["encryptedpassword"]
    assert key.decrypt(base64.b64decode(sealed), padding.PKCS1v15()).decode() == vm["password"]
    for table, column in ((saga, saga.c.result), (saga, saga.c.params), (saga_step, saga_step.c.output), (event, event.c.description)):
        stored = site.app.read(lambda tx, column=column: [row[0] for row in tx.rows(select(column))])
        assert not any(vm["password"] in (text or "") for text in stored), table.name
    root = site.app.admin.call("listVirtualMachines", id=vm["id"])["virtualmachine"][0]
    assert root["instancename"].startswith("i-")
    assert root["hostname"].startswith("h")
    volumes = bob.call("listVolumes", virtualmachineid=vm["id"])
    assert [(v["type"], v["state"], v["size"], v["vmname"]) for v in volumes["volume"]] == [("ROOT", "Ready", GIB, "web")]
    events = bob.call("listEvents", type="VM.CREATE")["event"]
    assert {entry["state"] for entry in events} >= {"Scheduled", "Completed"}


def test_the_life_of_a_vm(site: Site) -> None:
    carl, admin = site.app.user("carl"), site.app.admin
    vm = site.deploy(carl, diskofferingid=site.uuid(offering.disk_offering, "disk"))
    of = {"id": vm["id"]}
    assert carl.job("stopVirtualMachine", **of)["virtualmachine"]["state"] == "Stopped"
    assert carl.job("startVirtualMachine", **of)["virtualmachine"]["state"] == "Running"
    again = refused(carl, "startVirtualMachine", **of)
    assert again.status == 431
    assert "in state Running" in again.text
    assert carl.job("rebootVirtualMachine", **of)["virtualmachine"]["state"] == "Running"
    assert carl.job("stopVirtualMachine", forced=True, **of)["virtualmachine"]["state"] == "Stopped"
    assert refused(carl, "rebootVirtualMachine", **of).status == 431
    assert refused(carl, "expungeVirtualMachine", **of).status == 531
    assert refused(carl, "destroyVirtualMachine", expunge=True, **of).status == 531
    assert refused(admin, "expungeVirtualMachine", **of).status == 431       # not destroyed yet
    assert carl.job("destroyVirtualMachine", **of)["virtualmachine"]["state"] == "Destroyed"
    assert carl.call("listVirtualMachines") == {}                            # users do not see what they destroyed
    assert admin.call("listVirtualMachines", listall=True, **of)["virtualmachine"][0]["state"] == "Destroyed"
    assert refused(carl, "recoverVirtualMachine", **of).status == 531
    assert admin.call("recoverVirtualMachine", **of)["virtualmachine"]["state"] == "Stopped"
    assert carl.job("startVirtualMachine", **of)["virtualmachine"]["state"] == "Running"
    assert admin.job("destroyVirtualMachine", expunge=True, **of)["virtualmachine"]["state"] == "Expunging"
    gone = refused(carl, "startVirtualMachine", **of)
    assert gone.status == 431
    assert "entity does not exist" in gone.text
    assert carl.call("listVirtualMachines", **of) == {}
    assert [v["type"] for v in carl.call("listVolumes")["volume"]] == ["DATADISK"]
    assert carl.call("listVolumes")["volume"][0].get("virtualmachineid") is None


def test_created_but_not_started(site: Site) -> None:
    dora = site.app.user("dora")
    vm = site.deploy(dora, startvm=False)
    assert vm["state"] == "Stopped"
    assert [v["state"] for v in dora.call("listVolumes", virtualmachineid=vm["id"])["volume"]] == ["Allocated"]
    assert dora.job("startVirtualMachine", id=vm["id"])["virtualmachine"]["state"] == "Running"


def test_custom_offering_and_sizes(site: Site) -> None:
    admin = site.app.admin
    custom = admin.call("createServiceOffering", name="custom", displaytext="custom")["serviceoffering"]["id"]
    missing = refused(admin, "deployVirtualMachine", **{**site.base, "serviceofferingid": custom})
    assert missing.status == 431
    assert "cpunumber is needed" in missing.text
    vm = site.deploy(admin, serviceofferingid=custom, details={"cpuNumber": 2, "cpuSpeed": 800, "memory": 700}, rootdisksize=3)
    assert (vm["cpunumber"], vm["cpuspeed"], vm["memory"]) == (2, 800, 700)
    assert admin.call("listVolumes", virtualmachineid=vm["id"])["volume"][0]["size"] == 3 * GIB
    fixed = refused(admin, "deployVirtualMachine", **site.base, details={"cpuNumber": 2})
    assert "is not customized" in fixed.text


@pytest.mark.parametrize("params,status,text", [
    ({"templateid": None}, 431, "missing parameter templateid"),
    ({"templateid": "00000000-0000-0000-0000-000000000000"}, 431, "entity does not exist"),
    ({"name": "-bad"}, 431, "VM name can contain ASCII letters"),
    ({"name": "1x"}, 431, "can't start with digit"),
    ({"userdata": "***"}, 431, "userdata"),
    ({"keypair": "nope"}, 431, "A key pair with name nope was not found"),
    ({"hypervisor": "KVM"}, 431, "hypervisor"),
    ({"ipaddress": "10.77.0.1"}, 431, "10.77.0.1"),
    ({"ipaddress": "x"}, 431, "is not an IP address"),
    ({"macaddress": "01:00:00:00:00:01"}, 431, "Mac address is not unicast"),
    ({"size": 3}, 431, "size"),
    ({"customid": "x"}, 531, "customid"),
    ({"hostid": "x"}, 531, "hostid"),
    ({"affinitygroupids": "x"}, 431, "entity does not exist"),
    ({"details": {"cpuNumber": "0"}}, 431, "not customized"),
    ({"rootdisksize": 0}, 431, "rootdisksize"),
])
def test_bad_input_names_the_parameter(site: Site, params: dict[str, Any], status: int, text: str) -> None:
    found = refused(site.app.user("eve"), "deployVirtualMachine", **{**site.base, **params})
    assert found.status == status
    assert text in found.text
    assert site.app.user("eve").call("listVirtualMachines") == {}


def test_another_tenants_things_are_not_there(site: Site) -> None:
    bob, eve = site.app.user("bob"), site.app.user("eve")
    vm = bob.call("listVirtualMachines")["virtualmachine"][0]
    foreign = vm["nic"][0]["networkid"]
    unknown = "11111111-2222-3333-4444-555555555555"
    for command, params in (("startVirtualMachine", {}), ("destroyVirtualMachine", {}), ("updateVirtualMachine", {"displayname": "x"}),
                            ("getVMPassword", {})):
        texts = [refused(eve, command, id=one, **params).text.replace(one, "") for one in (vm["id"], unknown)]
        assert texts[0] == texts[1]
    assert refused(eve, "deployVirtualMachine", **site.base, networkids=foreign).status == 431
    other = refused(site.app.admin, "deployVirtualMachine", **site.base, networkids=foreign)
    assert other.status == 531
    assert "belongs to another account" in other.text


def test_names_are_unique_in_a_network(site: Site) -> None:
    bob = site.app.user("bob")
    twice = refused(bob, "deployVirtualMachine", **site.base, name="web")
    assert twice.status == 431
    assert "already exists" in twice.text


def test_no_capacity_is_told_to_admins_in_numbers(site: Site) -> None:
    admin, finn = site.app.admin, site.app.user("finn")
    big = admin.call("createServiceOffering", name="big", displaytext="big", cpunumber=8, cpuspeed=9000, memory=1024)["serviceoffering"]["id"]
    shown = refused(admin, "deployVirtualMachine", **{**site.base, "serviceofferingid": big})
    assert shown.status == 533
    assert "3 failed cpu" in shown.text
    hidden = refused(finn, "deployVirtualMachine", **{**site.base, "serviceofferingid": big})
    assert hidden.status == 533
    assert "insufficient capacity" in hidden.text
    assert "failed" not in hidden.text
    (left,) = finn.call("listVirtualMachines")["virtualmachine"]
    assert left["state"] == "Error"
    assert finn.job("destroyVirtualMachine", id=left["id"])["virtualmachine"]["state"] == "Expunging"
    assert finn.call("listVirtualMachines") == {}


def test_limits(site: Site) -> None:
    gus = site.app.user("gus")
    over = site.app.admin.call("createServiceOffering", name="41 cores", displaytext="x", cpunumber=41, cpuspeed=10, memory=64)
    found = refused(gus, "deployVirtualMachine", **{**site.base, "serviceofferingid": over["serviceoffering"]["id"]})
    assert found.status == 532
    assert "'cpu' for Account Name = gus" in found.text
    assert gus.call("listNetworks") == {}      # the network that the first deploy would have made is not there either


def test_clienttoken_makes_deploy_repeatable(site: Site) -> None:
    hal = site.app.user("hal")
    first = hal.call("deployVirtualMachine", **site.base, clienttoken="t1")
    second = hal.call("deployVirtualMachine", **site.base, clienttoken="t1")
    assert (first["id"], first["jobid"]) == (second["id"], second["jobid"])
    assert hal.wait(first["jobid"])["jobstatus"] == 1
    assert hal.call("listVirtualMachines")["count"] == 1
    other = refused(hal, "deployVirtualMachine", **site.base, clienttoken="t1", name="other")
    assert other.status == 431


def test_update(site: Site) -> None:
    ida = site.app.user("ida")
    vm = site.deploy(ida, name="one")
    changed = ida.call("updateVirtualMachine", id=vm["id"], name="two", displayname="Two", group="g2", details={"a": "b"},
                       deleteprotection=True, userdata=base64.b64encode(b"x").decode())["virtualmachine"]
    assert (changed["name"], changed["displayname"], changed["group"], changed["details"]) == ("two", "Two", "g2", {"a": "b"})
    protected = refused(ida, "destroyVirtualMachine", id=vm["id"])
    assert "delete protection" in protected.text
    assert ida.call("updateVirtualMachine", id=vm["id"], deleteprotection=False, cleanupdetails=True)["virtualmachine"]["details"] == {}
    assert ida.job("destroyVirtualMachine", id=vm["id"])["virtualmachine"]["state"] == "Destroyed"


def test_list_filters(site: Site) -> None:
    jon, admin = site.app.user("jon"), site.app.admin
    vms = [site.deploy(jon, name=f"jon{number}") for number in range(3)]
    assert [v["name"] for v in jon.call("listVirtualMachines")["virtualmachine"]] == ["jon0", "jon1", "jon2"]
    assert jon.call("listVirtualMachines", keyword="jon1")["count"] == 1
    assert jon.call("listVirtualMachines", name="jon2")["virtualmachine"][0]["id"] == vms[2]["id"]
    assert jon.call("listVirtualMachines", ids=[vms[0]["id"], vms[2]["id"]])["count"] == 2
    assert jon.call("listVirtualMachines", state="running")["count"] == 3
    assert jon.call("listVirtualMachines", state="Stopped") == {}
    assert refused(jon, "listVirtualMachines", state="nonsense").status == 431
    assert jon.call("listVirtualMachines", networkid=vms[0]["nic"][0]["networkid"])["count"] == 3
    second = jon.call("listVirtualMachines", page=2, pagesize=2)
    assert (second["count"], [v["name"] for v in second["virtualmachine"]]) == (3, ["jon2"])
    assert jon.call("listVirtualMachines", page=3, pagesize=2) == {"count": 3}
    assert "nic" not in jon.call("listVirtualMachines", details="min", name="jon0")["virtualmachine"][0] or not jon.call(
        "listVirtualMachines", details="min", name="jon0")["virtualmachine"][0]["nic"]
    assert jon.call("listVirtualMachines", retrieveonlyresourcecount=True) == {"count": 3}
    everywhere = admin.call("listVirtualMachines", listall=True)
    assert everywhere["count"] > 3
    host = next(v["hostid"] for v in everywhere["virtualmachine"] if "hostid" in v)
    assert {v["hostid"] for v in admin.call("listVirtualMachines", listall=True, hostid=host)["virtualmachine"]} == {host}
    assert refused(jon, "listVirtualMachines", hostid=host).status == 531


def test_addresses_that_are_asked_for(site: Site) -> None:
    kim = site.app.user("kim")
    net = site.deploy(kim)["nic"][0]["networkid"]
    vm = site.deploy(kim, iptonetworklist=[{"networkid": net, "ip": "10.1.1.77", "mac": "02:aa:00:00:00:01"}])
    assert vm["ipaddress"] == "10.1.1.77"
    assert vm["nic"][0]["macaddress"] == "02:aa:00:00:00:01"
    taken = refused(kim, "deployVirtualMachine", **site.base, networkids=net, ipaddress="10.1.1.77")
    assert taken.status == 431
    assert "in use" in taken.text


def test_twenty_parallel_deploys_into_a_new_network(site: Site) -> None:
    lou = site.app.user("lou")
    with ThreadPoolExecutor(10) as pool:
        vms = list(pool.map(lambda _: site.deploy(lou), range(20)))
    assert {vm["state"] for vm in vms} == {"Running"}
    assert len({vm["ipaddress"] for vm in vms}) == 20
    networks = site.app.read(lambda tx: tx.rows(select(network.c.id).where(network.c.name == "lou-network", network.c.live == 1)))
    assert len(networks) == 1
    routers = site.app.read(lambda tx: tx.rows(select(vm_table.c.id).where(vm_table.c.type == "DomainRouter", vm_table.c.account_id.in_(
        select(network.c.account_id).where(network.c.name == "lou-network")))))
    assert len(routers) == 1


def test_no_invariant_is_broken_after_all_this(site: Site) -> None:
    assert site.app.read(check.problems) == []
