"""What console proxies ask: any node answers, on the port where hosts report. Nothing that matters is kept in the process."""

from __future__ import annotations

import functools
import hashlib
import ipaddress
import logging
import re
from collections.abc import Callable
from typing import Any, TypeVar

import grpc

from common import tls
from common.ids import token
from manager import settings
from manager.agents.client import AgentClient
from manager.agents.peers import named_caller
from manager.model.console import certificates as custom
from manager.model.console import proxies, sessions, standing
from manager.model.console.proxies import ProxyRow
from manager.model.console.standing import Standing
from manager.model.db import Database, Tx, Unavailable
from manager.model.infra import certificates
from manager.model.net import router_identity
from manager.model.tenancy import settings as stored
from manager.model.work import events
from manager.network import console_address
from manager.services import AgentFailure, Secrets, Unreachable
from manager.services.ca import Authority, BadRequest
from protos.agent.v1 import agent_pb2 as agent
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb

log = logging.getLogger(__name__)
T = TypeVar("T")

LINK_OVER = "This link was used already, or has expired. Open the console again."
SESSION_OVER = "This console session has ended. Open the console again."
SHARES = 20            # view-only links of one session: each is a row and an event
OPEN_SECONDS = 60      # within which the proxy opens the agent's stream
ALL_KINDS = (agent.VNC, agent.SERIAL, agent.BOOTLOG)
SERVICE = "pileus.consoleproxy.v1.Console"
_ADDRESS = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,240}):[0-9]{1,5}")


class Denied(Exception):
    """Refused; the text is for the user."""

    def __init__(self, text: str, code: Any = grpc.StatusCode.PERMISSION_DENIED) -> None:
        super().__init__(text)
        self.code = code


class ConsoleService:
    """pileus.consoleproxy.v1.Console. Only proxies with a certificate of ours that is not revoked are answered."""

    def __init__(self, db: Database, authority: Authority, secrets: Secrets, agents: AgentClient) -> None:
        self._db = db
        self._authority = authority
        self._secrets = secrets
        self._agents = agents

    def methods(self) -> dict[str, Any]:
        """Handlers by method, for grpc.method_handlers_generic_handler."""
        unary = grpc.unary_unary_rpc_method_handler
        pairs: dict[str, tuple[Any, Callable[..., Any]]] = {
            "Redeem": (pb.RedeemRequest, self._redeem), "Attach": (pb.AttachRequest, self._attach), "Share": (pb.ShareRequest, self._share),
            "Beat": (pb.BeatRequest, self._beat), "Settings": (pb.SettingsRequest, self._settings), "Renew": (pb.RenewRequest, self._renew)}
        return {name: unary(self._method(work), kind.FromString, lambda reply: reply.SerializeToString())
                for name, (kind, work) in pairs.items()}

    def _method(self, work: Callable[..., Any]) -> Any:
        async def method(request: Any, context: Any) -> Any:
            return await self._answer(work, request, context)
        return method

    async def _answer(self, work: Callable[..., Any], request: Any, context: Any) -> Any:
        uuid, serial = await named_caller(context, tls.CONSOLE_SUFFIX, "a console proxy with its certificate")
        try:
            return await work(request, functools.partial(_as_proxy, uuid=uuid, serial=serial))
        except Denied as refused:
            await context.abort(refused.code, str(refused))
        except Unavailable:
            await context.abort(grpc.StatusCode.UNAVAILABLE, "the database is away")
        raise AssertionError

    async def _redeem(self, request: pb.RedeemRequest, proxy_of: Callable[[Tx], ProxyRow]) -> pb.Grant:
        secret = token()

        def redeem(tx: Tx) -> Standing | str:
            return _redeem(tx, proxy_of(tx), request, secret)

        found = await self._db.run(redeem)
        if isinstance(found, str):
            raise Denied(found)
        grant: pb.Grant = await self._grant(found, open_now=request.direct)  # a page attaches for each screen and line
        grant.secret = secret
        return grant

    async def _attach(self, request: pb.AttachRequest, proxy_of: Callable[[Tx], ProxyRow]) -> pb.Grant:
        def attach(tx: Tx) -> Standing | str:
            proxy = proxy_of(tx)
            found = _open(tx, proxy, request.session, request.secret, request.client_address)
            if isinstance(found, Standing):
                sessions.adopt(tx, found.id, proxy.id)
            return found

        found = await self._db.run(attach)
        if isinstance(found, str):
            raise Denied(found)
        return await self._grant(found)

    async def _grant(self, session: Standing, *, open_now: bool = True) -> pb.Grant:
        """Tells the VM's agent of a fresh key, and the proxy where to show it. Without a running VM there is nothing to show."""
        idle = await self._db.run(lambda tx: int(settings.get(tx, "consoleproxy.session.timeout", zone=session.zone_id)), writing=False)
        grant = pb.Grant(session=session.uuid, title=session.title, vm_id=session.vm_uuid, vm_state=session.vm_state, view_only=session.view_only,
                         idle_seconds=-(-idle // 1000), user=session.username)
        peer = session.peer
        if peer is None or not open_now:
            return grant
        key = token()
        allow = agent.AllowConsole(vm=session.instance_name, session=session.uuid, key_sha256=hashlib.sha256(key.encode()).hexdigest(),
                                   seconds=OPEN_SECONDS, kinds=[agent.VNC] if session.view_only else ALL_KINDS)
        try:
            await self._agents.do(peer, allow, seconds=10)
        except Unreachable:
            raise Denied("The host of this virtual machine does not answer", grpc.StatusCode.UNAVAILABLE) from None
        except AgentFailure as failure:
            raise Denied(f"The host refuses: {failure.text}", grpc.StatusCode.UNAVAILABLE) from None
        grant.agent_address, grant.host, grant.vm, grant.key = peer.address, peer.uuid, session.instance_name, key
        return grant

    async def _share(self, request: pb.ShareRequest, proxy_of: Callable[[Tx], ProxyRow]) -> pb.ShareReply:
        def share(tx: Tx) -> tuple[str, int] | str:
            proxy = proxy_of(tx)
            found = _open(tx, proxy, request.session, request.secret, request.client_address)
            seconds = int(settings.get(tx, "console.share.seconds"))
            if isinstance(found, str):
                return found
            if found.view_only or found.direct:
                return "Who only looks on cannot share a console"
            if not seconds:
                return "Sharing consoles is switched off (configuration key console.share.seconds)"
            if sessions.shares(tx, found) >= SHARES:
                return f"This console has {SHARES} view-only links already"
            secret = token()
            sessions.share(tx, found, secret, seconds)
            _event(tx, found, "VM.CONSOLE.SHARE", f"A view-only link to the console of {found.title} was made")
            return console_address.link(*console_address.public(tx, proxy), secret), seconds

        made = await self._db.run(share)
        if isinstance(made, str):
            raise Denied(made)
        return pb.ShareReply(url=made[0], seconds=made[1])

    async def _beat(self, request: pb.BeatRequest, proxy_of: Callable[[Tx], ProxyRow]) -> pb.BeatReply:
        if not _ADDRESS.fullmatch(request.address):
            raise Denied("the address of a proxy is host:port", grpc.StatusCode.INVALID_ARGUMENT)   # it goes into links

        def beat(tx: Tx) -> pb.BeatReply:
            proxy = proxy_of(tx)
            proxies.beat(tx, proxy, request.address, len(request.sessions), request.version, request.draining)
            return pb.BeatReply(end=_ends(tx, proxy, request), settings_generation=stored.epochs(tx)[stored.SETTINGS])

        reply: pb.BeatReply = await self._db.run(beat, urgent=True)
        return reply

    async def _settings(self, request: pb.SettingsRequest, proxy_of: Callable[[Tx], ProxyRow]) -> pb.SettingsReply:
        def read(tx: Tx) -> pb.SettingsReply:
            proxy = proxy_of(tx)
            chain, sealed = custom.served(tx)
            domain = str(settings.get(tx, "consoleproxy.url.domain", zone=proxy.zone_id))
            return pb.SettingsReply(
                generation=stored.epochs(tx)[stored.SETTINGS], certificate_pem=chain, key_pem=self._secrets.open(sealed) if sealed else "",
                session_max=int(settings.get(tx, "consoleproxy.session.max", zone=proxy.zone_id)),
                public_name=console_address.public(tx, proxy)[0] if domain and proxy.address else "")

        reply: pb.SettingsReply = await self._db.run(read)
        return reply

    async def _renew(self, request: pb.RenewRequest, proxy_of: Callable[[Tx], ProxyRow]) -> pb.RenewReply:
        def renew(tx: Tx) -> str:
            proxy = proxy_of(tx)
            issued = self._authority.sign(request.csr_pem, tls.console_name(proxy.uuid), "console", _reached_by(tx, proxy))
            kind, subject = ("console", proxy.vm_id) if proxy.vm_id is not None else ("consolelocal", proxy.id)
            certificates.record(tx, serial=issued.serial, name=issued.name, kind=kind, subject_id=subject, not_after=issued.not_after,
                                key_sha256=issued.key_sha256)
            return issued.certificate_pem

        try:
            return pb.RenewReply(certificate_pem=await self._db.run(renew), ca_pem=self._authority.ca_pem)
        except BadRequest as error:
            raise Denied(str(error), grpc.StatusCode.INVALID_ARGUMENT) from None


def _as_proxy(tx: Tx, *, uuid: str, serial: str) -> ProxyRow:
    """The proxy that calls. Denied when it is gone, or its certificate is revoked."""
    proxy = proxies.known(tx, uuid) if certificates.valid(tx, [serial]) else None
    if proxy is None:
        raise Denied(f"console proxy {uuid} is gone, or its certificate is revoked", grpc.StatusCode.UNAUTHENTICATED)
    return proxy


def _redeem(tx: Tx, proxy: ProxyRow, request: pb.RedeemRequest, secret: str) -> Standing | str:
    found = standing.by_token(tx, sessions.hashed(request.token)) if request.token else None
    if found is None or not _serves(proxy, found):
        return LINK_OVER
    if found.view_only and request.direct:
        return "A view-only link opens in the page alone"
    if not sessions.extra_is(tx, found.id, request.extra):
        sessions.close(tx, found.id, "It was opened without its security token")  # nobody guesses twice
        return LINK_OVER
    if settings.get(tx, "novnc.console.sourceip.check.enabled") and not _same_address(found.creator_address, request.client_address):
        sessions.close(tx, found.id, f"It was opened from {request.client_address}, made from {found.creator_address}")
        return LINK_OVER
    why = standing.reasons(tx, [found]).get(found.uuid)
    if why is not None:
        return why
    if not sessions.redeem(tx, found, request.token, secret, request.client_address, proxy.id, request.direct):
        return LINK_OVER
    _event(tx, found, "VM.CONSOLE.OPEN", f"The console of {found.title} was opened from {request.client_address}")
    return found


def _open(tx: Tx, proxy: ProxyRow, session: str, secret: str, client: str) -> Standing | str:
    """The session of this id and secret; else why not. A wrong secret is told as one that has ended."""
    found = standing.one(tx, session)
    if found is None or not _serves(proxy, found) or (found.removed is None and not sessions.same(found.secret_hash, secret)):
        return SESSION_OVER
    if found.removed is None and settings.get(tx, "novnc.console.sourceip.check.enabled") and not _same_address(found.client_address, client):
        return SESSION_OVER
    return standing.reasons(tx, [found]).get(found.uuid) or found


def _ends(tx: Tx, proxy: ProxyRow, request: pb.BeatRequest) -> list[pb.End]:
    """Which of the proxy's sessions must end, and why. Notes the others as open."""
    said = {one.session: one for one in request.sessions}
    found = {uuid: one for uuid, one in standing.of(tx, list(said)).items() if _serves(proxy, one)}
    why = standing.reasons(tx, list(found.values()))
    limit = {one.zone_id: int(settings.get(tx, "consoleproxy.session.timeout", zone=one.zone_id)) for one in found.values()}
    for uuid, one in found.items():
        most = limit[one.zone_id]
        if uuid not in why and most and said[uuid].idle_seconds * 1000 >= most:
            why[uuid] = f"Nobody pressed a key or moved the pointer for {most // 1000} seconds"
    for uuid, reason in why.items():
        if sessions.close(tx, found[uuid].id, reason):
            _event(tx, found[uuid], "VM.CONSOLE.CLOSE", f"The console of {found[uuid].title} was closed: {reason}")
    open_now = [(one, sessions.Beat(uuid, said[uuid].bytes_in, said[uuid].bytes_out, said[uuid].idle_seconds, said[uuid].connections))
                for uuid, one in found.items() if uuid not in why and said[uuid].connections]
    sessions.touch(tx, proxy.id, open_now)
    return [pb.End(session=uuid, reason=why.get(uuid, SESSION_OVER)) for uuid in said if uuid in why or uuid not in found]


def _serves(proxy: ProxyRow, session: Standing) -> bool:
    """A zone's system VM opens nothing of other zones."""
    return proxy.zone_id is None or proxy.zone_id == session.zone_id


def _same_address(stored_as: str | None, given: str) -> bool:
    try:
        return bool(stored_as) and _address(str(stored_as)) == _address(given)
    except ValueError:
        return False


def _address(text: str) -> Any:
    found = ipaddress.ip_address(text)
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found


def _reached_by(tx: Tx, proxy: ProxyRow) -> list[str]:
    """By what browsers reach a proxy: its certificate is for that, too. Of a system VM the addresses it was given, whatever it says of itself."""
    if proxy.vm_id is not None:
        return router_identity.addresses(tx, proxy.vm_id)
    host = (proxy.address or "").rpartition(":")[0].strip("[]")
    return [host] if host else []


def _event(tx: Tx, session: Standing, kind: str, text: str) -> None:
    events.write(tx, kind, text, account_id=session.vm_account_id, domain_id=session.vm_domain_id, user_id=session.user_id,
                 resource_type="VirtualMachine", resource_uuid=session.vm_uuid)
