"""One look at the database: what has changed, and who the listeners are now. Runs on a database thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from manager.api import auth
from manager.api.access import Access
from manager.api.stream.client import Client
from manager.api.stream.view import View, project_rules
from manager.model.caller import Role
from manager.model.db import Tx
from manager.model.work import stream
from manager.model.work.stream import Change, JobChange, Listener


@dataclass(frozen=True)
class Place:
    """From where on to look: events above this id, everything else since this time."""

    base: int
    since: int


@dataclass
class Look:
    """What was found at `now` (database time). `floor`: before it something may be missing (first look only)."""

    now: int
    base: int
    floor: int
    changes: list[Change]
    jobs: list[JobChange]
    views: dict[Client, View] = field(default_factory=dict)


def first(tx: Tx, history: int) -> Look:
    """What happened in the last `history` microseconds."""
    since = tx.now() - history
    base, floor = stream.recent_events(tx, since)
    found = _found(tx, Place(base, since), frozenset(), frozenset())
    return Look(tx.now(), base, floor, *found)


def again(tx: Tx, access: Access, place: Place, events: Collection[int], seen: Collection[tuple[str, int, int, str]],
          clients: Sequence[Client]) -> Look:
    """What is not in `events` (ids) and `seen` (other keys), and the views of those clients that may still listen."""
    found = _found(tx, place, events, seen)
    return Look(tx.now(), place.base, place.since, *found, views=views(tx, access, clients))


def _found(tx: Tx, place: Place, events: Collection[int], seen: Collection[tuple[str, int, int, str]]) -> tuple[list[Change], list[JobChange]]:
    changes = [*stream.events_since(tx, place.base, events), *stream.vms_since(tx, place.since, seen), *stream.hosts_since(tx, place.since),
               *stream.alerts_since(tx, place.since)]
    return [change for change in changes if change.key not in seen], stream.jobs_since(tx, place.since)


def views(tx: Tx, access: Access, clients: Sequence[Client]) -> dict[Client, View]:
    """What each client may hear of; those whose session or key no longer holds are not in it."""
    access.fresh(tx)
    sessions = stream.of_sessions(tx, sorted({client.session for client in clients if client.session}))
    keys = stream.of_keys(tx, sorted({client.key for client in clients if client.key}))
    who = {client: found for client in clients
           if (found := sessions.get(client.session) if client.session else keys.get(client.key)) is not None and _may(tx, client, found)}
    callers = {found.identity.caller.user_id: found.identity.caller for found in who.values()}
    members = stream.memberships(tx, [caller for caller in callers.values() if caller.role is Role.USER])
    made: dict[int, View] = {}
    for found in who.values():
        caller = found.identity.caller
        if caller.user_id not in made:
            made[caller.user_id] = View(caller, access.commands(tx, found.identity), project_rules(caller, members))
    return {client: made[found.identity.caller.user_id] for client, found in who.items()}


def _may(tx: Tx, client: Client, found: Listener) -> bool:
    if client.key:
        return auth.keys_work(tx, found.identity)
    return found.second_factor or not auth.factor_needed(tx, found.identity)
