"""provisionCertificate: a host renews its certificate now, and its old one is refused afterwards."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from manager.model.infra import certificates, hosts
from manager.model.peers import HostPeer
from manager.saga import Call, Ctx, Saga, SagaFailure, Tx, Wait, register
from manager.sagas.host.hail import hail
from manager.services import AgentFailure, Unreachable

LOOK_AGAIN = 1.0  # seconds


class CertifyHost(msgspec.Struct, frozen=True):
    """`revoke`: the old certificate is refused once the host has shown the new one."""

    host_id: int
    revoke: bool = True


class Old(msgspec.Struct, frozen=True):
    """The host, and the certificate that it shall replace; empty: it has none."""

    uuid: str
    address: str
    serial: str


C = Ctx[CertifyHost]


def ask(ctx: C) -> Old:
    """The host is told with the answer to its next report."""
    found = hosts.by_id(ctx.tx, ctx.params.host_id)
    if found is None or found.live is None:
        raise SagaFailure(431, f"Host {ctx.params.host_id} does not exist")
    hosts.retire_certificate(ctx.tx, found.id, found.cert_serial or "")
    return Old(found.uuid, found.address, found.cert_serial or "")


def forget(ctx: C) -> None:
    """It may go on with what it has."""
    hosts.retire_certificate(ctx.tx, ctx.params.host_id, None)


async def await_new(ctx: C) -> str:
    """The host has reported with another certificate; returns its serial."""
    old = ctx.out(ask)
    serial = await ctx.read(lambda tx: hosts.shown_serial(tx, ctx.params.host_id))
    if serial and serial != old.serial:
        return serial
    peer = HostPeer(ctx.params.host_id, old.uuid, old.address)
    try:
        await hail(ctx.services.agents, peer)
    except (AgentFailure, Unreachable) as failure:
        raise SagaFailure(530, f"Host {old.uuid} gets no certificate: {failure}") from None
    raise Wait(LOOK_AGAIN)


def publish(ctx: C) -> None:
    """The new one counts."""
    hosts.retire_certificate(ctx.tx, ctx.params.host_id, None)
    if ctx.params.revoke:
        certificates.revoke(ctx.tx, "host", ctx.params.host_id, ctx.out(await_new))


HOST_CERTIFY = register(Saga(
    "host.certify", CertifyHost, locks=lambda p: [f"host-certificate:{p.host_id}"], deadline=timedelta(seconds=90),
    steps=[Tx(ask, undo=forget), Call(await_new), Tx(publish)]))
