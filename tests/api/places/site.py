"""A cloud in this process whose hosts are in memory: they answer, report when they are asked to, and renew their certificates."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select, update

from manager.model.db import Database, Tx
from manager.model.infra import certificates, hosts, reports
from manager.model.tables import infra
from manager.services import Unreachable
from protos.agent.v1 import agent_pb2 as pb
from tests.wire.app import ApiFailure, Client, TestApp

ZONE = {"dns1": "198.18.0.1", "internaldns1": "198.18.0.2", "networktype": "Advanced"}
UNKNOWN = "00000000-0000-4000-8000-000000000000"
GIB = 1 << 30
FACTS = reports.Facts(8, 2000, 16 * GIB, "1", "Debian GNU/Linux 13", "6.12", "cpu", True, [], [], "0.1")
_numbers = itertools.count(1)


class Hosts:
    """services.Agents of simulated hosts. `db` is set once there is one; `silent`: nobody answers."""

    db: Database
    silent = False

    async def do(self, host: Any, body: Any, fence: Any = None, seconds: float = 60) -> Any:
        if self.silent:
            raise Unreachable(host.id, "no answer")
        match body:
            case pb.Ping():
                if body.report:
                    await self.db.run(lambda tx: self._report(tx, host.id))
                return pb.HostState(boot_id="b")
            case pb.EnsurePool():
                return pb.PoolState(capacity_bytes=100 * GIB, used_bytes=0)
        return pb.Done()

    def _report(self, tx: Tx, host_id: int) -> None:
        row = tx.one(select(infra.host.c.retire_serial, infra.host.c.cert_serial).where(infra.host.c.id == host_id))
        if row.retire_serial is not None and row.retire_serial == row.cert_serial:
            certify(tx, host_id)
        serial = tx.scalar(select(infra.host.c.cert_serial).where(infra.host.c.id == host_id))
        reports.shown(tx, host_id, serial)
        tx.execute(update(infra.host_liveness).where(infra.host_liveness.c.host_id == host_id).values(reported=tx.now()))

    async def control(self, *args: Any, **more: Any) -> Any:
        raise AssertionError("there are no system VMs here")


def certify(tx: Tx, host_id: int) -> str:
    """A new certificate, as the managers would have signed it."""
    serial = f"abc{next(_numbers):05x}"
    certificates.record(tx, serial=serial, name=f"host-{host_id}", kind="host", subject_id=host_id, not_after=tx.now(), key_sha256="k")
    hosts.certified(tx, host_id, serial)
    return serial


def join(app: TestApp) -> None:
    """One more simulated host has joined, and belongs to nobody."""
    def rows(tx: Tx) -> None:
        name = f"machine-{next(_numbers)}"
        token = hosts.create_token(tx, None)
        made = hosts.join(tx, token, hosts.Joining(name, name, f"127.0.0.9:{next(_numbers)}", "Simulator", "x86_64"), "key")
        reports.facts(tx, made.id, FACTS)
        reports.shown(tx, made.id, certify(tx, made.id))
    app.db.write(rows)


def zone(admin: Client, name: str, **more: Any) -> dict[str, Any]:
    """A zone."""
    made: dict[str, Any] = admin.call("createZone", name=name, **{**ZONE, **more})["zone"]
    return made


def pod(admin: Client, zone_id: str, name: str, **more: Any) -> dict[str, Any]:
    """A pod."""
    made: dict[str, Any] = admin.call("createPod", name=name, zoneid=zone_id, **more)["pod"]
    return made


def cluster(admin: Client, pod_row: dict[str, Any], name: str, **more: Any) -> dict[str, Any]:
    """A cluster."""
    made: dict[str, Any] = admin.call("addCluster", **{
        "clustername": name, "clustertype": "CloudManaged", "hypervisor": "Simulator", "podid": pod_row["id"], "zoneid": pod_row["zoneid"],
        **more})["cluster"][0]
    return made


def host(app: TestApp, inside: dict[str, Any], url: str, **more: Any) -> dict[str, Any]:
    """A host in a cluster."""
    join(app)
    made: dict[str, Any] = app.admin.call("addHost", **{
        "hypervisor": "Simulator", "url": url, "zoneid": inside["zoneid"], "podid": inside["podid"], "clusterid": inside["id"], **more})["host"][0]
    return made


def refused(client: Client, command: str, **params: Any) -> tuple[int, str]:
    """(status, text) of its error, of its job's where it has one."""
    try:
        answer = client.call(command, **params)
        if "jobid" in answer:
            ended = client.wait(answer["jobid"])
            assert ended["jobstatus"] == 2, ended
            return ended["jobresult"]["errorcode"], ended["jobresult"]["errortext"]
    except ApiFailure as failure:
        return failure.status, failure.text
    raise AssertionError(f"{command} was not refused: {answer}")


def names(client: Client, command: str, key: str, **params: Any) -> list[str]:
    """Of what a list holds."""
    return [one["name"] for one in client.call(command, **params).get(key, [])]
