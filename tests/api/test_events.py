"""Events: filters, parents, what has not ended, archive, delete, types; jobs."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from manager.model.clock import SECOND
from manager.model.tables.work import event, node
from manager.model.work import events
from tests.api.test_infra import UNKNOWN, refused
from tests.wire.app import Client, TestApp

HOUR = 3600


@pytest.fixture(scope="module")
def ann(both: TestApp) -> Client:
    return both.user("ev-ann")


def write(app: TestApp, client: Client, type: str, text: str = "something", age: int = 0, **more: Any) -> str:
    """One event of the client's account, `age` seconds ago; its uuid."""
    def work(tx: Any) -> str:
        row = tx.one(event.metadata.tables["account"].select().where(event.metadata.tables["account"].c.uuid == client.account["id"]))
        made = events.write(tx, type, text, account_id=row.id, domain_id=row.domain_id, **more)
        tx.execute(update(event).where(event.c.id == made).values(created=event.c.created - age * SECOND))
        return str(tx.scalar(event.select().with_only_columns(event.c.uuid).where(event.c.id == made)))
    return app.db.write(work)


def shown(client: Client, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.call("listEvents", **params).get("event", [])
    return found


def ids(client: Client, **params: Any) -> set[str]:
    return {one["id"] for one in shown(client, **params)}


def number(app: TestApp, uuid: str) -> int:
    return int(app.read(lambda tx: tx.scalar(event.select().with_only_columns(event.c.id).where(event.c.uuid == uuid))))


def test_parents_and_resources(both: TestApp, ann: Client) -> None:
    begun = write(both, ann, "X.RUN", state=events.SCHEDULED, resource_type="Account", resource_uuid=ann.account["id"])
    ended = write(both, ann, "X.RUN", "went wrong", state=events.COMPLETED, level=events.ERROR, parent_id=number(both, begun))
    assert ids(ann, startid=begun) == {begun, ended}
    one = shown(ann, id=ended)[0]
    assert (one["parentid"], one["level"], one["state"], one["description"]) == (begun, "ERROR", "Completed", "went wrong")
    first = shown(ann, id=begun)[0]
    assert (first["resourcename"], first["resourcetype"], first["account"]) == ("ev-ann", "Account", "ev-ann")
    assert ids(ann, type="X.RUN", state="Scheduled") == {begun}
    assert ids(ann, type="X.RUN", level="error") == {ended}
    assert ids(ann, type="X.RUN", resourcetype="Account", resourceid=ann.account["id"]) == {begun}
    assert ids(ann, type="X.RUN", keyword="wrong") == {ended}
    assert refused(ann, "listEvents", resourceid=ann.account["id"]).status == 431
    assert refused(ann, "listEvents", startid=UNKNOWN).status == 431


def test_dates(both: TestApp, ann: Client) -> None:
    old, new = write(both, ann, "X.DATE", age=48 * HOUR), write(both, ann, "X.DATE")
    day = shown(ann, id=old)[0]["created"][:10]
    assert ids(ann, type="X.DATE", startdate=day, enddate=day) == {old}
    assert ids(ann, type="X.DATE", startdate=shown(ann, id=new)[0]["created"]) == {new}
    assert ids(ann, type="X.DATE", page=1, pagesize=1) == {new}


def test_what_has_not_ended(both: TestApp, ann: Client) -> None:
    hangs = write(both, ann, "X.LONG", age=HOUR, state=events.STARTED)
    ended = write(both, ann, "X.LONG", age=HOUR, state=events.STARTED)
    write(both, ann, "X.LONG", state=events.COMPLETED, parent_id=number(both, ended))
    assert ids(ann, entrytime=2 * HOUR, duration=60) == {hangs}
    assert ids(ann, entrytime=HOUR // 2, duration=60) == set()
    for wrong in ({"entrytime": 60}, {"duration": 60}, {"entrytime": 60, "duration": 60}, {"entrytime": -1, "duration": -2}):
        assert refused(ann, "listEvents", **wrong).status == 431


def test_archive_and_delete(both: TestApp, ann: Client) -> None:
    other = both.user("ev-bob")
    mine, theirs = [write(both, ann, "X.ARC") for _ in range(4)], write(both, other, "X.ARC")
    for command in ("archiveEvents", "deleteEvents"):
        assert refused(ann, command).status == 431
        assert refused(ann, command, ids=theirs).status == 431
        assert refused(ann, command, startdate="2026-01-01").status == 431
        assert refused(ann, command, startdate="2026-01-02", enddate="2026-01-01").status == 431
    assert ann.call("archiveEvents", ids=mine[:2]) == {"success": True}
    assert (ids(ann, type="X.ARC"), ids(ann, type="X.ARC", archived=True)) == (set(mine[2:]), set(mine[:2]))
    assert shown(ann, id=mine[0], archived=True)[0]["archived"] is True
    assert ann.call("deleteEvents", ids=mine[0]) == {"success": True}
    assert ids(ann, type="X.ARC", archived=True) == {mine[1]}
    old = write(both, ann, "X.OLD", age=72 * HOUR)
    day = shown(ann, id=old)[0]["created"][:10]
    assert ann.call("archiveEvents", type="X.OLD", startdate=day, enddate=day) == {"success": True}
    assert ids(ann, type="X.OLD") == set()
    assert ann.call("deleteEvents", type="X.OLD", startdate=day, enddate=day) == {"success": True}
    assert ids(ann, type="X.OLD", archived=True) == set()
    assert ann.call("deleteEvents", type="X.ARC") == {"success": True}
    assert ids(other, type="X.ARC") == {theirs}
    assert both.admin.call("deleteEvents", type="X.ARC", enddate="2100-01-01") == {"success": True}
    assert ids(other, type="X.ARC") == set()


def test_scope(both: TestApp, ann: Client) -> None:
    mark = write(both, ann, "X.SCOPE")
    account, domain = ann.account["name"], ann.account["domainid"]
    assert ids(both.admin, type="X.SCOPE") == set()
    for params in ({"listall": True}, {"account": account, "domainid": domain}, {"domainid": domain, "isrecursive": True}, {"id": mark}):
        assert ids(both.admin, type="X.SCOPE", **params) == {mark}, params
    assert ids(both.admin, type="X.SCOPE", projectid=-1) == set()


def test_types(ann: Client) -> None:
    names = [one["name"] for one in ann.call("listEventTypes")["eventtype"]]
    assert names == sorted(set(names))
    assert {"VM.CREATE", "CONFIGURATION.VALUE.EDIT", "DISK.OFFERING.EDIT"} <= set(names)


def test_jobs(both: TestApp, ann: Client) -> None:
    assert ann.call("listAsyncJobs", startdate="2026-01-01", keyword="Nothing", page=1, pagesize=5) == {}
    assert ann.call("listAsyncJobs", managementserverid=UNKNOWN, listall=True) == {}
    assert refused(ann, "queryAsyncJobResult", jobid=UNKNOWN).status == 431
    assert both.read(lambda tx: tx.scalar(node.select().with_only_columns(node.c.uuid))) is not None
