"""Applies whole states: render, check, swap, acknowledge; or leave everything as it was."""

import asyncio
import dataclasses
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.control import Refused
from common.exec import CommandFailed, Runner
from router.apply import devices, firewall, links, store
from router.apply.dnsmasq import Dnsmasq, DnsmasqFailed
from router.parse import BadState
from router.render import dnsmasq as render_dnsmasq
from router.render import links as render_links
from router.render import nftables
from router.state import Interface, RouterState, read

log = logging.getLogger(__name__)

FAULTS = (CommandFailed, DnsmasqFailed, OSError)
Publish = Callable[[RouterState], Awaitable[None]]


@dataclass(frozen=True)
class Rendered:
    """All that a state becomes on this machine."""

    state: RouterState
    rules: str
    plan: render_links.Plan
    files: render_dnsmasq.Files | None

    @property
    def probe(self) -> tuple[str, str] | None:
        """An address and a name that the resolver must answer for."""
        if not self.state.guests:
            return None
        first = self.state.guests[0]
        return str(first.gateway), f"data-server.{first.domain}" if first.domain else "data-server"


class Router:
    """The machine under one state. `publish` gives a state to the services for guests once the network holds it."""

    def __init__(self, boot: RouterState, control: Interface | None, folder: Path, run: Runner, publish: Publish, dns_user: str) -> None:
        self._boot = boot
        self._control = control
        self._path = folder / "state.json"
        self._run = run
        self._publish = publish
        self._dns_user = dns_user
        self._lock = asyncio.Lock()
        self._held: RouterState | None = None
        self._now: Rendered | None = None
        self.dnsmasq = Dnsmasq(folder / "dnsmasq")

    @property
    def generation(self) -> int:
        """Of the state in force; 0 before the first."""
        return self._now.state.generation if self._now else 0

    @property
    def state(self) -> RouterState:
        """The state in force; the boot state before the first."""
        return self._now.state if self._now else self._boot

    async def start(self) -> None:
        """Brings the machine to the stored state; without one, or when it cannot be applied, to the closed boot state.

        Raises Refused when not even that works.
        """
        stored = await asyncio.to_thread(store.load, self._path)
        if stored is not None and stored.router == self._boot.router:
            try:
                await self._change(stored)
                self._held = stored
                return
            except Refused as error:
                log.error("the stored state of generation %d cannot be applied: %s", stored.generation, error.text)
        await self._change(self._boot)

    async def apply(self, document: dict[str, Any]) -> dict[str, Any]:
        """Takes a whole state; answers its generation and what was reloaded.

        Raises Refused: 400 it makes no sense, 403 it is another router's, 409 by its generation or for a missing interface, 500 when the
        machine did not take it and holds the former state again.
        """
        try:
            state = await asyncio.to_thread(read, document)
        except BadState as error:
            raise Refused(400, str(error)) from None
        if state.router != self._boot.router:
            raise Refused(403, f"this is router {self._boot.router}, not {state.router}")
        async with self._lock:
            if not store.newer(self._held, state):
                return {"generation": str(state.generation), "reloaded": []}
            reloaded = await self._change(state)
            await asyncio.to_thread(store.save, self._path, document)
            self._held = state
        log.info("generation %d is in force; reloaded: %s", state.generation, ", ".join(reloaded) or "nothing")
        return {"generation": str(state.generation), "reloaded": reloaded}

    async def stop(self) -> None:
        """Ends what this process runs; what the kernel holds goes on."""
        await self.dnsmasq.stop()

    async def _change(self, state: RouterState) -> list[str]:
        new, old = await asyncio.to_thread(self._render, state), self._now
        try:
            await asyncio.to_thread(self._check, new, old)
        except CommandFailed as error:
            raise Refused(500, f"generation {state.generation} was not taken: {error}") from error
        try:
            reloaded = [part async for part in self._swap(new, old)]
        except FAULTS as error:
            log.exception("generation %d was not taken", state.generation)
            if old is not None:
                await self._restore(old)
            raise Refused(500, f"generation {state.generation} was not taken: {error}") from error
        self._now = new
        return reloaded

    def _render(self, state: RouterState) -> Rendered:
        if self._control is not None:  # the way the manager comes in by is the config disk's, whatever a state says
            others = tuple(i for i in state.interfaces if i.mac != self._control.mac)
            state = dataclasses.replace(state, interfaces=(self._control, *others))
        found = devices.by_mac()
        if missing := [i.mac for i in state.interfaces if i.mac not in found]:
            raise Refused(409, f"no network device has the MAC {', '.join(missing)}")
        rules = nftables.render(state, found)
        plan = render_links.plan(state, found)
        return Rendered(state, rules, plan, render_dnsmasq.render(state, found, self.dnsmasq.folder, self._dns_user))

    def _check(self, new: Rendered, old: Rendered | None) -> None:
        if old is None or old.rules != new.rules:
            firewall.check(new.rules, self._run)
        if new.files is not None and (old is None or old.files is None or old.files.conf != new.files.conf):
            self.dnsmasq.check(new.files, self._run)

    async def _swap(self, new: Rendered, old: Rendered | None) -> AsyncIterator[str]:
        """The rules first, so that nothing new is reachable unguarded; names of the parts that changed come out."""
        if old is None or old.rules != new.rules:
            await asyncio.to_thread(firewall.load, new.rules, self._run)
            yield "nftables"
        if old is None or old.plan != new.plan:
            await asyncio.to_thread(links.ensure, new.plan, self._run)
            yield "links"
        if done := await self.dnsmasq.ensure(new.files, new.probe):
            yield f"dnsmasq {done}"
        await self._publish(new.state)

    async def _restore(self, old: Rendered) -> None:
        """Brings every part back, in the same order, as names and services need the addresses; one that fails does not keep the others."""
        parts: list[tuple[str, Callable[[], Awaitable[object]]]] = [
            ("nftables", lambda: asyncio.to_thread(firewall.load, old.rules, self._run)),
            ("links", lambda: asyncio.to_thread(links.ensure, old.plan, self._run)),
            ("dnsmasq", lambda: self.dnsmasq.ensure(old.files, old.probe)),
            ("services", lambda: self._publish(old.state)),
        ]
        for name, step in parts:
            try:
                await step()
            except FAULTS:
                log.exception("%s could not be brought back", name)
