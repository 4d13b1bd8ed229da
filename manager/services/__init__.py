"""What sagas and reconcilers may ask of the world. The implementations live above: gRPC in `manager.agents`, the rest wired by `manager.main`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from google.protobuf.message import Message

from manager.model.db import Tx
from manager.model.peers import HostPeer as HostPeer
from manager.model.peers import SystemVmPeer as SystemVmPeer

T = TypeVar("T")


class Unreachable(Exception):
    """No answer from a host: the outcome of the command is unknown (DESIGN 3)."""

    def __init__(self, host_id: int, text: str) -> None:
        super().__init__(text)
        self.host_id = host_id


class AgentFailure(Exception):
    """The host answered that it failed. `code` is the name of a pileus.agent.v1.Failure.Code, as NO_SPACE."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True)
class Fence:
    """Orders commands about one object: pileus.agent.v1.Fence."""

    key: str
    epoch: int
    fence: int
    number: int


class Agents(Protocol):
    """Commands to hosts and, through them, to system VMs."""

    async def do(self, host: HostPeer, body: Message, fence: Fence | None = None, seconds: float = 60) -> Any:
        """Sends one command body (a message of pileus.agent.v1) and returns the body of its Result.

        Raises AgentFailure, or Unreachable when no answer came within `seconds`.
        """

    async def control(self, peer: SystemVmPeer, method: str, params: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
        """One request of the control protocol to a system VM, over TLS that ends in it. Same errors as `do`."""


class Images(Protocol):
    """The image services (secondary storage): one method per rpc of pileus.secstorage.v1, `store` is an image_store row's address."""

    async def call(self, store: str, method: str, request: Message, seconds: float = 30) -> Any:
        """Calls `method` of the service at `store`. Raises AgentFailure or Unreachable (host_id 0)."""


class Secrets(Protocol):
    """Encryption at rest with the cloud's key."""

    def seal(self, text: str) -> str:
        """Encrypts; the result is printable and at most 1.5 times as long plus 100."""

    def open(self, sealed: str) -> str:
        """Decrypts what `seal` made; ValueError when it was not made with this key."""


@dataclass
class Services:
    """Everything a saga step or reconciler may use besides its transaction."""

    agents: Agents
    images: Images
    secrets: Secrets
    read: Callable[[Callable[[Tx], Any]], Awaitable[Any]]    # one read transaction on a database thread
    write: Callable[[Callable[[Tx], Any]], Awaitable[Any]]   # one write transaction; for reconcilers only
    ca_pem: str = ""  # the cloud's CA: what system VMs are told to trust
    managers: Callable[[], Sequence[str]] = tuple  # host:port of the managers' report ports, for those that must reach them
