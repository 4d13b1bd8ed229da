"""From a request to its answer: authenticate, resolve, run and render in one database transaction on one executor hop."""

from __future__ import annotations

import functools
import importlib
import ipaddress
import logging
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import IO, Any, Protocol

import manager.api
from common import clock, killpoint
from common.logging import bound
from manager import settings
from manager.api import clienttoken
from manager.api.access import Access
from manager.api.auth import SECOND_FACTOR, Authenticated, authenticate, needs_no_session
from manager.api.declare import COMMANDS, Before, Call, Command, Job, Listing, Waiting
from manager.api.errors import FACTOR_MISSING, INTERNAL, NOT_PERMITTED, SHUTTING_DOWN, ApiError, NothingListed
from manager.api.parse import parse
from manager.api.plan.answer import PlanResponse
from manager.api.plan.build import Plan
from manager.api.responses import Response
from manager.api.tag.dress import dressed
from manager.api.values import parse_bool
from manager.api.wire import encode
from manager.api.wire.request import Request
from manager.model.db import Database, Tx, Unavailable
from manager.model.errors import Refused
from manager.model.tenancy import sessions
from manager.model.tenancy.clienttokens import TakenMeanwhile
from manager.services import Secrets
from manager.services.ca import Authority

log = logging.getLogger(__name__)

WAIT_S = 150.0        # a little above the deadline of synchronous sagas, which unwind before they answer
TOUCH_US = 60_000_000  # a session's life is written at most once a minute
TOKEN_TRIES = 5


class Waits(Protocol):
    """The saga worker, as far as synchronous commands need it."""

    async def wait(self, saga_id: int, seconds: float) -> Any:
        """The saga's end: state, error_code, error_text."""


@dataclass
class Answer:
    """What goes back to the client."""

    status: int
    body: bytes
    json: bool
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    file: IO[bytes] | None = None   # the body of a long list, instead of `body`


@dataclass
class _Outcome:
    wrapper: str
    content: Any
    authenticated: bool = True
    waiting: Waiting[Any] | None = None
    call: Call | None = None
    touch: str | None = None
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    file: IO[bytes] | None = None


def load_commands() -> None:
    """Imports every module below manager.api, which registers its commands, references and renderers."""
    for module in pkgutil.walk_packages(manager.api.__path__, "manager.api."):
        importlib.import_module(module.name)


@dataclass
class Api:
    """The API of one process. `worker` runs the sagas that synchronous commands wait for."""

    db: Database
    secrets: Secrets
    worker: Waits
    access: Access
    node_uuid: str = ""
    authority: Authority | None = None
    joining: str = "localhost:8250"   # where hosts join, host:port

    async def answer(self, request: Request) -> Answer:
        """Never raises: what goes wrong is an answer, too."""
        began = clock.monotonic()
        cls = COMMANDS.get(request.command)
        with bound(request=request.request_id):
            outcome, status = await self._guarded(request, cls)
            body = outcome.body
            if not body and outcome.file is None:
                body = encode.encode(outcome.wrapper, outcome.content, json=request.json, authenticated=outcome.authenticated)
            headers = outcome.headers
            if status != 200:
                headers = [*headers, (b"x-description", encode.description(outcome.content["errortext"]))]
            took = (clock.monotonic() - began) * 1000
            level = logging.INFO if status != 200 or (cls is not None and not cls.READS) else logging.DEBUG
            log.log(level, "%s %d in %.1f ms from %s", cls.NAME if cls is not None else "unknown command", status, took, request.client)
            return Answer(status, body, request.json, headers, outcome.file)

    async def _guarded(self, request: Request, cls: type[Command] | None) -> tuple[_Outcome, int]:
        wrapper = cls.ERROR_WRAPPER if cls is not None else "errorresponse"
        try:
            return await self._run(request, cls), 200
        except ApiError as found:
            error = found
        except Refused as refused:
            error = ApiError(refused.code, refused.text)
        except Unavailable as away:
            log.warning("database away: %s", away)
            error = ApiError(SHUTTING_DOWN, "The database is not available; try again")
        except Exception:
            log.exception("%s failed", cls.NAME if cls is not None else "call")
            error = ApiError(INTERNAL, f"Internal error; the manager's log has it under request {request.request_id}")
        name, content = encode.failure(error, wrapper)
        return _Outcome(name, content, authenticated=error.code not in (401,)), error.code

    async def _run(self, request: Request, cls: type[Command] | None) -> _Outcome:
        planning = cls is not None and cls.PLAN and parse_bool(request.params.get("plan", ""))
        writing = cls is not None and not cls.READS and not planning
        if cls is not None and cls.AUTHENTICATOR:
            request.prepared = await cls.prepare(self.db, request)
        elif cls is not None and cls.before is not Command.before:
            command, at = await self.db.look(functools.partial(self._ahead, request=request))
            request.prepared = await command.before(at)
        if planning:
            return await self.db.run(functools.partial(self._planned, request=request), writing=False)
        for attempt in range(TOKEN_TRIES):
            try:
                work = functools.partial(self._transaction, request=request)
                outcome = await (self.db.run(work) if writing else self.db.look(work))
                break
            except TakenMeanwhile:
                if attempt == TOKEN_TRIES - 1:
                    raise
        if killpoint.ARMED and writing:
            killpoint.hit("answer")
        if outcome.touch is not None:
            touched = outcome.touch
            await self.db.run(lambda tx: sessions.touch(tx, touched))
        if outcome.waiting is not None:
            return await self._await(outcome, request)
        return outcome

    def _admit(self, tx: Tx, request: Request) -> tuple[type[Command], Authenticated, Call]:
        """Who calls what: known, within its API limit, and of a role that has the command."""
        self.access.fresh(tx)
        who = authenticate(self, tx, request)
        if who.identity is not None:
            self.access.limits.take(tx, who.identity.caller)
        cls, who = self._command(tx, request, who)
        return cls, who, self._call(tx, cls, request, who)

    def _transaction(self, tx: Tx, request: Request) -> _Outcome:
        cls, who, call = self._admit(tx, request)
        with_touch = who.session if who.expires_in is not None and who.expires_in < sessions.LIFE - TOUCH_US else None
        try:
            command = parse(cls, request.params, tx, call.caller)
            token = request.params.get("clienttoken") if cls.CLIENTTOKEN else None
            result = clienttoken.run(command, call, token) if token else command.run(call)
        except NothingListed:
            result = Listing([], 0)
        self._leave_event(cls, call, result)
        if tx.raised:
            tx.after_commit(self.access.forget)
        if isinstance(result, Waiting):
            return _Outcome("", None, waiting=result, call=call, touch=with_touch)
        outcome = self._render(tx, cls, result, request)
        outcome.touch, outcome.headers = with_touch, call.headers
        return outcome

    def _planned(self, tx: Tx, request: Request) -> _Outcome:
        """What the command would do: no lock, no write, no event, and the session lives no longer for it."""
        cls, _, call = self._admit(tx, request)
        plan = Plan(call)
        plan.answer.command = cls.NAME
        parse(cls, request.params, tx, call.caller).plan(call, plan)
        content = {PlanResponse.OBJECT: plan.answer}
        return _Outcome(cls.WRAPPER, content, body=encode.encode(cls.WRAPPER, content, json=request.json, authenticated=True))

    def _ahead(self, tx: Tx, request: Request) -> tuple[Command, Before]:
        self.access.fresh(tx)
        who = authenticate(self, tx, request)
        cls, who = self._command(tx, request, who)
        return parse(cls, request.params, tx, who.caller), Before(self.db, who.caller, self.secrets, who.session, request.client)

    def _command(self, tx: Tx, request: Request, who: Authenticated) -> tuple[type[Command], Authenticated]:
        name = request.command
        if needs_no_session(name) and name in COMMANDS:
            return COMMANDS[name], who
        assert who.identity is not None
        if who.factor_due:
            if name not in SECOND_FACTOR:
                raise ApiError(FACTOR_MISSING, "The second factor is missing: set it up, or send its code (validateUserTwoFactorAuthenticationCode)")
            return COMMANDS[name], who  # whatever its role: it would be locked out
        comes_from(tx, who, request.client)
        cls, identity = self.access.command(tx, who.identity, name, session=who.session is not None)
        return cls, replace(who, identity=identity)

    def _call(self, tx: Tx, cls: type[Command], request: Request, who: Authenticated) -> Call:
        return Call(
            tx, who.caller, cls, self.secrets, request_id=request.request_id, access=self.access, client=request.client, raw=request.params,
            node_uuid=self.node_uuid, session=who.session, secure=request.secure, prepared=request.prepared,
            authority=self.authority, joining=self.joining)

    def _leave_event(self, cls: type[Command], call: Call, result: Any) -> None:
        if cls.EVENT is None or call.events_written or isinstance(result, (Job, Waiting)):
            return
        made = getattr(result, "id", None)
        call.event(resource=(cls.EVENT_RESOURCE, made) if isinstance(made, str) else None)

    def _render(self, tx: Tx, cls: type[Command], result: Any, request: Request) -> _Outcome:
        if not isinstance(result, (Response, Listing, Job)):
            raise TypeError(f"{cls.NAME} returned {type(result).__name__}")
        result = dressed(tx, result)
        if isinstance(result, Listing) and result.more is not None:
            return _Outcome(cls.WRAPPER, None, file=encode.stream(cls.WRAPPER, cls.OBJECT, result, json=request.json))
        wrapper, content = encode.body(cls, result)
        return _Outcome(wrapper, content, body=encode.encode(wrapper, content, json=request.json, authenticated=True))

    async def _await(self, outcome: _Outcome, request: Request) -> _Outcome:
        waiting, call = outcome.waiting, outcome.call
        assert waiting is not None
        assert call is not None
        if waiting.work is not None:
            await waiting.work(self.db)
            return await self.db.run(lambda tx: self._render(tx, call.command, waiting.then(tx), request), writing=False)
        ended = await self.worker.wait(waiting.saga_id, WAIT_S)
        if ended is None or ended.state not in ("done", "failed", "stuck"):
            raise ApiError(INTERNAL, "The operation has not ended yet; look for its effect later")
        if ended.state != "done":
            raise ApiError(ended.error_code or INTERNAL, ended.error_text or "The operation failed")
        then: Callable[[Tx], Any] = waiting.then
        return await self.db.run(lambda tx: self._render(tx, call.command, then(tx), request), writing=False)


def comes_from(tx: Tx, who: Authenticated, client: str) -> None:
    """531 when the account's calls may not come from there: api.allowed.source.cidr.list. The integration port is for this machine anyway."""
    if who.identity is None or not client:
        return
    allowed = str(settings.get(tx, "api.allowed.source.cidr.list", account=who.caller.account_id, domain=who.caller.domain_id))
    if allowed == settings.KEYS["api.allowed.source.cidr.list"].default or not settings.get(tx, "api.source.cidr.checks.enabled"):
        return
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        address = None
    ranges = [ipaddress.ip_network(part.strip(), strict=False) for part in allowed.split(",") if part.strip()]
    if address is None or not any(address in found for found in ranges if found.version == address.version):
        raise ApiError(NOT_PERMITTED, f"Calls of account {who.caller.account_name} may not come from {client}")
