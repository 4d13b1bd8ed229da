"""WIRE 12: jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from manager.api.declare import COMMANDS, EVERYONE, Call, Command, Job, command, param
from manager.api.domain.answer import DomainResponse
from manager.api.responses import Success
from manager.model.tenancy import accounts, tenants
from manager.saga import REGISTRY, Ctx, Saga, SagaFailure, Tx, register
from tests.wire.app import ApiFailure, TestApp, running_app

FIELDS = {"jobid", "jobstatus", "jobprocstatus", "jobresultcode", "cmd", "accountid", "userid", "created"}


class Params(msgspec.Struct, frozen=True):
    """Of the sagas below."""

    text: str


def fail(ctx: Ctx[Params]) -> None:
    """Fails as the parameters say."""
    if ctx.params.text:
        raise SagaFailure(533, ctx.params.text)


@pytest.fixture(scope="module", autouse=True)
def probes() -> Iterator[None]:
    """Two asynchronous commands: one creates a domain, one succeeds or fails."""
    saga = register(Saga("test.probe", Params, version=1, locks=lambda p: ["test:1"], deadline=timedelta(minutes=1), steps=[Tx(fail)]))

    @command(roles=EVERYONE, name="probeCreate", event="DOMAIN.CREATE", clienttoken=True)
    class Create(Command):
        """Creates a domain, later."""

        name: str = param("its name")
        failure: str = param("why it fails", default="", length=5000)

        def run(self, call: Call) -> Job[DomainResponse]:
            """In the call's transaction; the saga only ends."""
            root = accounts.domain_by_id(call.tx, 1)
            assert root is not None
            uuid = tenants.create_domain(call.tx, root, self.name)
            return call.start(saga, Params(self.failure), id=uuid, instance=("Domain", uuid))

    @command(roles=EVERYONE, name="probeDelete", event="DOMAIN.DELETE")
    class Delete(Command):
        """Does nothing, later."""

        failure: str = param("why it fails", default="", length=5000)

        def run(self, call: Call) -> Job[Success]:
            """Starts the saga."""
            return call.start(saga, Params(self.failure))

    yield
    del COMMANDS["probecreate"], COMMANDS["probedelete"]
    for key in [key for key in REGISTRY if "test.probe" in key]:
        del REGISTRY[key]


@pytest.fixture(scope="module")
def cloud(db_url: str, probes: None) -> Iterator[TestApp]:
    """With the commands above."""
    with running_app(db_url) as app:
        yield app


def test_async_create_answers_id_and_jobid(cloud: TestApp) -> None:
    answer = cloud.admin.call("probeCreate", name="one")
    assert set(answer) == {"id", "jobid"}
    done = cloud.admin.wait(answer["jobid"])
    assert set(done) >= FIELDS | {"jobresult", "jobresulttype", "jobinstancetype", "jobinstanceid", "completed", "domainid", "domainpath", "account"}
    assert (done["jobstatus"], done["jobprocstatus"], done["jobresultcode"], done["jobresulttype"]) == (1, 0, 0, "object")
    assert (done["jobinstancetype"], done["jobinstanceid"]) == ("Domain", answer["id"])
    assert done["jobresult"]["domain"]["id"] == answer["id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", done["completed"])


def test_async_answers_jobid(cloud: TestApp) -> None:
    answer = cloud.admin.call("probeDelete")
    assert set(answer) == {"jobid"}
    assert cloud.admin.wait(answer["jobid"])["jobresult"] == {"success": True}


def test_a_failed_job_is_http_200(cloud: TestApp) -> None:
    answer = cloud.admin.call("probeDelete", failure="no room")
    done = cloud.admin.wait(answer["jobid"])
    assert (done["jobstatus"], done["jobresultcode"], done["jobresult"]) == (2, 533, {"errorcode": 533, "errortext": "no room"})
    assert cloud.admin.raw("queryAsyncJobResult", jobid=answer["jobid"]).status == 200


def test_the_wrapper_is_flat(cloud: TestApp) -> None:
    answer = cloud.admin.call("probeDelete")
    cloud.admin.wait(answer["jobid"])
    body = cloud.admin.raw("queryAsyncJobResult", jobid=answer["jobid"]).json()
    assert list(body) == ["queryasyncjobresultresponse"]
    assert body["queryasyncjobresultresponse"]["jobid"] == answer["jobid"]


def test_cmd_is_the_class_of_the_contract() -> None:
    from manager.api.contract_data import CLASSES

    assert CLASSES["queryAsyncJobResult"] == "QueryAsyncJobResultCmd"


def test_events_of_a_job(cloud: TestApp) -> None:
    for failure, level in (("", "INFO"), ("no room", "ERROR")):
        answer = cloud.admin.call("probeCreate", name=f"event{level}", failure=failure)
        cloud.admin.wait(answer["jobid"])
        events = [event for event in cloud.admin.call("listEvents", type="DOMAIN.CREATE")["event"] if event.get("resourceid") == answer["id"]]
        assert [(event["state"], event["level"]) for event in events] == [("Completed", level), ("Scheduled", "INFO")]
        assert events[0]["parentid"] == events[1]["id"]


def test_jobs_of_others_are_invisible(cloud: TestApp) -> None:
    answer = cloud.admin.call("probeDelete")
    with pytest.raises(ApiFailure) as failed:
        cloud.user("nosy").call("queryAsyncJobResult", jobid=answer["jobid"])
    assert failed.value.status == 431


def test_list_of_jobs(cloud: TestApp) -> None:
    answer = cloud.admin.call("probeDelete")
    cloud.admin.wait(answer["jobid"])
    listed: list[Any] = cloud.admin.call("listAsyncJobs", startdate="2020-01-01")["asyncjobs"]
    assert answer["jobid"] in {job["jobid"] for job in listed}
    assert answer["jobid"] not in {job["jobid"] for job in cloud.admin.call("listAsyncJobs").get("asyncjobs", [])}


def test_client_token_answers_the_first_object(cloud: TestApp) -> None:
    first = cloud.admin.call("probeCreate", name="token", clienttoken="t1")
    again = cloud.admin.call("probeCreate", name="token", clienttoken="t1")
    assert again == first
    with pytest.raises(ApiFailure, match="clienttoken") as failed:
        cloud.admin.call("probeCreate", name="another", clienttoken="t1")
    assert failed.value.status == 431
    with pytest.raises(ApiFailure, match="already exists"):
        cloud.admin.call("probeCreate", name="token", clienttoken="t2")
    with pytest.raises(ApiFailure, match="190"):
        cloud.admin.call("probeCreate", name="token", clienttoken="x" * 191)


def test_client_tokens_race(cloud: TestApp) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: cloud.admin.call("probeCreate", name="raced", clienttoken="race"), range(8)))
    assert len({(answer["id"], answer["jobid"]) for answer in answers}) == 1
