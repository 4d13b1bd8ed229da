"""Asking a host to report at once."""

from __future__ import annotations

from manager.services import Agents, HostPeer, Unreachable
from protos.agent.v1 import agent_pb2

ANSWER_WITHIN = 10  # seconds


async def hail(agents: Agents, peer: HostPeer) -> None:
    """One lost answer is no dead host: it is asked twice; after that an administrator waits to be told. Raises AgentFailure, Unreachable."""
    try:
        await agents.do(peer, agent_pb2.Ping(report=True), seconds=ANSWER_WITHIN)
    except Unreachable:
        await agents.do(peer, agent_pb2.Ping(report=True), seconds=ANSWER_WITHIN)
