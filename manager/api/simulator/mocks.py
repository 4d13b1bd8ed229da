"""configureSimulator, querySimulatorMock, cleanupSimulatorMock. Refused where no host is simulated."""

from __future__ import annotations

from manager.api.declare import ADMINS, ApiError, Call, Command, Long, Ref, Success, Waiting, command, param
from manager.api.errors import UNAVAILABLE, invalid
from manager.api.responses import Response, field, succeeded
from manager.model.db import Tx
from manager.model.infra import host_views, mocks
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.sagas.simulator.faults import FAULT_SET, FAULT_SURVEY, Fault, SetFault, SimHost, Survey

BOOT = "BootTime"
COMMANDS = {  # CloudStack's command classes → ours
    "StartCommand": "ensure_running", "StopCommand": "ensure_stopped", "RebootCommand": "ensure_rebooted", "CreateCommand": "ensure_volume",
    "CreateObjectCommand": "ensure_volume", "CopyCommand": "ensure_image", "DestroyCommand": "ensure_no_volume",
    "DeleteCommand": "ensure_no_volume", "PlugNicCommand": "ensure_port", "UnPlugNicCommand": "ensure_no_port", "PingCommand": "ping",
    "CheckHealthCommand": "ping", "*": "*"}
OURS = ("ping", "ensure_pool", "ensure_image", "ensure_volume", "ensure_no_volume", "ensure_network", "ensure_port", "ensure_no_port",
        "ensure_running", "ensure_stopped", "ensure_absent", "ensure_rebooted", "export_volume", "list_objects", "apply_host_state")


class MockResponse(Response, object="null"):
    """A fault of simulated hosts."""

    id: int | None = field("the ID of the fault")
    name: str | None = field("the command that it hits")
    count: int | None = field("how often it still happens; absent: always")


def simulated(call: Call, zone: int | None, pod: int | None, cluster: int | None, host: int | None) -> list[SimHost]:
    """The simulated hosts of these places; ApiError 534 when there is none."""
    found = host_views.simulated(call.tx, zone, pod, cluster, host)
    if not found:
        raise ApiError(UNAVAILABLE, "No host here is simulated: there is nothing to configure")
    return [SimHost(one.id, one.uuid, one.address) for one in found]


def parse(name: str, value: str, count: int | None) -> Fault:
    """`value`: parts joined by |: result:fail, result:fault, result:nospace, wait:MILLISECONDS, timeout, drop."""
    target = COMMANDS.get(name, name if name in OURS else None)
    if target is None:
        raise invalid("name", f"{name} is not one of {', '.join([*COMMANDS, *OURS, BOOT])}")
    kind, delay, code = "DELAY", 0, ""
    for part in value.split("|"):
        word, _, rest = part.strip().partition(":")
        if (word, rest) in (("result", "fail"), ("result", "fault")):
            kind = "FAIL"
        elif (word, rest) == ("result", "nospace"):
            kind, code = "FAIL", "NO_SPACE"
        elif word == "wait" and rest.isdigit():
            delay = min(int(rest), 3_600_000)
        elif part.strip() in ("timeout", "drop"):
            kind = "HANG" if part.strip() == "timeout" else "DROP_REPLY"
        else:
            raise invalid("value", f"{part} is not one of result:fail, result:nospace, wait:MILLISECONDS, timeout, drop")
    if kind == "DELAY" and not delay:
        raise invalid("value", "it says neither result:fail, wait:MILLISECONDS, timeout nor drop")
    return Fault(target, kind, -1 if count is None else count, delay, code)


@command(roles=ADMINS, wrapper="simulatormock")
class ConfigureSimulator(Command):
    """Lets a command go wrong on simulated hosts, as often as `count` says on each; or, with name=BootTime, sets how long VMs take to boot."""

    name: str = param("the command, as StartCommand or ensure_running; * for any; BootTime for the boot time")
    value: str = param("parts joined by |: result:fail, result:nospace (disk full), wait:MILLISECONDS, timeout (never answers), drop (acts, but the "
                       "answer is lost); for BootTime: milliseconds")
    clusterid: Ref[ClusterRow] | None = param("only hosts of this cluster", default=None)
    count: int | None = param("how often on each host; absent: always", default=None, low=1)
    hostid: Ref[Host] | None = param("only this host", default=None)
    podid: Ref[PodRow] | None = param("only hosts of this pod", default=None)
    zoneid: Ref[ZoneRow] | None = param("only hosts of this zone", default=None)

    def run(self, call: Call) -> Waiting[MockResponse]:
        """Writes the row, tells the hosts."""
        places = [ref.row.id if ref else None for ref in (self.zoneid, self.podid, self.clusterid, self.hostid)]
        hosts = simulated(call, *places)
        fault, boot_ms = None, -1
        if self.name == BOOT:
            if not self.value.isdigit():
                raise invalid("value", "milliseconds are wanted")
            boot_ms = int(self.value)
        else:
            fault = parse(self.name, self.value, self.count)
        mock_id = mocks.add(
            call.tx, zone_id=self.zoneid.uuid if self.zoneid else None, pod_id=self.podid.uuid if self.podid else None,
            cluster_id=self.clusterid.uuid if self.clusterid else None, host_id=self.hostid.uuid if self.hostid else None, command=self.name,
            value=self.value, count=self.count * len(hosts) if self.count else None)
        return call.wait_for(FAULT_SET, SetFault(mock_id, hosts, fault, boot_ms), then=lambda tx: _one(tx, mock_id))


def _one(tx: Tx, mock_id: int | None) -> MockResponse:
    found = mocks.listing(tx, mock_id)
    if not found:
        raise invalid("id", "there is no such fault")
    return MockResponse(id=found[-1].id, name=found[-1].command, count=found[-1].count)


@command(roles=ADMINS, wrapper="simulatormock")
class QuerySimulatorMock(Command):
    """Answers a fault of simulated hosts, and how often it still happens."""

    id: Long | None = param("the ID of the fault; the newest when absent", default=None)

    def run(self, call: Call) -> Waiting[MockResponse]:
        """Asks the hosts."""
        return call.wait_for(FAULT_SURVEY, Survey(simulated(call, None, None, None, None)), then=lambda tx: _one(tx, self.id))


@command(roles=ADMINS)
class CleanupSimulatorMock(Command):
    """Removes one fault of simulated hosts, or all."""

    id: Long | None = param("the ID of the fault; all when absent", default=None)

    def run(self, call: Call) -> Waiting[Success]:
        """Tells the hosts, removes the rows."""
        return call.wait_for(FAULT_SURVEY, Survey(simulated(call, None, None, None, None), self.id or 0), then=lambda tx: succeeded())
