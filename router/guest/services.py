"""What guests may ask their router over HTTP: metadata and user data (port 80), and once their password (port 8080)."""

import json
import logging
from pathlib import Path

from common import atomic
from router.guest.http import Answer, Listeners, Request
from router.render.metadata import Leases, by_address, resource
from router.render.nftables import METADATA_ADDRESS
from router.state import Lease, RouterState

log = logging.getLogger(__name__)


class Passwords:
    """The password service of CloudStack's guest scripts (cloud-set-guest-password).

    The header DomU_Request says `send_my_password` (answered by the password, as often as asked, until it is saved) or `saved_password`.
    What is saved is remembered by the password's id, so that a restart does not hand an old password out again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._saved: dict[str, str] = {}
        try:
            held = json.loads(path.read_text())
            self._saved = {str(key): str(value) for key, value in held.items()}
        except FileNotFoundError:
            self._saved = {}
        except (ValueError, AttributeError):
            log.error("%s is of no use; passwords that were saved may be handed out once more", path)

    def keep_only(self, leases: Leases) -> None:
        """Forgets about guests that are no more."""
        alive = {_guest(lease) for _, lease in leases.values()}
        gone = self._saved.keys() - alive
        for guest in gone:
            del self._saved[guest]
        if gone:
            self._store()

    def answer(self, lease: Lease | None, wish: str) -> Answer:
        """The answer to a guest's wish; nothing but `bad_request` to strangers."""
        if lease is None or wish not in ("send_my_password", "saved_password"):
            return Answer(200, b"bad_request")
        data = lease.metadata
        if not data.password or self._saved.get(_guest(lease)) == data.password_id:
            return Answer(200, b"saved_password")
        if wish == "send_my_password":
            return Answer(200, data.password.encode())
        self._saved[_guest(lease)] = data.password_id
        self._store()
        return Answer(200, b"saved_password")

    def _store(self) -> None:
        atomic.write(self._path, json.dumps(self._saved), mode=0o600)


def _guest(lease: Lease) -> str:
    return lease.metadata.instance_id or str(lease.address)


class GuestServices:
    """Answers by the asker's address and the state in force."""

    def __init__(self, passwords: Passwords) -> None:
        self._passwords = passwords
        self._leases: Leases = {}
        self.listeners = Listeners({80: self.metadata, 8080: self.password})

    async def publish(self, state: RouterState) -> None:
        """Answers from `state` from now on, on the gateways and the metadata address. Raises OSError when one cannot be bound."""
        self._leases = by_address(state)
        self._passwords.keep_only(self._leases)
        gateways = {str(network.gateway) for network in state.guests}
        await self.listeners.ensure(gateways | {METADATA_ADDRESS} if gateways else set())

    def metadata(self, request: Request) -> Answer:
        """What stands at the path for whom the source address belongs to."""
        known = self._leases.get(request.source)
        found = resource(*known, request.path) if known else None
        if found is None:
            return Answer(404)
        return Answer(200, found, "application/octet-stream" if request.path.endswith("/user-data") else "text/plain")

    def password(self, request: Request) -> Answer:
        """The password service."""
        known = self._leases.get(request.source)
        return self._passwords.answer(known[1] if known else None, request.headers.get("domu_request", ""))
