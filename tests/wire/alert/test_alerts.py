"""Alerts and capacity through the API; what raises alerts, and that nothing is told twice while it lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from common.ids import new_uuid
from manager import settings
from manager.model.place import pod_ranges
from manager.model.tables import infra
from manager.model.tables.work import alert
from manager.reconcile import stores, thresholds
from manager.services import Services
from tests.sagas.fake_agents import FakeImages, FakeSecrets
from tests.wire.app import ApiFailure, Client
from tests.wire.vm.test_vms import Site

GIB = 1 << 30
MINE = "half full"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def site(db_url: str) -> Iterator[Site]:
    made = Site(db_url)
    yield made
    made.app.close()


@pytest.fixture
def clean(site: Site) -> None:
    """No alerts."""
    site.app.db.write(lambda tx: tx.execute(delete(alert)))


def refused(client: Client, command: str, **params: Any) -> ApiFailure:
    with pytest.raises(ApiFailure) as caught:
        client.job(command, **params)
    return caught.value


def listed(site: Site, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.app.admin.call("listAlerts", **params).get("alert", [])
    return found


def services(site: Site, images: Any = None) -> Services:
    return Services(site.hosts, images or FakeImages(), FakeSecrets(), lambda fn: site.app.db.run(fn, writing=False), site.app.db.run)


def look(site: Site) -> list[str]:
    """The alerts' texts after a look."""
    settings.forget()
    asyncio.run(thresholds.look(services(site), thresholds.Pace()))
    return [one["description"] for one in listed(site)]


def test_alerts_are_generated_listed_archived_and_deleted(site: Site, clean: None) -> None:
    admin = site.app.admin
    zone, pod = site.base["zoneid"], site.uuid(infra.pod, "zone")
    admin.job("generateAlert", type=7, name="alert.compute.host", description="fan is loud", zoneid=zone, podid=pod)
    admin.job("generateAlert", type=101, name="MINE", description="50% of the coffee is gone")
    newest, oldest = listed(site)
    assert (oldest["type"], oldest["name"], oldest["description"]) == (7, "ALERT.COMPUTE.HOST", "fan is loud")
    assert oldest["sent"]
    for params, wanted in (({"id": oldest["id"]}, 1), ({"name": "MINE"}, 1), ({"type": "7"}, 1), ({"type": "alert.compute.host"}, 1),
                           ({"keyword": "loud"}, 1),
                           ({"keyword": "%"}, 1), ({"keyword": "_"}, 0), ({"type": 3}, 0), ({"page": 1, "pagesize": 1}, 1)):
        assert len(listed(site, **params)) == wanted, params
    admin.call("archiveAlerts", ids=[oldest["id"]])
    assert [one["id"] for one in listed(site)] == [newest["id"]]
    admin.call("deleteAlerts", type="101", startdate="2020-01-01", enddate="2099-01-01")
    assert listed(site) == []
    admin.call("archiveAlerts", type="7", startdate="2020-01-01", enddate="2099-01-01")
    admin.job("generateAlert", type=8, name="ALERT.USERVM", description="x")
    admin.call("deleteAlerts", ids=listed(site)[0]["id"])
    assert listed(site) == []
    assert any(one["name"] == "ALERT.CA.CERT" and one["alerttypeid"] == 31 for one in admin.call("listAlertTypes")["alerttype"])


def test_alerts_that_cannot_be_are_refused(site: Site, clean: None) -> None:
    admin = site.app.admin
    good = {"type": 7, "name": "ALERT.COMPUTE.HOST", "description": "d"}
    for change in ({"name": "ALERT.MEMORY"}, {"type": -1}, {"type": "x"}, {"description": "y" * 1000}, {"zoneid": UNKNOWN}, {"podid": UNKNOWN},
                   {"name": "n" * 61}, {"type": 70000}, {"description": "a\x00b"}):
        assert refused(admin, "generateAlert", **{**good, **change}).status == 431, change
    for command in ("archiveAlerts", "deleteAlerts"):
        assert "needed" in refused(admin, command).text
        for params in ({"ids": UNKNOWN}, {"type": "nonsense"}, {"startdate": "2030-01-01", "enddate": "2020-01-01"}, {"startdate": "soon"}):
            assert refused(admin, command, **params).status == 431, params
        assert refused(site.app.user("bob"), command, type="7").status == 432
    assert refused(site.app.user("bob"), "listAlerts").status == 432
    assert refused(admin, "listAlerts", type="nonsense").status == 431
    assert listed(site) == []


def own_storage(tx: Any) -> None:
    """A host's own pool, half full."""
    at = tx.one(select(infra.host.c.id, infra.host.c.zone_id, infra.host.c.pod_id, infra.host.c.cluster_id).limit(1))
    tx.insert(infra.storage_pool, uuid=new_uuid(), zone_id=at.zone_id, pod_id=at.pod_id, cluster_id=at.cluster_id, host_id=at.id, name=MINE,
              type="Filesystem", path="/own", scope="HOST", capacity_bytes=100 * GIB, used_bytes=50 * GIB)


def secondary(tx: Any) -> None:
    """An image store, half full."""
    tx.insert(infra.image_store, uuid=new_uuid(), zone_id=tx.scalar(select(infra.zone.c.id)), name=MINE, provider="NFS",
              capacity_bytes=100 * GIB, used_bytes=50 * GIB)


def management(tx: Any) -> None:
    """Two management addresses, one of them in use."""
    pod_id = tx.scalar(select(infra.pod.c.id))
    span = pod_ranges.add(tx, pod_id, gateway="10.77.0.1", netmask="255.255.255.0", cidr="10.77.0.0/24", start="10.77.0.2", end="10.77.0.3")
    tx.insert(infra.pod_address, range_id=span, pod_id=pod_id, address="10.77.0.2", address_num=(10 << 24) + (77 << 16) + 2, taken=tx.now())


@pytest.mark.parametrize(("key", "change", "words"), [
    ("cluster.localStorage", own_storage, "hosts' own storage"), ("zone.secstorage", secondary, "secondary storage"),
    ("pod.privateip", management, "management addresses"),
    ("cluster.memory.allocated", lambda tx: tx.execute(update(infra.host_capacity).values(memory_used=20 * GIB)), "memory"),
    ("cluster.cpu.allocated", lambda tx: tx.execute(update(infra.host_capacity).values(cpu_used=9000)), "CPU"),
    ("cluster.storage", lambda tx: tx.execute(update(infra.storage_pool).values(used_bytes=600 * GIB)), "storage in use"),
    ("cluster.storage.allocated", lambda tx: tx.execute(update(infra.storage_pool).values(allocated_bytes=600 * GIB)), "storage promised"),
    ("zone.vlan", None, "VLANs"), ("zone.virtualnetwork.publicip", None, "public addresses")])
def test_a_threshold_that_is_passed_is_told_once(site: Site, clean: None, key: str, change: Callable[[Any], Any] | None, words: str) -> None:
    name = f"{key}.capacity.notificationthreshold"
    if change is not None:
        site.app.db.write(change)
    else:
        site.app.user("vlan-user").call("listZones")
        site.deploy(site.app.user(f"user-{key}"), name="takes-one")
    before = look(site)
    assert not any(f"low available {words}" in text for text in before)
    site.app.admin.call("updateConfiguration", name=name, value="0.0001")
    assert sum(f"low available {words}" in text for text in look(site)) == 1
    assert sum(f"low available {words}" in text for text in look(site)) == 1
    site.app.admin.call("deleteAlerts", startdate="2020-01-01")
    assert not any(f"low available {words}" in text for text in look(site))   # it lasts, and was seen
    site.app.admin.call("updateConfiguration", name=name, value="1")
    look(site)
    site.app.admin.call("updateConfiguration", name=name, value="0.0001")
    assert sum(f"low available {words}" in text for text in look(site)) == 1
    site.app.admin.call("updateConfiguration", name=name, value="1")
    for table in (infra.storage_pool, infra.image_store):
        site.app.db.write(lambda tx, t=table: tx.execute(delete(t).where(t.c.name == MINE)))


def test_a_clusters_own_threshold_counts(site: Site, clean: None) -> None:
    cluster = str(site.app.read(lambda tx: tx.scalar(select(infra.cluster.c.uuid))))
    name = "cluster.memory.allocated.capacity.notificationthreshold"
    site.app.db.write(lambda tx: tx.execute(update(infra.host_capacity).values(memory_used=20 * GIB)))
    site.app.admin.call("updateConfiguration", name=name, value="0.01", clusterid=cluster)
    assert sum("low available memory" in text for text in look(site)) == 1
    site.app.admin.call("updateConfiguration", name=name, value="1", clusterid=cluster)


def test_hosts_that_are_all_down_and_certificates_that_end(site: Site, clean: None) -> None:
    site.app.db.write(lambda tx: tx.execute(update(infra.host_liveness).values(state="Down")))
    assert sum("Storage pool nfs" in text for text in look(site)) == 1
    assert sum("Storage pool nfs" in text for text in look(site)) == 1
    site.app.db.write(lambda tx: tx.execute(update(infra.host_liveness).values(state="Up")))
    site.app.db.write(lambda tx: tx.insert(infra.certificate, serial="s", name="n", kind="host", subject_id=site.ids["host1"],
                                           not_after=tx.now() + 20 * thresholds.DAY, created=tx.now()))
    assert not any("certificate" in text for text in look(site))
    site.app.admin.call("updateConfiguration", name="ca.framework.cert.expiry.alert.period", value="30")
    assert sum("certificate of host h1" in text for text in look(site)) == 1
    assert [one["type"] for one in listed(site, type="31")] == [31]


def test_old_archived_alerts_are_purged(site: Site, clean: None) -> None:
    admin = site.app.admin
    admin.job("generateAlert", type=8, name="ALERT.USERVM", description="old")
    site.app.db.write(lambda tx: tx.execute(update(alert).values(created=alert.c.created - 3 * thresholds.DAY, archived=True)))
    count = lambda: site.app.read(lambda tx: len(tx.rows(select(alert.c.id).where(alert.c.subject == "old"))))  # noqa: E731
    look(site)
    assert count() == 1
    admin.call("updateConfiguration", name="alert.purge.delay", value="2")
    look(site)
    assert count() == 0


def test_nothing_is_read_before_the_period_is_over(site: Site, clean: None) -> None:
    pace = thresholds.Pace()
    site.app.admin.call("updateConfiguration", name="capacity.check.period", value="3600000")
    site.app.admin.call("updateConfiguration", name="alert.purge.interval", value="3600")
    settings.forget()
    asyncio.run(thresholds.look(services(site), pace))
    first = (pace.looked, pace.purged)
    asyncio.run(thresholds.look(services(site), pace))
    assert (pace.looked, pace.purged) == first
    site.app.admin.call("updateConfiguration", name="capacity.check.period", value="1000")
    settings.forget()
    pace.looked -= 2
    asyncio.run(thresholds.look(services(site), pace))
    assert pace.looked > first[0]


def test_an_image_store_that_is_silent_thrice_is_down_and_told_once(site: Site, clean: None) -> None:
    admin, images = site.app.admin, FakeImages()
    made = admin.call("addImageStore", provider="Pileus", url="pileus://store:9", name="heart", zoneid=site.base["zoneid"])["imagestore"]
    images.down = {"store:9"}
    for looks, state in ((2, "Up"), (1, "Down"), (2, "Down")):
        for _ in range(looks):
            asyncio.run(stores.stores(services(site, images)))
        assert site.app.read(lambda tx: tx.scalar(select(infra.image_store.c.state).where(infra.image_store.c.name == "heart"))) == state
    assert [one["description"].split(" (")[0] for one in listed(site)] == ["Image store heart"]
    register = {"name": "t", "displaytext": "t", "url": "http://images.example/t.qcow2", "format": "QCOW2", "hypervisor": "KVM", "ostypeid":
                admin.call("listOsTypes", pagesize=1, page=1)["ostype"][0]["id"], "zoneid": site.base["zoneid"]}
    assert "image store" in refused(admin, "registerTemplate", **register).text.lower()
    images.down = set()
    asyncio.run(stores.stores(services(site, images)))
    assert site.app.read(lambda tx: tx.scalar(select(infra.image_store.c.state).where(infra.image_store.c.name == "heart"))) == "Up"
    images.down = {"store:9"}
    for _ in range(3):
        asyncio.run(stores.stores(services(site, images)))
    assert len(listed(site)) == 2
    assert admin.call("deleteImageStore", id=made["id"])["success"] is True


def test_image_stores_change(site: Site) -> None:
    admin = site.app.admin
    made = admin.call("addImageStore", provider="Pileus", url="pileus://store:7", name="s1")["imagestore"]
    changed = admin.call("updateImageStore", id=made["id"], name="s2", readonly=True, capacitybytes=100 * GIB)["imagestore"]
    assert (changed["name"], changed["readonly"], changed["disksizetotal"], changed["disksizeused"]) == ("s2", True, 100 * GIB, 5 * GIB)
    for params, wanted in (({"name": "s2"}, 1), ({"readonly": True}, 1), ({"readonly": False, "name": "s2"}, 0),
                           ({"protocol": "pileus", "name": "s2"}, 1), (
            {"provider": "Pileus", "name": "s2"}, 1), ({"id": made["id"]}, 1), ({"keyword": "2"}, 1),
            ({"zoneid": site.base["zoneid"], "name": "s2"}, 0)):
        assert admin.call("listImageStores", **params).get("count", 0) == wanted, params
    other = admin.call("addImageStore", provider="Simulator", name="s3")["imagestore"]
    for params in ({"name": "s2"}, {"name": ""}, {"capacitybytes": 0}):
        assert refused(admin, "updateImageStore", id=other["id"], **params).status == 431, params
    assert "in use" in refused(admin, "updateImageStore", id=made["id"], capacitybytes=5).text
    assert admin.call("updateImageStore", id=made["id"], readonly=False)["imagestore"]["readonly"] is False
    assert admin.call("deleteImageStore", id=made["id"])["success"] is True
    assert admin.call("listImageStores", id=made["id"]) == {}
    assert refused(admin, "deleteImageStore", id=made["id"]).status == 431
    assert refused(site.app.user("bob"), "deleteImageStore", id=other["id"]).status == 432


def test_capacity(site: Site) -> None:
    def figures(**params: Any) -> dict[int, dict[str, Any]]:
        return {one["type"]: one for one in site.app.admin.call("listCapacity", **params).get("capacity", [])}
    cluster = str(site.app.read(lambda tx: tx.scalar(select(infra.cluster.c.uuid))))
    pod = str(site.app.read(lambda tx: tx.scalar(select(infra.pod.c.uuid))))
    site.app.db.write(lambda tx: tx.execute(update(infra.host).where(infra.host.c.name == "h1").values(tags="gpu,fast")))
    zone = figures(zoneid=site.base["zoneid"], fetchlatest=True)
    assert {0, 1, 2, 3, 4, 7, 90} <= set(zone)
    assert (zone[90]["capacitytotal"], zone[90]["name"]) == (24, "CPU_CORE")
    assert figures(clusterid=cluster)[90]["capacitytotal"] == 24
    assert figures(podid=pod)[0]["podid"] == pod
    tagged = figures(tag="gpu")
    assert (tagged[90]["capacitytotal"], tagged[90]["tag"]) == (8, "gpu")
    assert figures(tag="gp") == {}
    assert set(figures(type=1)) == {1}
    assert set(figures(keyword="cpu")) == {1, 90}
    shares = [float(one["percentused"]) for one in site.app.admin.call("listCapacity", sortby="usage")["capacity"]]
    assert shares == sorted(shares, reverse=True)
    assert site.app.admin.call("listCapacity", page=1, pagesize=2)["count"] == len(zone)
    assert refused(site.app.admin, "listCapacity", sortby="name").status == 431


def test_reservations_that_nobody_holds_are_given_back(site: Site) -> None:
    site.app.db.write(lambda tx: tx.execute(update(infra.host_capacity).values(vm_count=77)))
    site.app.db.write(lambda tx: tx.execute(update(infra.storage_pool).values(allocated_bytes=infra.storage_pool.c.allocated_bytes + 5)))
    site.app.admin.job("cleanVMReservations")
    rows = site.app.read(lambda tx: [tuple(row) for row in tx.rows(select(infra.host_capacity.c.vm_count))])
    assert (77,) not in rows
    assert site.app.read(lambda tx: [row.allocated_bytes % GIB for row in tx.rows(select(infra.storage_pool))]) == [0]
    assert refused(site.app.user("bob"), "cleanVMReservations").status == 432
