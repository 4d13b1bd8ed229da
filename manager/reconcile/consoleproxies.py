"""Console proxies that are system VMs: each enabled zone with a host that is Up has one, more while their sessions need them.

Made at zone start, as CloudStack does, not when the first console is asked for: a boot takes longer than anybody waits for a page.
Only while `consoleproxy.mode` resolves to systemvm; what was made before stays until it is destroyed.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
from datetime import timedelta
from typing import Any

from manager import settings
from manager.model.clock import SECOND
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.net import system, system_vm
from manager.model.net.system_vm import Place, SystemVmRow
from manager.model.work import alerts, events, watch
from manager.network.console_address import RECONCILER, SYSTEM_VM, mode
from manager.reconcile.declare import reconciler
from manager.saga import start_or_join
from manager.sagas.router.params import RouterJob
from manager.sagas.systemvm.params import job
from manager.sagas.systemvm.reboot import SYSTEM_VM_REBOOT
from manager.sagas.systemvm.start import SYSTEM_VM_START
from manager.sagas.systemvm.stop import SYSTEM_VM_DESTROY, SYSTEM_VM_STOP
from manager.services import AgentFailure, HostPeer, Services, SystemVmPeer, Unreachable

log = logging.getLogger(__name__)

CONSOLE_PROXY = 10            # CloudStack's AlertType.CONSOLE_PROXY
ASK_EVERY = 60 * SECOND       # how often a healthy proxy is asked
SECONDS = 10.0                # that it has to answer
REBOOT_AT = 3                 # failures in a row; again after each further AGAIN
AGAIN = 10
FIRST_PAUSE, LONGEST_PAUSE = 15 * SECOND, 600 * SECOND  # between two attempts to start one
OLDEST = 300 * 86400 * SECOND  # a proxy that runs for so long starts anew: its certificate is good for a year
QUIET = 600 * SECOND          # a proxy that the zone can do without goes after so long, once it has no session


@reconciler(RECONCILER, every=timedelta(seconds=15))
async def console_proxies(services: Services) -> None:
    """One look at all zones. After a restore, until `check` passes, nothing is done."""
    if await services.read(watch.report_only):
        return
    if await services.read(mode) == SYSTEM_VM:
        for zone_id, name in await services.read(system_vm.zones_with_hosts):
            await services.write(functools.partial(_zone, zone_id=zone_id, name=name))
    asked = await services.read(_to_ask)
    await asyncio.gather(*(_ask(services, row, peer) for row, peer in asked))


def _zone(tx: Tx, zone_id: int, name: str) -> None:
    """Settles, starts, makes or destroys what the zone's number of proxies asks for: at most one step in each look."""
    rows, places = system_vm.of_zone(tx, zone_id), system_vm.places(tx, zone_id)
    restart = settings.get(tx, "consoleproxy.restart", zone=zone_id)
    for row in rows:
        if _died(row, places[row.vm_id]):
            events.write(tx, "PROXY.STOP", f"Console proxy {row.name} was found powered off on its host", account_id=row.account_id,
                         domain_id=row.domain_id, level=events.WARN, resource_type="SystemVm", resource_uuid=row.uuid)
            _start(tx, SYSTEM_VM_STOP, row)
            return
    if old := [row for row in rows if row.state == "Running" and row.state_at + OLDEST < tx.now()]:
        _start(tx, SYSTEM_VM_STOP, old[0])  # and the next look starts it
        return
    serving = [row for row in rows if row.state in ("Starting", "Stopping") or (row.state == "Running" and places[row.vm_id].host_state == "Up")]
    wanted = _wanted(tx, zone_id, serving)
    idle = [row for row in rows if row.state == "Stopped"]
    if len(serving) < wanted:
        for row in rows:
            system_vm.mark_surplus(tx, row.vm_id, 0)
        if idle and restart:
            _start_again(tx, idle[0])
        elif not idle and len(rows) < settings.get(tx, "consoleproxy.launch.max", zone=zone_id):
            _make(tx, zone_id, name)
        return
    _shrink(tx, serving, wanted)


def _died(row: SystemVmRow, place: Place) -> bool:
    return row.state == "Running" and place.host_state == "Up" and place.power == "PowerOff" and place.power_at > row.state_at


def _wanted(tx: Tx, zone_id: int, serving: list[SystemVmRow]) -> int:
    """As many as leave room for `consoleproxy.capacity.standby` more sessions; at least one, at most `consoleproxy.launch.max`."""
    most = settings.get(tx, "consoleproxy.session.max", zone=zone_id)
    sessions = sum(row.sessions for row in serving)
    needed = -(-(sessions + min(int(settings.get(tx, "consoleproxy.capacity.standby", zone=zone_id)), most)) // most)
    return int(max(1, min(needed, settings.get(tx, "consoleproxy.launch.max", zone=zone_id))))


def _start_again(tx: Tx, row: SystemVmRow) -> None:
    """Starts a stopped proxy, less often the more often that failed; an alert lasts as long as it does not come up."""
    if row.failures and row.health_at + min(FIRST_PAUSE << min(row.failures - 1, 16), LONGEST_PAUSE) > tx.now():
        return
    if system_vm.count_failure(tx, row.vm_id) >= REBOOT_AT:
        alerts.once(tx, CONSOLE_PROXY, f"systemvm:{row.vm_id}", f"Console proxy {row.name} does not come up", zone_id=row.zone_id)
    _start(tx, SYSTEM_VM_START, row)


def _make(tx: Tx, zone_id: int, name: str) -> None:
    """One more proxy. When something is lacking (image, address, offering) there is an alert until it is made."""
    cause = f"systemvm-zone:{zone_id}"
    chosen = settings.get(tx, "consoleproxy.service.offering", zone=zone_id)
    offering_id = system.offering_by_name(tx, chosen, "consoleproxy") if chosen else None
    try:
        if chosen and offering_id is None:
            raise Refused(431, f"consoleproxy.service.offering names {chosen}, which is no service offering for console proxies")
        row = system_vm.create(tx, zone_id, system.zone_hypervisor(tx, zone_id), offering_id)
    except Refused as refused:
        alerts.once(tx, CONSOLE_PROXY, cause, f"No console proxy can be made in zone {name}: {refused}", zone_id=zone_id)
        return
    alerts.resolve(tx, cause)
    events.write(tx, "PROXY.CREATE", f"Console proxy {row.name} was made for zone {name}", account_id=row.account_id, domain_id=row.domain_id,
                 resource_type="SystemVm", resource_uuid=row.uuid)
    _start(tx, SYSTEM_VM_START, row)


def _shrink(tx: Tx, serving: list[SystemVmRow], wanted: int) -> None:
    """The youngest proxies beyond `wanted` go, one by one, after QUIET without a session."""
    spare = serving[wanted:]
    for row in serving[:wanted]:
        system_vm.mark_surplus(tx, row.vm_id, 0)
    for row in reversed(spare):
        if row.sessions or row.state != "Running":
            system_vm.mark_surplus(tx, row.vm_id, 0)
        elif not row.surplus_since:
            system_vm.mark_surplus(tx, row.vm_id, tx.now())
        elif row.surplus_since + QUIET <= tx.now():
            events.write(tx, "PROXY.DESTROY", f"Console proxy {row.name} is not needed any more", account_id=row.account_id,
                         domain_id=row.domain_id, resource_type="SystemVm", resource_uuid=row.uuid)
            _start(tx, SYSTEM_VM_DESTROY, row)
            return


def _to_ask(tx: Tx) -> list[tuple[SystemVmRow, SystemVmPeer]]:
    """Running proxies on hosts that are Up and were not asked for a while."""
    return [(row, SystemVmPeer(row.vm_id, row.uuid, row.instance_name, HostPeer(*host), "console"))
            for row, host in system_vm.to_ask(tx, tx.now() - ASK_EVERY)]


async def _ask(services: Services, row: SystemVmRow, peer: SystemVmPeer) -> None:
    try:
        health: dict[str, Any] = await services.agents.control(peer, "health", {}, seconds=SECONDS)
    except (AgentFailure, Unreachable) as error:
        await services.write(functools.partial(_failed, row=row, why=f"it does not answer: {error}"))
        return
    bad = [f"{check.get('name')}: {check.get('text', '')}" for check in health.get("checks", []) if not check.get("ok", False)]
    if bad:
        await services.write(functools.partial(_failed, row=row, why=f"checks fail: {'; '.join(bad)}"))
    else:
        await services.write(functools.partial(_healthy, row=row, health=health))


def _healthy(tx: Tx, row: SystemVmRow, health: dict[str, Any]) -> None:
    system_vm.record_health(tx, row.vm_id, health=json.dumps(health))
    if row.failures:
        alerts.resolve(tx, f"systemvm:{row.vm_id}")


def _failed(tx: Tx, row: SystemVmRow, why: str) -> None:
    log.warning("console proxy %s: %s", row.name, why)
    failures = system_vm.count_failure(tx, row.vm_id)
    if failures < REBOOT_AT or (failures - REBOOT_AT) % AGAIN:
        return
    alerts.once(tx, CONSOLE_PROXY, f"systemvm:{row.vm_id}", f"Console proxy {row.name} failed {failures} times in a row: {why}", zone_id=row.zone_id)
    if settings.get(tx, "consoleproxy.restart", zone=row.zone_id):
        _start(tx, SYSTEM_VM_REBOOT, row)


def _start(tx: Tx, saga: Any, row: SystemVmRow) -> None:
    params: RouterJob = job(tx, row.vm_id)
    start_or_join(tx, saga, params, any_params=True)
