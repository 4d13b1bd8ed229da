"""queryAsyncJobResult and listAsyncJobs (WIRE 12)."""

from __future__ import annotations

import msgspec

from manager.api.declare import COMMANDS, USERS, Call, Command, Date, ListCommand, Listing, Ref, Uuid, command, param
from manager.api.errors import INTERNAL
from manager.api.job.password import with_password
from manager.api.mixins import OwnerFilter
from manager.api.refs import resolver
from manager.api.responses import Flat, Response, field
from manager.api.values import show_date
from manager.model.removed import never
from manager.model.work.jobs import JobRef, JobRow, find_job, list_jobs

RUNNING, SUCCEEDED, FAILED = 0, 1, 2

resolver(JobRef, entity="asyncjobs", gone=never)(find_job)


class _Fields(Response):
    accountid: str | None = field("the id of the account that started the job")
    account: str | None = field("the account that started the job")
    domainid: str | None = field("the id of that account's domain")
    domainpath: str | None = field("the path of that account's domain")
    userid: str | None = field("the user that started the job")
    cmd: str | None = field("the command that the job does")
    jobprocstatus: int | None = field("progress in percent")
    jobresultcode: int | None = field("0, or the error's code")
    jobresulttype: str | None = field("object or text")
    jobresult: msgspec.Raw | None = field("the result, or what went wrong", kind="responseobject")
    jobinstancetype: str | None = field("the kind of object that the job works on")
    jobinstanceid: str | None = field("the id of that object")
    managementserverid: str | None = field("the management server that runs the job")
    managementservername: str | None = field("the name of that management server")
    created: str | None = field("when the job was started", kind="date")
    completed: str | None = field("when it ended", kind="date")
    jobid: str | None = field("the job's id")
    jobstatus: int | None = field("0 runs, 1 has succeeded, 2 has failed")


class JobFlatResponse(_Fields, Flat):
    """AsyncJobResponse, standing in the wrapper."""


class JobResponse(_Fields, object="asyncjobs"):
    """AsyncJobResponse, in a list."""


def _status(row: JobRow) -> int:
    return SUCCEEDED if row.state == "done" else FAILED if row.state in ("failed", "stuck") else RUNNING


def _values(row: JobRow) -> dict[str, object]:
    status = _status(row)
    result: bytes | None = None
    if status == SUCCEEDED:
        result = row.result.encode() if row.result else None
    elif status == FAILED:
        result = msgspec.json.encode({"errorcode": row.error_code or INTERNAL, "errortext": row.error_text or "The operation failed"})
    shown, kind = result, "object"
    if status == RUNNING and row.progress:
        shown, kind = msgspec.json.encode(row.progress), "text"
    return {
        "accountid": row.account_uuid, "account": row.account_name, "domainid": row.domain_uuid, "domainpath": row.domain_path,
        "userid": row.user_uuid, "cmd": row.cmd, "jobprocstatus": 0 if status != RUNNING else row.percent,
        "jobresultcode": (row.error_code or INTERNAL) if status == FAILED else 0,
        "jobresulttype": kind if shown is not None else None, "jobresult": msgspec.Raw(shown) if shown is not None else None,
        "jobinstancetype": row.instance_type, "jobinstanceid": row.instance_uuid, "managementserverid": row.node_uuid,
        "managementservername": row.node_name, "created": show_date(row.created), "completed": show_date(row.ended), "jobid": row.uuid,
        "jobstatus": status}


@command(roles=USERS, reads=True)
class QueryAsyncJobResult(Command):
    """Shows how an asynchronous job stands, and its result once it has ended."""

    jobid: Ref[JobRef] = param("the job's id")

    def run(self, call: Call) -> JobFlatResponse:
        """HTTP 200 for a failed job, too."""
        answer = JobFlatResponse(**_values(self.jobid.row.row))  # type: ignore[arg-type]
        if answer.jobresult is not None and answer.jobstatus == SUCCEEDED:
            answer.jobresult = with_password(call, self.jobid.row.row, answer.jobresult)
        return answer


@command(roles=USERS, reads=True)
class ListAsyncJobs(ListCommand, OwnerFilter):
    """Lists the jobs that have not ended; with startdate those that ended since, too."""

    startdate: Date | None = param("jobs started since", default=None)
    managementserverid: Uuid | None = param("jobs that this management server runs", default=None)

    def run(self, call: Call) -> Listing[JobResponse]:
        """Oldest first."""
        limit, offset = self.limits(call)
        names = [cls.NAME for cls in COMMANDS.values() if cls.ASYNC]
        rows, total = list_jobs(call.tx, call.scope(self), names, limit, offset, since=self.startdate, keyword=self.keyword,
                                node_uuid=self.managementserverid, live_only=self.startdate is None)
        return Listing([JobResponse(**_values(row)) for row in rows], total)  # type: ignore[arg-type]
