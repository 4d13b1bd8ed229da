"""Made-up calls by every actor: no answer is a failure of ours, nothing leaks, and the database stays consistent.

50,000 calls a run (PILEUS_FUZZ_CALLS for another number), at least 30 % of them past parameter parsing; the invariants are checked after
every 1,000. PILEUS_FUZZ_SEED gives another run than the usual one.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from manager.api.declare import COMMANDS, Command
from manager.api.execute import load_commands
from manager.api.refs import RESOLVERS
from manager.model import check
from manager.model.tables.work import saga
from tests.api.matrix import expected as who
from tests.api.matrix.world import World
from tests.fuzz.calls import flat, parameters

load_commands()
CALLS = int(os.environ.get("PILEUS_FUZZ_CALLS", "50000"))
SEED = int(os.environ.get("PILEUS_FUZZ_SEED", "20261122"))
BATCH, EVERY, MOST = 20, 1000, 30
FEW = 0.08   # of the commands may need more than made-up values to get past parsing
ALLOWED = {200, 401, 405, 429, 431, 432, 511, 531, 534, 533, 535, 536, 537, 538, 539, 430, 503}   # 530 is never right, nor is 500
UNPARSED = "Unable to execute API command"
SECRET = ("Traceback (most recent", "sqlalchemy", "IntegrityError", "OperationalError", "KeyError", "/manager/", "password_hash")
# They wait for a host or end the caller: they have tests of their own.
LEFT_OUT = {"login", "logout", "cleanupSimulatorMock", "configureSimulator", "querySimulatorMock"}


class TooMuch(Exception):
    """Enough is wrong to stop."""


@dataclass
class Run:
    """What happened so far."""

    world: World
    ids: dict[str, list[str]]
    calls: int = 0
    past: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by_command: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)


def protected(world: World) -> set[str]:
    """What the actors stand on: without it they could not call."""
    out = {world.domains["top"], world.domains["mid"], world.domains["other"], world.admin.call("listDomains", name="ROOT")["domain"][0]["id"]}
    for client in world.clients.values():
        if client is not None:
            out |= {client.user_id, str(client.account.get("id", ""))}
    return out | {one["id"] for command, key in (("listUsers", "user"), ("listAccounts", "account"))
                  for one in world.admin.call(command, name="admin")[key] if key == "account" or one["username"] == "admin"}


def pool(world: World) -> dict[str, list[str]]:
    """Ids of everything that may be named, by row class, from what the lists show."""
    keep = protected(world)
    kinds = {resolver.entity: row.__name__ for row, resolver in RESOLVERS.items() if resolver.entity}
    out: dict[str, list[str]] = {kind: [one] for kind, one in {**world.alice, **world.project}.items() if one not in keep}
    for cls in COMMANDS.values():
        kind = kinds.get(cls.OBJECT)
        if cls.RETURNS != "list" or not cls.READS or kind in (None, "RoleRow") or any(param.required for param in cls.PARAMS.values()):
            continue
        more = {name: given for name, given in (("listall", True), ("projectid", -1)) if name in cls.PARAMS}
        reply = world.admin.raw(cls.NAME, **more)
        if reply.status == 431:   # whose projectid is one project's
            reply = world.admin.raw(cls.NAME)
        found = next(iter(reply.json().values())).get(cls.OBJECT, [])
        fresh = [str(one["id"]) for one in found[-8:] if isinstance(one, dict) and "id" in one and one["id"] not in keep]
        out[str(kind)] = list(dict.fromkeys([*out.get(str(kind), []), *fresh]))
    out["any"] = sorted({one for ids in out.values() for one in ids})[:60]
    return out


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    world = World(tmp_path_factory.mktemp("fuzz"), frozen=False)
    yield Run(world, pool(world))
    world.close()


def actors(cls: type[Command]) -> list[str]:
    """Who calls: mostly those whose role has the command."""
    having = [actor for actor in who.ROLE if who.ROLE[actor] in {role.value for role in cls.ROLES}]
    return [*having, *having, *having, who.ROOT, who.BOB, who.ANONYMOUS] if having else [who.BOB]


def call() -> st.SearchStrategy[tuple[type[Command], str, dict[str, Any]]]:
    """One call: command, actor, fields."""
    commands = sorted((cls for cls in COMMANDS.values() if cls.NAME not in LEFT_OUT), key=lambda cls: cls.NAME)
    return st.sampled_from(commands).flatmap(lambda cls: st.tuples(st.just(cls), st.sampled_from(actors(cls)), parameters(cls)))


def one_call(run: Run, cls: type[Command], actor: str, drawn: dict[str, Any]) -> None:
    """Sends it and looks at the answer."""
    fields = flat(drawn, run.ids)
    client, form = run.world.clients[actor], "json" if run.calls % 4 else "xml"
    if client is None:
        reply = run.world.app.http("GET", query=f"command={cls.NAME}&response=json")
    else:
        reply = client.raw(cls.NAME, method="POST", **{**fields, "response": form})
    run.calls += 1
    run.statuses[reply.status] += 1
    text = reply.body.decode()
    past = reply.status == 200 or (reply.status not in (401, 432) and UNPARSED not in text)
    run.past += past
    run.by_command[cls.NAME] += past
    if reply.status not in ALLOWED:
        run.wrong.append(f"{reply.status} {cls.NAME} by {actor} {fields}: {text[:300]}")
    if any(word in text for word in SECRET):
        run.wrong.append(f"{cls.NAME} by {actor} {fields} tells too much: {text[:300]}")


def settled(run: Run) -> None:
    """Waits until no saga runs, then looks at the invariants."""
    going = select(func.count()).select_from(saga).where(saga.c.state.in_(("running", "queued", "unwinding")))
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not run.world.app.read(lambda tx: tx.scalar(going)):
            break
        time.sleep(0.05)
    run.wrong += run.world.app.read(check.problems)
    run.ids.update(pool(run.world))


@pytest.mark.timeout(3000)
def test_made_up_calls(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    @seed(SEED)
    @settings(max_examples=CALLS // BATCH, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(call(), min_size=BATCH, max_size=BATCH))
    def batch(calls: list[tuple[type[Command], str, dict[str, Any]]]) -> None:
        for cls, actor, fields in calls:
            one_call(run, cls, actor, fields)
            if run.calls % EVERY == 0:
                settled(run)
        if len(run.wrong) > MOST:
            raise TooMuch

    with contextlib.suppress(TooMuch):
        batch()
    settled(run)
    took = time.monotonic() - run.began
    with capsys.disabled():
        print(f"\nfuzz: seed {SEED}, {run.calls} calls in {took:.0f} s, {100 * run.past / run.calls:.0f} % past parsing, "
              f"statuses {dict(run.statuses)}")
    assert not run.wrong, "\n".join([f"seed {SEED}", *run.wrong[:MOST]])
    assert run.calls >= CALLS - BATCH
    assert run.past / run.calls >= 0.3
    never = [name for name in {cls.NAME for cls in COMMANDS.values()} - LEFT_OUT if not run.by_command[name]]
    assert len(never) <= FEW * len(COMMANDS) or CALLS < 20_000, f"never past parsing: {sorted(never)}"
