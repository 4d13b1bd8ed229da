"""ManagementServerResponse, and how nodes become one."""

from __future__ import annotations

from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.removed import never
from manager.model.work import node_views
from manager.model.work.node_views import UP, NodeRow

resolver(NodeRow, entity="managementserver", gone=never)(node_views.find)


class PeerResponse(Response, object="peermanagementserver"):
    """Another node, as this one sees it: all read the same table."""

    state: str | None = field("the state of the node that looks")
    lastupdated: str | None = field("until when the peer's lease holds, or held", kind="date")
    peerid: str | None = field("the ID of the peer")
    peername: str | None = field("the name of the peer")
    peerrunid: str | None = field("which run of the peer: its process id")
    peerstate: str | None = field("Up or Down")
    peerserviceip: str | None = field("the address of the peer")


class ManagementServerResponse(Response, object="managementserver"):
    """A manager process."""

    id: str | None = field("the ID of the node")
    name: str | None = field("its name")
    state: str | None = field("Up while it holds its lease, else Down")
    version: str | None = field("the version of Pileus that it runs")
    osdistribution: str | None = field("the operating system of its machine")
    kernelversion: str | None = field("the kernel of its machine")
    lastserverstart: str | None = field("when it started", kind="date")
    lastserverstop: str | None = field("when it ended", kind="date")
    lastboottime: str | None = field("when its machine started", kind="date")
    serviceip: str | None = field("its address, as the other nodes know it")
    ipaddress: str | None = field("its address")
    peers: list[PeerResponse] | None = field("the other nodes, when they were asked for")
    lastagents: list[str] | None = field("the IDs of hosts that reported to it last and are lost")
    agents: list[str] | None = field("the IDs of hosts that report to it")
    agentscount: int | None = field("how many hosts report to it")
    pendingjobscount: int | None = field("how many jobs it runs")


@renders(ManagementServerResponse)
def view(tx: Tx, caller: Caller, uuids: list[str]) -> list[ManagementServerResponse]:
    """The answers for these nodes."""
    rows = node_views.shown(tx, uuids)
    node_ids = [row.id for row in rows]
    agents, pending = node_views.agents(tx, node_ids), node_views.pending(tx, node_ids)
    answers = []
    for row in rows:
        mine = [uuid for uuid, up in agents.get(row.id, []) if up and row.status == UP]
        answers.append(ManagementServerResponse(
            id=row.uuid, name=row.name, state=row.status, version=row.version or "", osdistribution=row.os, kernelversion=row.kernel,
            lastserverstart=show_date(row.started), lastserverstop=show_date(row.stopped) if row.stopped else None,
            lastboottime=show_date(row.booted) if row.booted else None, serviceip=row.address, ipaddress=row.address,
            agents=mine, lastagents=[uuid for uuid, _ in agents.get(row.id, []) if uuid not in mine], agentscount=len(mine),
            pendingjobscount=pending.get(row.id, 0)))
    return answers


def with_peers(tx: Tx, caller: Caller, uuids: list[str]) -> list[ManagementServerResponse]:
    """The same with the other nodes."""
    answers = view(tx, caller, uuids)
    known = node_views.peers(tx)
    for answer in answers:
        answer.peers = [PeerResponse(
            state=answer.state, lastupdated=show_date(row.lease_until) if row.lease_until else None, peerid=row.uuid, peername=row.name,
            peerrunid=str(row.pid), peerstate=row.status, peerserviceip=row.address) for row in known if row.uuid != answer.id]
    return answers
