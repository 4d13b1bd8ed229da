"""host.certify and host.reconnect: every fault at every step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.infra import certificates, hosts
from manager.model.tables import infra
from manager.sagas.host.certify import HOST_CERTIFY, CertifyHost
from manager.sagas.host.reconnect import HOST_RECONNECT, ReconnectHost
from protos.agent.v1 import agent_pb2 as pb
from tests.sagas.harness.every import Case, World, cases, fresh, play

OLD, NEW = "0ld", "ne1"


class Host:
    """Reports when it is asked to, and renews its certificate when it is told so."""

    def __init__(self, world: Asked) -> None:
        self.world = world

    async def do(self, host: Any, body: Any, fence: Any = None, seconds: float = 60) -> Any:
        assert isinstance(body, pb.Ping)
        assert body.report
        await self.world.plain.run(lambda tx: self.world.report(tx))
        return pb.HostState(boot_id="b")

    async def control(self, *args: Any, **more: Any) -> Any:
        raise AssertionError("there are no system VMs here")


class Asked(World):
    """A host in a managed cluster."""

    def __init__(self, url: str, certify: bool) -> None:
        self.db = self.plain = fresh(url)
        self.certify = certify
        self.agents = Host(self)

        def rows(tx: Tx) -> int:
            zone = tx.insert(infra.zone, uuid=new_uuid(), name="z")
            pod = tx.insert(infra.pod, uuid=new_uuid(), zone_id=zone, name="p")
            inside = tx.insert(infra.cluster, uuid=new_uuid(), zone_id=zone, pod_id=pod, name="c", hypervisor="Simulator")
            made = tx.insert(infra.host, uuid=new_uuid(), zone_id=zone, pod_id=pod, cluster_id=inside, name="h", guid="h", address="h",
                             hypervisor="Simulator", cert_serial=OLD, shown_serial=OLD)
            tx.insert(infra.host_liveness, host_id=made, state="Up", reported=1)
            self.issue(tx, made, OLD)
            return made

        self.host = self.db.write(rows)
        self.params: Any = CertifyHost(self.host) if certify else ReconnectHost(self.host)

    @staticmethod
    def issue(tx: Tx, host_id: int, serial: str) -> None:
        certificates.record(tx, serial=serial, name="h", kind="host", subject_id=host_id, not_after=0, key_sha256="k")

    def report(self, tx: Tx) -> None:
        row = hosts.by_id(tx, self.host)
        assert row is not None
        if tx.scalar(select(infra.host.c.retire_serial)) == row.cert_serial:
            self.issue(tx, self.host, NEW)
            hosts.certified(tx, self.host, NEW)
        tx.execute(update(infra.host).values(shown_serial=infra.host.c.cert_serial))
        tx.execute(update(infra.host_liveness).values(reported=infra.host_liveness.c.reported + 1))

    def before(self, *, hosts: bool) -> None:
        assert self.state() == "Up"
        assert self.valid(OLD)
        assert self.read(infra.host.c.retire_serial) is None

    def after(self) -> None:
        assert self.state() == "Up"
        assert self.read(infra.host.c.retire_serial) is None
        assert self.valid(OLD) is not self.certify
        assert self.valid(NEW) is self.certify

    def read(self, column: Any) -> Any:
        return self.db.read(lambda tx: tx.scalar(select(column)))

    def state(self) -> str:
        return str(self.read(infra.host_liveness.c.state))

    def valid(self, serial: str) -> bool:
        return serial in self.db.read(lambda tx: certificates.valid(tx, [serial]))


def faults(saga: Any, params: Any) -> list[Case]:
    """The cases; a host is asked twice: a first command that comes late is met by the second's answer."""
    return [replace(case, ends="done") if case.fault == "late" else case for case in cases(saga, params)]


@pytest.mark.parametrize("case", faults(HOST_CERTIFY, CertifyHost(1)), ids=str)
def test_certify_stands_every_fault(case: Case, db_url: str) -> None:
    play(case, HOST_CERTIFY, Asked(db_url, certify=True))


@pytest.mark.parametrize("case", faults(HOST_RECONNECT, ReconnectHost(1)), ids=str)
def test_reconnect_stands_every_fault(case: Case, db_url: str) -> None:
    play(case, HOST_RECONNECT, Asked(db_url, certify=False))
