"""Who calls and what they may call. What is cached here is dropped when the access epoch rises (DESIGN 6): never older than 2 s."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace

from msgspec import structs

from common import clock
from manager import settings
from manager.api.declare import COMMANDS, Command
from manager.api.errors import UNKNOWN_COMMAND, ApiError
from manager.api.ratelimit.limits import Limits
from manager.model.caller import Caller, Role
from manager.model.db import Database, Tx, Unavailable
from manager.model.tenancy import accounts, roles
from manager.model.tenancy import settings as stored
from manager.model.tenancy.accounts import Identity
from manager.model.tenancy.roles import RoleRow
from manager.services import Secrets

log = logging.getLogger(__name__)

STALE_S = 2.0
READ_S = 1.0
MAX_KEYS = 20_000
ALWAYS = frozenset({  # whatever the role: they are about the caller alone
    "explainpermission",                          # whoever is denied most needs it most
    "validateusertwofactorauthenticationcode"})   # a session that needs the code would be locked out
PAGES = frozenset({"listcapabilities", "listusers", "listzones", "listprojects", "listldapconfigurations"})  # without which no page opens
SESSIONS = PAGES | {"listapis"}                   # what every session may call, whatever its role's rules
RANK = {Role.USER: 0, Role.DOMAIN_ADMIN: 1, Role.RESOURCE_ADMIN: 2, Role.ADMIN: 3}


@dataclass(frozen=True)
class Keyholder:
    """A user and its secret key, opened."""

    identity: Identity
    secret: str


@dataclass(frozen=True)
class Held:
    """What a role gives."""

    commands: frozenset[str]
    enabled: bool


@dataclass
class Access:
    """One per process. `watch` runs in a thread of its own, so that busy database threads do not delay a revoke."""

    db: Database
    secrets: Secrets
    limits: Limits = field(default_factory=Limits)
    _seen: dict[str, int] = field(default_factory=dict)
    _read_at: float = -1e9
    _keys: dict[str, Keyholder] = field(default_factory=dict)
    _roles: dict[int, Held] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stop: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Reads the epochs once a second until `close`."""
        while not self._stop.is_set():
            try:
                self.db.read(self.refresh, attempts=1)
            except Unavailable as error:
                log.debug("epochs: %s", error)  # `fresh` tries again in each call, which then answers 503
            except Exception:
                log.exception("epochs")         # whatever it is, the watch goes on
            self._stop.wait(READ_S)

    def start(self) -> None:
        """Starts watching."""
        threading.Thread(target=self.watch, name="epochs", daemon=True).start()

    def close(self) -> None:
        """Ends watching."""
        self._stop.set()

    def refresh(self, tx: Tx) -> None:
        """Reads the epochs and forgets what they say has changed."""
        began = clock.monotonic()
        now = stored.epochs(tx)
        with self._lock:
            if now.get(stored.ACCESS) != self._seen.get(stored.ACCESS):
                self._keys.clear()
                self._roles.clear()
            if now.get(stored.SETTINGS) != self._seen.get(stored.SETTINGS):
                settings.forget(str(self.db.engine.url))
            reset = now.get(stored.API_LIMITS) != self._seen.get(stored.API_LIMITS)
            self._seen = now
            self._read_at = max(self._read_at, began)
        if reset:
            self.limits.follow(tx)
        self.limits.refresh(tx)

    def forget(self) -> None:
        """Drops everything: this process has changed something. The others follow when they read the epochs."""
        with self._lock:
            self._keys.clear()
            self._roles.clear()
            self._seen = {}
            settings.forget(str(self.db.engine.url))

    def fresh(self, tx: Tx) -> None:
        """Makes sure that nothing cached is older than 2 s; reads the epochs in this transaction when the watcher is late."""
        if clock.monotonic() - self._read_at > STALE_S:
            self.refresh(tx)

    def keyholder(self, tx: Tx, api_key: str) -> Keyholder | None:
        """Who an API key belongs to; None for an unknown one."""
        found = self._keys.get(api_key)
        if found is not None:
            return found
        generation = self._seen
        identity = accounts.identity_by_key(tx, api_key)
        if identity is None or not identity.secret_enc:
            return None
        found = Keyholder(identity, self.secrets.open(identity.secret_enc))
        with self._lock:
            if self._seen == generation:
                if len(self._keys) >= MAX_KEYS:
                    self._keys.clear()
                self._keys[api_key] = found
        return found

    def commands(self, tx: Tx, identity: Identity) -> frozenset[str]:
        """The commands (lower-case names) that the identity's role has; none when it is disabled."""
        if identity.root_role:
            return frozenset(COMMANDS)
        held = self._of_role(tx, identity.caller.role_id)
        return held.commands if held.enabled else frozenset()

    def within(self, tx: Tx, caller: Caller, role: RoleRow) -> bool:
        """Whether a role gives nothing that the caller's does not: neither a higher kind nor a further command."""
        if RANK[role.kind] > RANK[caller.role]:
            return False
        if role.id == caller.role_id:
            return True
        own = roles.by_id(tx, caller.role_id)
        return own.bypasses or (not role.bypasses and self._of_role(tx, role.id).commands <= self._of_role(tx, own.id).commands)

    def gives(self, tx: Tx, role: RoleRow) -> frozenset[str]:
        """What a role gives as it stands in this transaction: nothing of it is kept, it may have been changed just now."""
        return frozenset(COMMANDS) if role.bypasses else _commands(tx, role)

    def _of_role(self, tx: Tx, role_id: int) -> Held:
        found = self._roles.get(role_id)
        if found is None:
            generation = self._seen
            row = roles.by_id(tx, role_id)
            found = Held(_commands(tx, row), row.state != roles.DISABLED)
            with self._lock:
                if self._seen == generation:
                    self._roles[role_id] = found
        return found

    def command(self, tx: Tx, identity: Identity, name: str, *, session: bool = False) -> tuple[type[Command], Identity]:
        """The command and whom it runs for, or ApiError 432: one text for commands that do not exist and those that the role denies.

        A session has what a page asks first even so, but sees no more than a user: what is its account's own.
        """
        cls = COMMANDS.get(name)
        if cls is not None and (name in ALWAYS or name in self.commands(tx, identity)):
            return cls, identity
        if cls is None or not session or name not in SESSIONS or not self._of_role(tx, identity.caller.role_id).enabled:
            raise unknown(name)
        return cls, structs.replace(identity, caller=replace(identity.caller, role=Role.USER)) if name in PAGES else identity


def _commands(tx: Tx, role: RoleRow) -> frozenset[str]:
    return roles.allowed(((name, cls.ROLES) for name, cls in COMMANDS.items()), roles.rules(tx, role.id), role.kind)


def unknown(name: str) -> ApiError:
    """432, in the wrapper `errorresponse`."""
    text = f"The given command {name[:100]} does not exist or is not available for the caller" if name else "Invalid request, no command sent"
    return ApiError(UNKNOWN_COMMAND, text, wrapper="errorresponse")
