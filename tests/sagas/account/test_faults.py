"""deleteAccount's saga under every fault: the account is gone with all it had, or it is still there, closed, for the reconciler to go on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.db import Tx
from manager.model.tables import tenancy
from manager.model.tables.vm import volume
from manager.model.tenancy import belongings, recount
from manager.reconcile import accounts as reconciler
from manager.sagas.account import params
from manager.sagas.account.clean import ACCOUNT_CLEAN
from manager.sagas.account.params import CleanAccount
from manager.sagas.domain.delete import DOMAIN_DELETE, DeleteDomain
from manager.sagas.vm import VM_DEPLOY, VM_EXPUNGE
from manager.services import Services
from tests.sagas.harness.every import Case, cases, fresh, play
from tests.sagas.vm.world import World, build, expunged, started

PLAN = CleanAccount(2, vm_ids=[2], volume_ids=[2], address_ids=[], network_ids=[], template_ids=[])


def prepared(db_url: str, *, home: bool = False) -> World:
    """An account with a VM that runs, and a data volume that a VM of before has left."""
    world = build(fresh(db_url), 2, full=False)
    role = world.rows(select(tenancy.role.c.id))[0].id

    def people(tx: Tx) -> None:
        for table in ("access", "settings"):
            tx.insert(tenancy.epoch, name=table, value=1)
        where = tx.insert(tenancy.domain, uuid=new_uuid(), parent_id=1, name="home", path="/1/", name_path="ROOT/home", level=1)
        tx.execute(tenancy.domain.update().where(tenancy.domain.c.id == where).values(path=f"/1/{where}/"))
        world.ids["home"] = where
        world.ids["bob"] = tx.insert(tenancy.account, uuid=new_uuid(), domain_id=where if home else 1, role_id=role, name="bob", type=0)

    world.db.write(people)
    whose = {"account_id": world.ids["bob"], **({"domain_id": world.ids["home"], "domain_path": f"/1/{world.ids['home']}/"} if home else {})}

    async def run() -> None:
        await world.open()
        first = await world.db.run(lambda tx: world.create_in(tx, data=1, **whose))
        assert (await world.run(VM_DEPLOY, started(first))).state == "done"
        assert (await world.run(VM_EXPUNGE, expunged(first))).state == "done"
        second = await world.db.run(lambda tx: world.create_in(tx, **whose))
        assert (await world.run(VM_DEPLOY, started(second))).state == "done"
        await world.close()

    asyncio.run(run())
    return world


def there(world: World) -> Any:
    return world.rows(select(tenancy.account).where(tenancy.account.c.id == world.ids["bob"]))[0]


def closed(world: World) -> None:
    """Forward only: whatever is gone stays gone, the account waits for the next attempt, and counters are right."""
    assert (there(world).live, there(world).state, there(world).cleanup) == (1, "disabled", True)
    assert world.db.read(recount.differences) == []
    world.things = world.agents.objects()


def gone(world: World) -> None:
    assert there(world).live is None
    assert world.rows(select(volume).where(volume.c.account_id == world.ids["bob"], volume.c.live == 1)) == []
    assert not world.agents.objects()["running"]
    assert not world.agents.objects()["volumes"]
    assert world.rows(select(tenancy.resource_count).where(
        tenancy.resource_count.c.owner_type == "account", tenancy.resource_count.c.owner_id == world.ids["bob"])) == []
    assert world.db.read(recount.differences) == []


@pytest.mark.parametrize("case", cases(ACCOUNT_CLEAN, PLAN), ids=str)
def test_clean(case: Case, db_url: str) -> None:
    world = prepared(db_url)
    world.db.write(lambda tx: belongings.doom(tx, world.ids["bob"]))
    world.params = world.db.read(lambda tx: params.clean(tx, world.ids["bob"]))
    world.things = world.agents.objects()
    world.on_before, world.on_after = lambda: closed(world), lambda: gone(world)
    play(case, ACCOUNT_CLEAN, world)


def _vacuous(case: Case) -> bool:
    """The first step writes nothing and cannot fail: were it to, nobody would open the domains that the call has closed."""
    return case.step == "hold_domains" and case.fault.startswith("error-")


@pytest.mark.parametrize("case", [case for case in cases(DOMAIN_DELETE, DeleteDomain(2, [2], [2])) if not _vacuous(case)], ids=str)
def test_delete_domain(case: Case, db_url: str) -> None:
    world = prepared(db_url, home=True)
    home = world.ids["home"]
    world.params = DeleteDomain(home, [home], [world.ids["bob"]])
    state = tenancy.domain.c
    world.db.write(lambda tx: tx.execute(tenancy.domain.update().where(state.id == home).values(state="Inactive")))
    world.things = world.agents.objects()

    def before() -> None:
        row = world.rows(select(tenancy.domain).where(state.id == home))[0]
        assert (row.live, row.state) == (1, "Active")
        assert world.db.read(recount.differences) == []
        world.things = world.agents.objects()

    def after() -> None:
        assert world.rows(select(tenancy.domain).where(state.id == home))[0].live is None
        assert world.rows(select(tenancy.resource_count).where(tenancy.resource_count.c.owner_type == "domain")) == []
        gone(world)

    world.on_before, world.on_after = before, after
    play(case, DOMAIN_DELETE, world)


def test_the_reconciler_goes_on(db_url: str) -> None:
    """What could not be removed is tried again after `account.cleanup.interval`, and not before."""
    world = prepared(db_url)
    world.db.write(lambda tx: belongings.doom(tx, world.ids["bob"]))
    services = Services(agents=world.agents, images=world.images, secrets=world.secrets, read=lambda fn: world.db.run(fn, writing=False),
                        write=lambda fn: world.db.run(fn))

    async def run() -> None:
        await world.open()
        await reconciler.accounts(services)
        assert world.db.read(lambda tx: tx.rows(tenancy.account.select().where(tenancy.account.c.name == "bob")))[0].live == 1
        world.db.write(lambda tx: tx.execute(tenancy.account.update().where(tenancy.account.c.id == world.ids["bob"]).values(doomed=1)))
        await reconciler.accounts(services)
        for _ in range(200):
            if there(world).live is None:
                break
            await asyncio.sleep(0.05)
        await world.close()

    asyncio.run(run())
    gone(world)
