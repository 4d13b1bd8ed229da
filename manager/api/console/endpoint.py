"""createConsoleEndpoint: a link that opens a VM's console once."""

from __future__ import annotations

from urllib.parse import quote

from common.ids import token
from manager.api.declare import USERS, Access, Call, Command, Ref, command, param
from manager.api.refs import resolver
from manager.api.responses import Response, field
from manager.model.console import proxies, sessions
from manager.model.console.sessions import ConsoleVm
from manager.model.console.standing import ATTACHABLE
from manager.model.removed import seen
from manager.model.tables.vm import vm
from manager.model.work.signals import signal
from manager.network import console_address as address

resolver(ConsoleVm, entity="virtualmachine", gone=seen(vm))(sessions.find_vm)


class WebsocketResponse(Response, object="websocket"):
    """Where a client of its own opens a WebSocket that carries RFB."""

    token: str | None = field("the token of the one connection")
    host: str | None = field("the console proxy's name or address")
    port: str | None = field("its port")
    path: str | None = field("the path, without the slash in front")
    extra: str | None = field("the client's own security token, if it gave one")


class ConsoleEndpointResponse(Response, object="consoleendpoint"):
    """A console that can be opened once."""

    success: bool | None = field("whether there is one")
    details: str | None = field("why there is none")
    url: str | None = field("the page; it can be opened once, within seconds")
    websocket: WebsocketResponse | None = field("the same for clients of their own", kind="responseobject")


@command(roles=USERS, event="VM.CONSOLE.CREATE", object="consoleendpoint", since="4.18.0")
class CreateConsoleEndpoint(Command):
    """Makes a link that opens the console of a virtual machine once."""

    virtualmachineid: Ref[ConsoleVm] = param("the ID of the VM; for root admins of a system VM, too", access=Access.OPERATE)
    token: str | None = param("a further secret of the client's: who opens the console must show it", default=None, secret=True)

    def run(self, call: Call) -> ConsoleEndpointResponse:
        """What stands in the way is told in `details`, as CloudStack does."""
        row = self.virtualmachineid.row
        if row.state not in ATTACHABLE:
            return _none(call, row, f"VM {row.uuid} must be running to connect console, sending blank response for console access request")
        if row.host_id is None:
            return _none(call, row, f"VM {row.uuid} lost host info, sending blank response for console access request")
        kind = address.mode(call.tx)
        proxy = proxies.choose(call.tx, kind, row.zone_id, int(call.setting("consoleproxy.session.max", zone=row.zone_id)))
        if proxy is None:
            if kind == proxies.SYSTEM_VM:
                signal(call.tx, address.RECONCILER)
            return _none(call, row, "Console access will be ready in a few minutes. Please try it again later.")
        secret = token()
        sessions.create(call.tx, call.caller, row.id, row.host_id, proxy.id, secret, int(call.setting("console.token.seconds")),
                        creator=call.client, extra=self.token or "", login=call.session)
        call.event(description=f"A console of {row.name} was asked for from {call.client or 'inside'}", resource=("VirtualMachine", row.uuid))
        host, port = address.public(call.tx, proxy)
        return ConsoleEndpointResponse(
            success=True, url=address.link(host, port, secret, self.token or ""),
            websocket=WebsocketResponse(token=secret, host=host, port=str(port), path="websockify", extra=self.token and quote(self.token, safe="")))


def _none(call: Call, row: ConsoleVm, why: str) -> ConsoleEndpointResponse:
    call.event(description=f"No console of {row.name}: {why}", resource=("VirtualMachine", row.uuid), level="WARN")
    return ConsoleEndpointResponse(success=False, details=why)
