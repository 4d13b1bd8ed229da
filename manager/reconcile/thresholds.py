"""Alerts that come slowly: places that fill up, pools whose hosts are all down, certificates that end. Each is told once while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from common import clock
from manager import settings
from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.infra import pool_changes, thresholds
from manager.model.infra.thresholds import Level
from manager.model.work import alerts
from manager.reconcile.declare import reconciler
from manager.services import Services

DAY = 24 * 3600 * SECOND
CHUNK = 500
KEYS = {  # type of alert → the key with its threshold
    alerts.MEMORY: "cluster.memory.allocated.capacity.notificationthreshold",
    alerts.CPU: "cluster.cpu.allocated.capacity.notificationthreshold",
    alerts.STORAGE: "cluster.storage.capacity.notificationthreshold",
    alerts.STORAGE_ALLOCATED: "cluster.storage.allocated.capacity.notificationthreshold",
    alerts.LOCAL_STORAGE: "cluster.localStorage.capacity.notificationthreshold",
    alerts.SECONDARY: "zone.secstorage.capacity.notificationthreshold",
    alerts.PUBLIC_IP: "zone.virtualnetwork.publicip.capacity.notificationthreshold",
    alerts.VLAN: "zone.vlan.capacity.notificationthreshold",
    alerts.PRIVATE_IP: "pod.privateip.capacity.notificationthreshold"}
WHAT = {alerts.MEMORY: "memory", alerts.CPU: "CPU", alerts.STORAGE: "storage in use", alerts.STORAGE_ALLOCATED: "storage promised",
        alerts.LOCAL_STORAGE: "hosts' own storage", alerts.SECONDARY: "secondary storage", alerts.PUBLIC_IP: "public addresses",
        alerts.VLAN: "VLANs", alerts.PRIVATE_IP: "management addresses"}


@dataclass
class Pace:
    """When this process looked last (monotonic): a lease that comes from another node only makes the next look earlier."""

    looked: float = -1e9
    purged: float = -1e9


_pace = Pace()


@reconciler("thresholds", every=timedelta(seconds=5))
async def watch(services: Services) -> None:
    """Looks every `capacity.check.period`, deletes old alerts every `alert.purge.interval`."""
    await look(services, _pace)


async def look(services: Services, pace: Pace) -> None:
    """One round: nothing but two settings when nothing is due."""
    now = clock.monotonic()
    period, purge = await services.read(lambda tx: (
        int(settings.get(tx, "capacity.check.period")) / 1000, int(settings.get(tx, "alert.purge.interval"))))
    if now - pace.looked >= period:
        pace.looked = now
        await services.write(capacity)
        await services.write(pools)
        await services.write(certificates)
    if now - pace.purged >= purge:
        pace.purged = now
        while await services.write(_purge) == CHUNK:
            continue


def capacity(tx: Tx) -> None:
    """Alerts for places beyond their thresholds; what is below again is over."""
    lasting = alerts.lasting(tx, "capacity:")
    for one in thresholds.levels(tx):
        limit = float(settings.get(tx, KEYS[one.type], cluster=one.cluster_id, zone=one.zone_id))
        cause = f"capacity:{one.type}:{one.place}:{one.id}"
        if one.total and one.used > limit * one.total:
            lasting.discard(cause)
            alerts.once(tx, one.type, cause, _text(one, limit), zone_id=one.zone_id, pod_id=one.pod_id, cluster_id=one.cluster_id)
    for cause in sorted(lasting):
        alerts.resolve(tx, cause)


def _text(one: Level, limit: float) -> str:
    return (f"System Alert: low available {WHAT[one.type]} in {one.place} {one.name}: {one.used} of {one.total} are taken, "
            f"{100 * one.used / one.total:.2f} %; the threshold is {100 * limit:.2f} %")


def pools(tx: Tx) -> None:
    """Pools that are Up and whose hosts are all down."""
    lasting = alerts.lasting(tx, "pool:")
    for row in pool_changes.unserved(tx):
        cause = f"pool:{row.id}"
        lasting.discard(cause)
        alerts.once(tx, alerts.STORAGE_MISC, cause, f"Storage pool {row.name} ({row.uuid}) is down: none of its hosts is up", zone_id=row.zone_id,
                    pod_id=row.pod_id, cluster_id=row.cluster_id)
    for cause in sorted(lasting):
        alerts.resolve(tx, cause)


def certificates(tx: Tx) -> None:
    """Hosts whose certificate ends within `ca.framework.cert.expiry.alert.period` days: their agents did not renew it."""
    lasting, now = alerts.lasting(tx, "certificate:"), tx.now()
    for one in thresholds.endings(tx):
        days = int(settings.get(tx, "ca.framework.cert.expiry.alert.period", cluster=one.cluster_id, zone=one.zone_id))
        if one.not_after <= now + days * DAY:
            cause = f"certificate:{one.host_id}"
            lasting.discard(cause)
            left = max(0, (one.not_after - now) // DAY)
            alerts.once(tx, alerts.CERTIFICATE, cause, f"The certificate of host {one.name} ends in {left} days", zone_id=one.zone_id,
                        pod_id=one.pod_id, cluster_id=one.cluster_id)
    for cause in sorted(lasting):
        alerts.resolve(tx, cause)


def _purge(tx: Tx) -> int:
    days = int(settings.get(tx, "alert.purge.delay"))
    return alerts.forget(tx, tx.now() - days * DAY, CHUNK) if days else 0
