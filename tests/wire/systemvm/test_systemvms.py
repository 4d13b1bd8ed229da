"""System VMs through the API: lists with every filter, the life of a console proxy, service offerings; hosts are in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from manager.model.db import Tx
from manager.model.net import address, system, system_vm
from manager.model.tables import console, infra, network
from manager.model.tables.vm import vm
from tests.wire.app import Client
from tests.wire.vm.test_vms import Site, refused


class Proxies(Site):
    """A zone with management and public addresses, and a stopped console proxy."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.proxy = ""
        self.app.db.write(self._addresses)

    def make(self) -> None:
        """A proxy that has never run."""
        self.proxy = self.app.db.write(lambda tx: system_vm.create(tx, self.ids["zone"], "Simulator", None)).uuid

    def unmake(self) -> None:
        """It is gone."""
        for one in self.list():
            self.app.admin.job("destroySystemVm", id=one["id"])

    def _addresses(self, tx: Tx) -> None:
        zone = self.ids["zone"]
        pod = tx.scalar(select(infra.pod.c.id).where(infra.pod.c.zone_id == zone))
        tx.insert(infra.pod_range, pod_id=pod, gateway="10.9.0.1", netmask="255.255.255.0", cidr="10.9.0.0/24", start_ip="10.9.0.10",
                  end_ip="10.9.0.19", for_system_vms=True, created=tx.now())
        address.add_range(tx, zone_id=zone, physical_network_id=None, vlan="77", gateway="192.0.9.1", netmask="255.255.255.0",
                          start="192.0.9.10", end="192.0.9.10", for_system_vms=True)

    def list(self, client: Client | None = None, **params: Any) -> list[dict[str, Any]]:
        """What listSystemVms shows."""
        answer = (client or self.app.admin).call("listSystemVms", **params)
        found: list[dict[str, Any]] = answer.get("systemvm", [])
        assert answer.get("count", 0) == len(found)
        return found

    def do(self, command: str, **params: Any) -> dict[str, Any]:
        """A job about the proxy; what it shows."""
        found: dict[str, Any] = self.app.admin.job(command, id=self.proxy, **params)["systemvm"]
        return found

    def state(self) -> str:
        """The proxy's."""
        return str(self.list(id=self.proxy)[0]["state"])


@pytest.fixture(scope="module")
def cloud(db_url: str) -> Iterator[Proxies]:
    made = Proxies(db_url)
    yield made
    made.app.close()


@pytest.fixture
def site(cloud: Proxies) -> Iterator[Proxies]:
    cloud.make()
    yield cloud
    cloud.unmake()


def test_the_life_of_a_console_proxy(site: Proxies) -> None:
    shown = site.do("startSystemVm")
    assert (shown["state"], shown["systemvmtype"]) == ("Running", "consoleproxy")
    assert (shown["agentstate"], shown["activeviewersessions"]) == ("Disconnected", 0)
    assert (shown["publicip"], shown["publicnetmask"], shown["gateway"], shown["publicvlan"]) == (
        "192.0.9.10", "255.255.255.0", "192.0.9.1", ["vlan://77"])
    assert shown["privateip"].startswith("10.9.0.1")
    assert shown["privatenetmask"] == "255.255.255.0"
    assert shown["linklocalip"].startswith("169.254.")
    assert len({shown[f"{which}macaddress"] for which in ("public", "private", "linklocal")}) == 3
    assert {"hostid", "hostname", "podid", "podname", "zonename", "templatename", "serviceofferingname", "created", "arch"} <= shown.keys()
    assert site.do("startSystemVm")["state"] == "Running"          # it runs already
    assert site.do("rebootSystemVm", forced=True)["state"] == "Running"
    site.app.db.write(lambda tx: tx.execute(update(console.console_proxy).values(beat=tx.now(), version="1.2")))
    (shown,) = site.list(id=site.proxy)
    assert (shown["agentstate"], shown["version"]) == ("Up", "1.2")
    assert "disconnected" not in shown
    stopped = site.do("stopSystemVm", forced=False)
    assert stopped["state"] == "Stopped"
    assert {"hostid", "privateip", "linklocalip"}.isdisjoint(stopped)
    assert stopped["publicip"] == "192.0.9.10"                     # its name in links stays
    assert site.hosts.objects() == {"running": set(), "defined": set(), "ports": set(), "volumes": set()}
    assert refused(site.app.admin, "rebootSystemVm", id=site.proxy).status == 431
    assert "cannot be rebooted: it is Stopped" in refused(site.app.admin, "rebootSystemVm", id=site.proxy).text
    site.do("startSystemVm")
    site.app.admin.job("destroySystemVm", id=site.proxy)
    assert site.list() == []
    taken = site.app.read(lambda tx: (tx.rows(infra.pod_address.select()), tx.rows(network.public_ip.select().where(
        network.public_ip.c.system.is_(True)))))
    assert taken == ([], [])
    types = {entry["type"] for entry in site.app.admin.call("listEvents", listall=True, page=1, pagesize=500)["event"]}
    assert {"PROXY.START", "PROXY.STOP", "PROXY.REBOOT", "PROXY.DESTROY"} <= types


def test_filters_of_the_list(site: Proxies) -> None:
    shown = site.do("startSystemVm")
    pool = site.app.read(lambda tx: tx.scalar(select(infra.storage_pool.c.uuid)))
    other = site.app.read(lambda tx: [row.uuid for row in tx.rows(select(infra.host.c.uuid)) if row.uuid != shown["hostid"]])
    same: dict[str, Any] = {
        "name": shown["name"], "arch": "x86_64", "hostid": shown["hostid"], "podid": shown["podid"], "state": "Running", "storageid": pool,
        "systemvmtype": "consoleproxy", "zoneid": shown["zoneid"], "keyword": shown["name"][1:4], "id": site.proxy}
    for name, value in same.items():
        assert [one["id"] for one in site.list(**{name: value})] == [site.proxy], name
    assert len(site.list(page=1, pagesize=1)) == 1
    for name, value in {"name": "v-0-VM", "arch": "aarch64", "hostid": other[0], "state": "Stopped", "systemvmtype": "secondarystoragevm",
                        "keyword": "nothing"}.items():
        assert site.list(**{name: value}) == [], name
    assert refused(site.app.admin, "listSystemVms", systemvmtype="domainrouter").status == 431
    router = site.app.admin.call("listRouters")
    assert not router.get("count")                                 # a proxy is no router
    measured = site.app.admin.call("listSystemVmsUsageHistory", id=site.proxy)
    assert [one["name"] for one in measured["virtualmachine"]] == [shown["name"]]


def test_a_running_one_takes_the_present_settings(site: Proxies) -> None:
    assert refused(site.app.admin, "patchSystemVm").status == 431
    stopped = refused(site.app.admin, "patchSystemVm", id=site.proxy)
    assert stopped.status == 431
    assert "cannot be patched: it is Stopped" in stopped.text
    site.do("startSystemVm")
    before = site.hosts.objects()
    assert site.app.admin.job("patchSystemVm", id=site.proxy, forced=True)["success"] is True
    assert site.hosts.sent["control.refresh"] >= 1
    assert site.hosts.objects() == before                          # the machine runs on


@pytest.mark.parametrize("command", ["changeServiceForSystemVm", "scaleSystemVm"])
def test_service_offerings(site: Proxies, command: str) -> None:
    admin = site.app.admin

    def make(name: str, **more: Any) -> str:
        return str(admin.call("createServiceOffering", name=f"{name}-{command}", displaytext=name, cpunumber=2, cpuspeed=600, memory=512, **more)[
            "serviceoffering"]["id"])
    big = make("big", issystem=True, systemvmtype="consoleproxy")
    router, plain = make("router", issystem=True, systemvmtype="domainrouter"), make("plain")

    def change(offering: str, **more: Any) -> dict[str, Any]:
        send = admin.job if command.startswith("scale") else admin.call
        shown: dict[str, Any] = send(command, id=site.proxy, serviceofferingid=offering, **more)["systemvm"]
        return shown
    for wrong in (router, plain):
        assert refused(admin, command, id=site.proxy, serviceofferingid=wrong).status == 431
    assert refused(admin, command, id=site.proxy, serviceofferingid=big, **{"details[0].cpuNumber": "3"}).status == 431
    assert change(big)["serviceofferingname"] == f"big-{command}"
    site.do("startSystemVm")
    assert site.app.read(lambda tx: tx.one(select(vm.c.memory_mib, vm.c.reserved_memory).where(vm.c.uuid == site.proxy))) == (512, 512 << 20)
    running = refused(admin, command, id=site.proxy, serviceofferingid=system.PROXY_OFFERING_UUID)
    assert running.status == 431
    assert "make sure the system vm is stopped" in running.text


def test_only_administrators_of_the_cloud_see_them(site: Proxies) -> None:
    ann = site.app.user("eve")
    for command in ("listSystemVms", "startSystemVm", "stopSystemVm", "destroySystemVm", "rebootSystemVm", "patchSystemVm"):
        assert refused(ann, command, id=site.proxy).status in (401, 432), command
    assert site.state() == "Stopped"
