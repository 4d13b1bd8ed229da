"""Every two seconds: tell a manager what runs here, end what it says, take new settings, keep the own certificate fresh."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from common import clock
from consoleproxy import __version__
from consoleproxy.certificate import Shown, Unusable
from consoleproxy.identity import Identity, NoIdentity, renewed
from consoleproxy.managers import Managers, NoManager, Refused
from consoleproxy.sessions import Close, Sessions
from consoleproxy.web import Web
from protos.consoleproxy.v1 import consoleproxy_pb2 as pb

log = logging.getLogger(__name__)

EVERY = 2.0
ALONE = 10.0       # seconds without any manager before it is logged
RENEWAL = 300.0    # seconds between attempts to renew


@dataclass
class Beat:
    """The proxy's talk with managers."""

    address: str
    folder: Path
    identity: Identity
    managers: Managers
    sessions: Sessions
    web: Web
    shown: Shown
    generation: int = -1
    own: bool = True            # whether browsers are shown the own certificate
    heard: float = 0.0          # when a manager last answered
    tried: float = -RENEWAL

    async def run(self, nap: Callable[[float], Awaitable[None]] = clock.nap) -> None:
        """Until cancelled."""
        self.heard = clock.monotonic()
        alone = False
        while True:
            try:
                await self.once()
                if alone:
                    log.info("a manager answers again")
                alone, self.heard = False, clock.monotonic()
            except NoManager:
                if not alone and clock.monotonic() - self.heard > ALONE:
                    alone = True
                    log.warning("no manager answers; open sessions go on, no new ones begin")
            except Refused as refused:
                log.error("managers refuse this proxy: %s", refused)
            self.sessions.sweep()
            await nap(EVERY)

    async def once(self) -> None:
        """One exchange. Raises NoManager, Refused."""
        reply = await self.managers.beat(pb.BeatRequest(
            address=self.address, sessions=self.sessions.activity(), settings_generation=max(0, self.generation),
            version=__version__, draining=self.sessions.draining))
        for one in reply.end:
            log.info("session %s ends: %s", one.session, one.reason)
            self.sessions.end(one.session, Close.ENDED, one.reason or "The session was ended.")
        if reply.settings_generation != self.generation:
            await self._settings()
        await self._certificate()

    async def _settings(self) -> None:
        settings = await self.managers.settings()
        self.sessions.maximum = settings.session_max
        self.web.origins = frozenset(settings.origins)
        self.own = not settings.certificate_pem
        try:
            if self.own:
                self.shown.use(self.identity.certificate_pem + self.identity.ca_pem, self.identity.key_pem)
            else:
                self.shown.use(settings.certificate_pem.encode(), settings.key_pem.encode())
        except Unusable as error:
            log.error("the certificate of the settings cannot be used, the former stays: %s", error)
        self.generation = settings.generation
        log.info("settings %d: at most %d sessions, %s certificate", settings.generation, settings.session_max, "own" if self.own else "custom")

    async def _certificate(self) -> None:
        """Another one on the disk is taken; an old one is renewed."""
        try:
            found = Identity.load(self.folder)
            if found == self.identity and found.renew_in() < 0 and clock.monotonic() - self.tried > RENEWAL:
                self.tried = clock.monotonic()
                found = renewed(self.folder, (await self.managers.renew(found.csr())).certificate_pem)
        except (NoIdentity, OSError) as error:
            log.error("identity: %s", error)
            return
        if found != self.identity:
            self.identity = found
            await self.managers.use(found)
            self.web.agents.identity = found
            if self.own:
                self.shown.use(found.certificate_pem + found.ca_pem, found.key_pem)
            log.info("goes on with a new certificate")
