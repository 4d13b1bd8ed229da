"""Members of projects, in any order and at once: a project always has an admin, and counters say what the rows say."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from manager.model.db import Database, Tx
from manager.model.errors import Refused
from manager.model.seeding.seed import seed
from manager.model.tables import metadata
from manager.model.tables.project import project_member
from manager.model.tables.tenancy import resource_count
from manager.model.tenancy import accounts, members, projects, roles, tenants
from manager.model.tenancy.accounts import AccountRow
from manager.model.tenancy.projects import ProjectRow

NAMES = ("a", "b", "c", "d")
Step = tuple[str, int, str]
STEPS = st.lists(st.tuples(st.sampled_from(("add", "remove", "role", "swap")), st.integers(0, 3), st.sampled_from(("Admin", "Regular"))), max_size=14)


class World:
    """Four accounts of one domain."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        metadata.create_all(self.db.engine)
        self.db.write(seed)
        self.people: list[AccountRow] = self.db.write(self._people)
        self.made = 0

    def _people(self, tx: Tx) -> list[AccountRow]:
        home = accounts.domain_by_path(tx, "ROOT")
        role = roles.role_by_name(tx, "User")
        assert home is not None
        assert role is not None
        made = [tenants.create_account(tx, home, name, role_id=role.id, type=0)[0] for name in NAMES]
        return [found for one in made if (found := accounts.by_id(tx, one)) is not None]

    def project(self) -> ProjectRow:
        """A new one of the first account's."""
        self.made += 1
        return self.db.write(lambda tx: projects.create(tx, self.people[0], f"p{self.made}", "text"))

    def step(self, row: ProjectRow, step: Step) -> bool:
        """Does one change; False when it was refused."""
        what, number, role = step

        def work(tx: Tx) -> None:
            account = self.people[number]
            if what == "add":
                members.add(tx, row, account.id, 0, role, None)
                return
            member = members.get(tx, row.id, account.id)
            if member is None:
                return
            if what == "remove":
                members.remove(tx, row, member)
            elif what == "role":
                members.set_role(tx, row, member, role)
            else:
                members.swap(tx, row, member)

        try:
            self.db.write(work)
        except Refused as refused:
            if refused.code != 431:
                raise
            return False
        return True

    def check(self, row: ProjectRow) -> None:
        """The invariants."""
        def work(tx: Tx) -> None:
            admins = tx.scalar(select(func.count()).select_from(project_member).where(
                project_member.c.project_id == row.id, project_member.c.role == "Admin"))
            assert admins >= 1
            for account in self.people:
                counted = tx.scalar(select(resource_count.c.used).where(
                    resource_count.c.owner_type == "account", resource_count.c.owner_id == account.id, resource_count.c.type == "project"))
                assert (counted or 0) == members.count_admins(tx, account.id)

        self.db.read(work)


@pytest.fixture(scope="module")
def world(db_url: str) -> Iterator[World]:
    made = World(db_url)
    yield made
    made.db.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_order(world: World, steps: list[Step]) -> None:
    row = world.project()
    for step in steps:
        world.step(row, step)
    world.check(row)
    world.db.write(lambda tx: projects.forget(tx, row.account_id))
    assert world.db.read(lambda tx: members.count_admins(tx, world.people[0].id)) == 0


def test_admins_that_leave_at_once_leave_one_behind(world: World) -> None:
    for _ in range(5):
        row = world.project()
        for number in range(1, 4):
            world.step(row, ("add", number, "Admin"))
        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(lambda number, row=row: world.step(row, ("remove", number, "")), range(4)))  # type: ignore[misc]
        assert sum(done) == 3
        world.check(row)
        world.db.write(lambda tx, row=row: projects.forget(tx, row.account_id))  # type: ignore[misc]
