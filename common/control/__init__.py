"""The control protocol between a manager and a router: framed JSON inside mutual TLS, with a plain exchange for enrolment.

Standard library only (docs/adr/0801). `frames` cuts the byte stream, `seal` puts it into TLS, `enrol` gives a router its certificate,
`client` and `server` are state machines over bytes with thin asyncio drivers: the same code runs over sockets, gRPC tunnels and in memory.
"""

from common.control.client import ControlClient, EnrolClient, Session, enrol
from common.control.enrol import Identity, StoredIdentity
from common.control.frames import MAX_FRAME, ControlError, Message, Refused
from common.control.pipe import Pipe, StreamPipe, memory_pipes
from common.control.server import ControlServer, Handler, converse, serve

__all__ = [
    "MAX_FRAME",
    "ControlClient",
    "ControlError",
    "ControlServer",
    "EnrolClient",
    "Handler",
    "Identity",
    "Message",
    "Pipe",
    "Refused",
    "Session",
    "StoredIdentity",
    "StreamPipe",
    "converse",
    "enrol",
    "memory_pipes",
    "serve",
]
