"""The agent's command table: one handler per command body, one lock per thing it touches, fences before acting."""

from __future__ import annotations

import errno
import logging
import typing
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from google.protobuf.message import Message

from agent.drivers.base import DriverError
from agent.fences import Stale
from agent.host import Host
from common import clock
from common.exec import CommandFailed
from protos.agent.v1 import agent_pb2 as pb

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Awaitable[Any]])
B = TypeVar("B", bound=Message)


@dataclass(frozen=True)
class Handler:
    """How one command is done. `thing` names what it is about, as vm:i-2-17-VM; None: a question that needs no lock."""

    run: Callable[[Host, Any], Awaitable[Message]]
    thing: Callable[[Any], str] | None
    fenced: bool


HANDLERS: dict[str, Handler] = {}


def _bodies(message: type[Message]) -> dict[str, str]:
    fields = message.DESCRIPTOR.oneofs_by_name["body"].fields
    return {field.message_type.full_name: field.name for field in fields if field.message_type is not None}


_FIELDS = _bodies(pb.Command)
_ANSWERS = _bodies(pb.Result)


class Dropped(Exception):
    """The command was done, and a fault wants its answer to be lost."""


class Hung(Exception):
    """Nothing was done, and a fault wants no answer at all."""


def handles(*, thing: Callable[[Any], str] | None, fenced: bool = False) -> Callable[[F], F]:
    """Declares the handler of the command that its second parameter is annotated with."""

    def wrap(fn: F) -> F:
        command = list(typing.get_type_hints(fn).values())[1]
        field = _FIELDS[command.DESCRIPTOR.full_name]
        if field in HANDLERS:
            raise AssertionError(f"two handlers for {field}")
        HANDLERS[field] = Handler(fn, thing, fenced)
        return fn

    return wrap


def failure(code: str, text: str) -> pb.Result:
    """A Result that says what went wrong; `code` is a name of Failure.Code."""
    return pb.Result(failure=pb.Failure(code=pb.Failure.Code.Value(code), text=text))


async def dispatch(host: Host, command: pb.Command) -> pb.Result:
    """Does one command. Never raises but Dropped and Hung: what goes wrong is Result.failure."""
    name = command.WhichOneof("body")
    if name is None or name not in HANDLERS:
        return failure("INVALID" if name is None else "UNSUPPORTED", f"this agent does not know the command {name or '(none)'}")
    fault = host.faults.take(name) if host.hypervisor.simulated and name not in ("set_faults", "get_faults") else None
    if fault is not None:
        early = await _before(fault)
        if early is not None:
            return early
    result = await _attempt(host, HANDLERS[name], name, command)
    if fault is not None and fault.kind == pb.Fault.DROP_REPLY:
        raise Dropped(name)
    return result


async def _before(fault: pb.Fault) -> pb.Result | None:
    match fault.kind:
        case pb.Fault.FAIL:
            return failure(fault.code or "INJECTED", fault.text or "injected fault")
        case pb.Fault.DELAY:
            await clock.nap(fault.delay_ms / 1000)  # before the fence is looked at: a command may come after its own undo
        case pb.Fault.HANG:
            raise Hung
    return None


async def _attempt(host: Host, handler: Handler, name: str, command: pb.Command) -> pb.Result:
    body = getattr(command, name)
    try:
        return _answer(await _locked(host, handler, command, body))
    except Stale as error:
        return failure("STALE", str(error))
    except DriverError as error:
        return failure(error.code, error.text)
    except CommandFailed as error:
        log.warning("%s: %s", name, error)
        return failure("NO_SPACE" if "No space left" in error.text else "FAILED", str(error))
    except OSError as error:
        log.warning("%s: %s", name, error)
        return failure("NO_SPACE" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "FAILED", f"{name}: {error}")
    except Exception as error:
        log.exception("%s failed", name)
        return failure("FAILED", f"{name}: {type(error).__name__}: {error}")


async def _locked(host: Host, handler: Handler, command: pb.Command, body: Message) -> Message:
    if handler.thing is None:
        return await handler.run(host, body)
    thing = handler.thing(body)
    if handler.fenced and not command.fence.key:
        raise DriverError("INVALID", f"a command about {thing} needs a fence")
    async with host.locks.hold(thing):
        if handler.fenced:
            await host.fences.take(command.fence, thing)
        return await handler.run(host, body)


def _answer(message: Message) -> pb.Result:
    result = pb.Result()
    getattr(result, _ANSWERS[message.DESCRIPTOR.full_name]).CopyFrom(message)
    return result
