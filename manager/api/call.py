"""One call of a command: its transaction, its caller, and what a command may do besides SQL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from manager import settings
from manager.api.errors import NOT_PERMITTED, PARAMETER, ApiError
from manager.model.caller import PROJECT_ACCOUNT, Caller, Scope
from manager.model.db import Database, Tx
from manager.model.tenancy import accounts
from manager.model.work import events
from manager.saga import JobInfo, start, start_or_join
from manager.services import Secrets

T = TypeVar("T")
K = TypeVar("K")
MAX_PAGE = "default.page.size"
BATCH = 500


@dataclass(frozen=True)
class Job(Generic[T]):
    """An asynchronous command has started: `id` is the job's, `object` the new object's uuid when the command creates one."""

    id: str
    object: str | None = None
    saga_id: int = 0


@dataclass(frozen=True)
class Waiting(Generic[T]):
    """A synchronous command that needs a host: the framework awaits the saga's end, then renders with `then` in a new transaction.

    `work`: instead of a saga, what is awaited once the transaction has been committed; it is not repeated when the process dies.
    """

    saga_id: int
    then: Callable[[Tx], T]
    work: Callable[[Database], Awaitable[None]] | None = None


@dataclass(frozen=True)
class Listing(Generic[T]):
    """A page of a list and the count of all. `more`: batches that are rendered and sent one after another, instead of `items`."""

    items: list[T]
    total: int
    more: Iterable[list[T]] | None = None


@dataclass
class Call:
    """Made by the framework for each call."""

    tx: Tx
    caller: Caller
    command: Any
    secrets: Secrets
    request_id: str = ""
    access: Any = None
    client: str = ""                                    # the caller's address
    raw: Mapping[str, str] = field(default_factory=dict)  # what was sent, names in lower case
    node_uuid: str = ""
    session: str | None = None                          # the caller's session id
    secure: bool = False                                # came by HTTPS
    authority: Any = None                               # the cloud's CA (services.ca.Authority)
    joining: str = ""                                   # where hosts join, host:port
    prepared: Any = None                                # what the command's `prepare` returned
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)  # of the answer
    events_written: int = 0

    def event(
        self, type: str | None = None, description: str = "", resource: tuple[str, str] | None = None, *, owner: tuple[int, int] | None = None,
        state: str = events.COMPLETED, level: str = events.INFO,
    ) -> int:
        """Writes an event of the command's type (or `type`). `resource`: (kind, uuid); `owner`: (account id, domain id), default the caller's."""
        account_id, domain_id = owner or (self.caller.account_id, self.caller.domain_id)
        kind, uuid = resource or (None, None)
        self.events_written += 1
        return events.write(
            self.tx, type or self.command.EVENT or self.command.NAME, description or str(self.command.__doc__).strip(), account_id=account_id,
            domain_id=domain_id, user_id=self.caller.user_id, level=level, state=state, resource_type=kind, resource_uuid=uuid)

    def start(
        self, saga: Any, params: Any, *, id: str | None = None, instance: tuple[str, str] | None = None, owner: tuple[int, int] | None = None,
        description: str = "",
    ) -> Job[Any]:
        """Starts an asynchronous command's saga in this transaction. `id`: the object it creates, answered at once.

        `instance`: (kind, uuid) of the object it works on, as ("VirtualMachine", uuid); `owner`: that object's (account id, domain id).
        """
        started = start(self.tx, saga, params, job=self._job(id, instance, owner, description, is_job=True))
        return Job(started.uuid, id, started.id)

    def wait_for(
        self, saga: Any, params: Any, then: Callable[[Tx], T], *, instance: tuple[str, str] | None = None,
        owner: tuple[int, int] | None = None, description: str = "",
    ) -> Waiting[T]:
        """Starts a synchronous command's saga, or joins the same one when it already runs, and answers `then(tx)` at its end."""
        started = start_or_join(self.tx, saga, params, job=self._job(None, instance, owner, description, is_job=False))
        return Waiting(started.id, then)

    def background(self, kind: str, uuid: str) -> Any:
        """For a saga that this call starts and nobody waits for: no job that clients see, no event of its own."""
        from manager.saga import JobInfo

        return JobInfo(
            command=self.command.NAME, cmd=self.command.CLASS, account_id=self.caller.account_id, domain_id=self.caller.domain_id,
            user_id=self.caller.user_id, instance_type=kind, instance_uuid=uuid, event_id=None, role=self.caller.role.value,
            request_id=self.request_id, is_job=False)

    def _job(
        self, id: str | None, instance: tuple[str, str] | None, owner: tuple[int, int] | None, description: str, *, is_job: bool,
    ) -> Any:
        event_id = None
        kind, uuid = instance or (None, id)
        account_id, domain_id = owner or (self.caller.account_id, self.caller.domain_id)
        if self.command.EVENT is not None:
            event_id = self.event(description=description, resource=(kind or "", uuid or "") if uuid else None, owner=(account_id, domain_id),
                                  state=events.SCHEDULED)
        return JobInfo(
            command=self.command.NAME, cmd=self.command.CLASS, account_id=self.caller.account_id, domain_id=self.caller.domain_id,
            user_id=self.caller.user_id, instance_type=kind, instance_uuid=uuid, event_id=event_id, role=self.caller.role.value,
            request_id=self.request_id)

    def setting(self, name: str, *, zone: int | None = None, cluster: int | None = None, pool: int | None = None, store: int | None = None,
                account: int | None = None, domain: int | None = None) -> Any:
        """The value of a configuration key for these objects, the narrowest first; see manager.settings. KeyError when it is not declared."""
        return settings.get(self.tx, name, zone=zone, cluster=cluster, pool=pool, store=store, account=account, domain=domain, secrets=self.secrets)

    def paging(self, page: int | None, pagesize: int | None) -> tuple[int | None, int]:
        """(limit or None, offset) by WIRE 8."""
        most = int(self.setting(MAX_PAGE))
        if pagesize == -1:
            if page is not None:
                raise ApiError(PARAMETER, "Parameter page can't be specified when pagesize is -1")
            return None, 0
        if page is None and pagesize is None:
            return most, 0
        if page is None or pagesize is None:
            raise ApiError(PARAMETER, "Parameters page and pagesize are needed together: "
                           f"{'page' if page is None else 'pagesize'} is missing")
        if pagesize > most:
            raise ApiError(PARAMETER, f"Parameter pagesize is {pagesize}, but the maximum ({MAX_PAGE}) is {most}")
        if page < 1 or pagesize < 1:
            raise ApiError(PARAMETER, f"Parameter {'page' if page < 1 else 'pagesize'} must be positive")
        return pagesize, (page - 1) * pagesize

    def listing(self, view: Callable[[Tx, Caller, list[K]], list[T]], keys: list[K], total: int) -> Listing[T]:
        """The answer for these keys (uuids, ids); a long one (pagesize=-1) is rendered in batches and never whole in memory."""
        if len(keys) <= BATCH:
            return Listing(view(self.tx, self.caller, keys), total)
        return Listing([], total, (view(self.tx, self.caller, keys[at:at + BATCH]) for at in range(0, len(keys), BATCH)))

    def owner(self, account: str | None = None, domainid: Any = None, projectid: str | None = None) -> accounts.AccountRow:
        """The account that a new object belongs to: the named one, or the caller's. 431 when it does not exist, 531 when out of reach."""
        domain_id: int | None = domainid.row.id if domainid is not None else None
        if projectid is not None:
            return self._of_project(account, projectid)
        if account is None:
            if domain_id is not None and domain_id != self.caller.domain_id:
                raise ApiError(PARAMETER, "Parameter account is needed with domainid")
            found = accounts.by_id(self.tx, self.caller.account_id)
        else:
            found = accounts.by_name(self.tx, account, domain_id if domain_id is not None else self.caller.domain_id)
            if found is None or found.type == PROJECT_ACCOUNT or not self.caller.may_operate(self.tx, found.id, found.domain_id):
                raise ApiError(PARAMETER, f"Unable to find account {account} in domain "
                               f"{domainid.uuid if domainid is not None else self.caller.domain_uuid}")
        if found is None or found.state != "enabled":
            raise ApiError(NOT_PERMITTED, f"Account {account or self.caller.account_name} is not enabled")
        return found

    def _of_project(self, account: str | None, projectid: str) -> accounts.AccountRow:
        from manager.api import scope

        if account is not None:
            raise ApiError(PARAMETER, "Account and projectid can't be specified together")
        project = scope.project(self, projectid)
        found = accounts.by_id(self.tx, project.account_id)
        if found is None or project.state != "Active":
            raise ApiError(NOT_PERMITTED, f"Can't add resources to the project {project.uuid} in state={project.state} as it's no longer active")
        return found

    def scope(self, command: Any) -> Scope:
        """What a list command with the OwnerFilter parameters lists (WIRE 9). With `id` it widens to what the caller may see."""
        from manager.api.scope import scope_of

        return scope_of(self, command)
