"""Each command × each actor × each parameter that refers to something: who may name whose things (expected.py), over HTTP on real rows."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from common.ids import new_uuid
from manager.api import refs
from manager.api.declare import COMMANDS, Command
from tests.api.matrix import expected as who
from tests.api.matrix import observe
from tests.api.matrix.observe import DENIED, HIDDEN, PARAMETER, PASSED, ROLE, STRANGER
from tests.api.matrix.world import World
from tests.contract.contract import contract

OWN_COMMANDS = {"explainPermission": {"Admin", "ResourceAdmin", "DomainAdmin", "User"}, "createHostToken": {"Admin"},
                "listJoinedHosts": {"Admin", "ResourceAdmin"}}
MUTANTS = ["VmRow", "VolumeRow", "NetworkRow", "AddressRow", "RuleRow", "NicRow", "SshKeyRow", "TemplateRow", "JobRef", "AccountRow", "UserRow",
           "DomainRow"]
MOST_SHOWN = 60


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("matrix"))
    yield made
    made.close()


@dataclass
class Findings:
    """What a walk over the matrix saw."""

    cells: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)


def has_command(actor: str, name: str) -> bool:
    """Whether the actor's role has a command, by the contract's data (and, for the read-only role, by its name)."""
    if actor == who.READER:
        reads = re.match(f"({'|'.join(who.READS)})", name) is not None and name not in who.READER_NOT
        return (reads or name in who.READER_ALSO) and who.ROLE[actor] in _roles(name)
    return who.ROLE[actor] in _roles(name)


def _roles(name: str) -> set[str]:
    return OWN_COMMANDS.get(name) or set(contract()["apis"][name]["roles"])


def walk(world: World, things: dict[str, str], may: dict[str, set[str]], kinds: set[str] | None = None, but: tuple[str, ...] = ()) -> Findings:
    """All cells whose kind is asked for."""
    found = Findings()
    for cls in sorted(COMMANDS.values(), key=lambda cls: cls.NAME):
        if cls.AUTHENTICATOR or cls.NAME in ("logout",):
            continue
        for name, param, kind in observe.references(cls):
            if kinds is not None and kind not in kinds:
                continue
            if kind not in may or kind not in things:
                found.unknown.add(kind)
                continue
            for actor in who.ACTORS:
                if actor not in but:
                    _cell(world, found, cls, name, actor, things[kind], actor in may[kind], who.ROLE.get(actor) in {
                        role.value for role in param.given.roles})
    return found


def _cell(world: World, found: Findings, cls: type[Command], name: str, actor: str, value: str, may: bool, has_param: bool) -> None:
    client = world.clients[actor]
    params = {**observe.fill(cls, name, world.own[actor]), name: value}
    seen, text, changed = observe.ask(world.app, client, cls, params, value)
    found.cells[actor] += 1
    if changed:
        world.undo()
    if actor == who.ANONYMOUS:
        want = STRANGER
    elif not has_command(actor, cls.NAME):
        want = ROLE
    elif not has_param:
        want = PARAMETER
    else:
        want = PASSED if may else HIDDEN
    if seen != want and not (want is PASSED and seen is DENIED and {(cls.NAME, name), (cls.NAME, "*")} & who_denies(actor)):
        found.wrong.append(f"{cls.NAME}({name}) by {actor}: {seen}, expected {want}; {text[:160]}")


def who_denies(actor: str) -> set[tuple[str, str]]:
    """Cells in which the thing may be named and the call is denied for another reason, which the documentation gives."""
    return who.DENIED_OTHERWISE.get(actor, set())


def test_the_matrix(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """alice's things."""
    found = walk(world, world.alice, who.ALICE)
    with capsys.disabled():
        print(f"\naccess matrix: {sum(found.cells.values())} cells: " + ", ".join(f"{actor} {count}" for actor, count in found.cells.items()))
    assert not found.unknown, f"kinds of references that expected.py or world.py lacks: {sorted(found.unknown)}"
    assert found.wrong[:MOST_SHOWN] == []
    assert sum(found.cells.values()) > 2000


def test_the_matrix_of_a_project(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """What the project owns, of which mia is a member and bob is not."""
    found = walk(world, world.project, who.PROJECT, kinds=set(who.PROJECT))
    with capsys.disabled():
        print(f"\naccess matrix of a project: {sum(found.cells.values())} cells")
    assert not found.unknown
    assert found.wrong[:MOST_SHOWN] == []


def test_nobody_may_name_what_does_not_exist(world: World) -> None:
    """The same walk with ids that are nobody's: all that pass the role are told that it does not exist."""
    nothing = {kind: new_uuid() for kind in world.alice}
    found = walk(world, nothing, {kind: set() for kind in who.ALICE}, but=tuple(set(who.ACTORS) - {who.ROOT, who.BESIDE}))
    assert found.wrong[:MOST_SHOWN] == []


@pytest.mark.parametrize("kind", MUTANTS)
def test_a_dropped_ownership_check_is_found(world: World, kind: str) -> None:
    """Each of these checks is dropped, as a careless change would: the matrix must fail."""
    row, kept = next((row, resolver) for row, resolver in refs.RESOLVERS.items() if observe.kind_of(row) == kind)
    admin = world.app.read(lambda tx: world.app.api.access.keyholder(tx, world.admin.key)).identity.caller

    def careless(tx: Any, caller: Any, uuid: str) -> Any:
        return kept.find(tx, admin, uuid)

    refs.RESOLVERS[row] = dataclasses.replace(kept, find=careless)
    try:
        assert walk(world, world.alice, who.ALICE, kinds={kind}).wrong, f"nothing tells that {kind} is not checked any more"
    finally:
        refs.RESOLVERS[row] = kept
