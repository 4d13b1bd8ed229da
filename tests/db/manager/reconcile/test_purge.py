"""What is purged, and what is kept."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from common.ids import new_uuid
from manager.model.clock import MINUTE
from manager.model.db import Database
from manager.model.tables import metadata
from manager.model.tables.work import node, saga, saga_step
from manager.reconcile import purge
from manager.services import Services


def test_old_jobs_go_but_not_those_that_are_owed_or_not_ended(db_url: str) -> None:
    db = Database(db_url)
    metadata.drop_all(db.engine)
    metadata.create_all(db.engine)
    now = db.read(lambda tx: tx.now())
    old, young = now - 1500 * MINUTE, now - MINUTE
    kept = {("done", young, False), ("failed", old, True), ("stuck", old, False), ("running", None, False)}
    wanted = [*kept, ("done", old, False), ("failed", old, False)]
    for state, ended, owed in wanted:
        saga_id = db.write(lambda tx: tx.insert(saga, uuid=new_uuid(), kind="x", state=state, params="{}", ended=ended, owed=owed))  # noqa: B023
        db.write(lambda tx: tx.insert(saga_step, saga_id=saga_id, seq=0, name="x", state="done"))  # noqa: B023
    db.write(lambda tx: tx.insert(node, uuid=new_uuid(), name="gone", started=1, lease_until=0))
    db.write(lambda tx: tx.insert(node, uuid=new_uuid(), name="here", started=now, lease_until=0))
    asyncio.run(purge.purge(Services(None, None, None, lambda fn: db.run(fn, writing=False), db.run)))  # type: ignore[arg-type]
    assert {(r.state, r.ended, bool(r.owed)) for r in db.read(lambda tx: tx.rows(select(saga)))} == kept
    assert len(db.read(lambda tx: tx.rows(select(saga_step)))) == len(kept)
    assert [r.name for r in db.read(lambda tx: tx.rows(select(node)))] == ["here"]
    db.close()
