"""The database: one engine, whole transactions, automatic retry of what the database asks to retry.

A transaction is a function of a `Tx`; it may run several times, so it has no effects outside the database but through
`Tx.after_commit`. Write transactions take the write lock at once on SQLite (BEGIN IMMEDIATE) and run READ COMMITTED on MySQL.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import random
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Row, Table, create_engine, event, insert
from sqlalchemy.engine import CursorResult, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from common import clock, killpoint
from manager.model.clock import NOW

T = TypeVar("T")

MYSQL_RETRY = {1205, 1213, 1020, 1047, 1158, 1159, 1160, 1161, 3572}  # lock wait, deadlock, record changed, wsrep not ready, …
MYSQL_LOST = {1053, 1927, 2002, 2003, 2006, 2013, 2014, 2055, 4031, 0}
ATTEMPTS = 12
IN_TRANSACTION = 1  # of the server status that comes with each answer (pymysql keeps it; other drivers always roll back)


class Unavailable(Exception):
    """The database cannot be reached (DESIGN 3: never a step's failure). API calls answer 503."""


class CommitUnknown(Unavailable):
    """The connection broke inside COMMIT: the effect may or may not be there. Read back before deciding."""


class Tx:
    """One running transaction. SQL text belongs into `manager.model`; others receive a Tx and hand it to model functions."""

    def __init__(self, conn: Connection, writing: bool) -> None:
        self.conn = conn
        self.writing = writing
        self.statements = 0
        self.callbacks: list[Callable[[], None]] = []
        self.raised: set[str] = set()  # epochs: what this process cached of them is dropped at once after the commit
        self._now: int | None = None

    def execute(self, statement: Executable, params: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None) -> CursorResult[Any]:
        """Runs one statement (a list of parameter sets runs it once for each)."""
        self.statements += 1
        return self.conn.execute(statement, params)

    def rows(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """All rows."""
        return self.execute(statement, params).all()

    def first(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The first row, or None."""
        return self.execute(statement, params).first()

    def one(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Row[Any]:
        """The only row; sqlalchemy.exc.NoResultFound or MultipleResultsFound otherwise."""
        return self.execute(statement, params).one()

    def scalar(self, statement: Executable, params: Mapping[str, Any] | None = None) -> Any:
        """First column of the first row, or None."""
        return self.execute(statement, params).scalar()

    def insert(self, table: Table, **values: Any) -> int:
        """Inserts one row; returns its integer primary key (0 for tables without one)."""
        result = self.execute(_insert(table), values)
        return int(result.lastrowid or 0)

    def insert_many(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Inserts all rows in one statement; nothing happens when there are none. All rows have the same keys."""
        if rows:
            self.execute(_insert(table), list(rows))

    def changed(self, statement: Executable, params: Mapping[str, Any] | None = None) -> int:
        """Runs an UPDATE or DELETE; returns how many rows matched."""
        return self.execute(statement, params).rowcount

    def now(self) -> int:
        """Database time in microseconds, read once per transaction."""
        if self._now is None:
            self._now = int(self.scalar(NOW))
        return self._now

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Calls `callback` once the transaction has been committed (not when it is rolled back or its outcome is unknown)."""
        self.callbacks.append(callback)


@functools.cache
def _insert(table: Table) -> Executable:
    return insert(table)


class Database:
    """Connections to one MySQL, MariaDB or SQLite database. Threads share it; asyncio code uses `run`."""

    def __init__(self, url: str, threads: int = 6) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.sqlite else _mysql_engine(url, threads, isolation_level="READ COMMITTED")
        self._looking = self.engine if self.sqlite else _mysql_engine(url, threads, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True)
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="db")
        self.writer = ThreadPoolExecutor(1, thread_name_prefix="db-write") if self.sqlite else self.executor
        self.urgent = self.writer if self.sqlite else ThreadPoolExecutor(1, thread_name_prefix="db-urgent")
        self.on_commit: Callable[[Tx], None] | None = None  # tests count statements and commits here

    def write(self, fn: Callable[[Tx], T], attempts: int = ATTEMPTS) -> T:
        """Runs `fn` in one write transaction and commits. Deadlocks, lock timeouts and SQLITE_BUSY run it again.

        Raises Unavailable when the database is away, CommitUnknown when it went away inside COMMIT, and whatever `fn` raises.
        """
        return self._retry(functools.partial(self._once, fn, True), attempts)

    def read(self, fn: Callable[[Tx], T], attempts: int = ATTEMPTS) -> T:
        """Runs `fn` in one read transaction."""
        return self._retry(functools.partial(self._once, fn, False), attempts)

    async def run(self, fn: Callable[[Tx], T], *, writing: bool = True, urgent: bool = False) -> T:
        """`write` or `read` on a database thread: one executor hop for the whole transaction. `urgent`: does not queue behind others;
        for what keeps this process alive in the eyes of other nodes."""
        call = functools.partial(self.write if writing else self.read, fn)
        executor = self.urgent if urgent else self.writer if writing else self.executor
        return await asyncio.get_running_loop().run_in_executor(
            executor, contextvars.copy_context().run, call)  # what is bound to log lines goes along

    async def look(self, fn: Callable[[Tx], T]) -> T:
        """Runs `fn`, which only reads and locks nothing, without a transaction: spares the COMMIT, which is a third of a small read.

        Its statements do not see one state of the database; under READ COMMITTED those of a transaction do not, either.
        """
        call = functools.partial(self.read, fn) if self.sqlite else functools.partial(self._retry, functools.partial(self._look, fn), ATTEMPTS)
        return await asyncio.get_running_loop().run_in_executor(self.executor, contextvars.copy_context().run, call)

    def close(self) -> None:
        """Waits for running transactions and closes all connections."""
        self.executor.shutdown(wait=True)
        self.writer.shutdown(wait=True)
        self.urgent.shutdown(wait=True)
        self.engine.dispose()
        self._looking.dispose()

    def _look(self, fn: Callable[[Tx], T]) -> T:
        with self._looking.connect() as conn:
            return fn(Tx(conn, False))

    def _once(self, fn: Callable[[Tx], T], writing: bool) -> T:
        with self.engine.connect() as conn:
            if self.sqlite:
                conn.execution_options(pileus_writing=writing)
            trans = conn.begin()
            tx = Tx(conn, writing)
            try:
                out = fn(tx)
            except BaseException:
                if trans.is_active:
                    trans.rollback()
                raise
            if killpoint.ARMED and writing:
                killpoint.enter("commit")
            try:
                trans.commit()
            except DBAPIError as error:
                if _lost(error):
                    raise CommitUnknown(str(error.orig)) from error
                raise
        if self.on_commit is not None:
            self.on_commit(tx)
        for callback in tx.callbacks:
            callback()
        return out

    def _retry(self, once: Callable[[], T], attempts: int) -> T:
        for attempt in range(1, attempts + 1):
            try:
                return once()
            except CommitUnknown:
                raise
            except PoolTimeout as error:
                raise Unavailable(str(error)) from error
            except DBAPIError as error:
                if _lost(error):
                    raise Unavailable(str(error.orig)) from error
                if not _again(error) or attempt == attempts:
                    raise
                clock.pause(random.uniform(0.002, 0.02) * attempt)
        raise AssertionError("unreachable")


def is_transient(error: BaseException) -> bool:
    """Whether this is the database's trouble (away, deadlock, lock timeout, busy): run the same thing again, it is nobody's failure."""
    return isinstance(error, Unavailable) or (isinstance(error, DBAPIError) and (_lost(error) or _again(error)))


def _code(error: DBAPIError) -> int | None:
    args = getattr(error.orig, "args", ())
    return args[0] if args and isinstance(args[0], int) else None


def _lost(error: DBAPIError) -> bool:
    return bool(error.connection_invalidated) or (not isinstance(error.orig, sqlite3.Error) and _code(error) in MYSQL_LOST)


def _again(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return isinstance(error, OperationalError) and ("locked" in str(error.orig) or "busy" in str(error.orig))
    return _code(error) in MYSQL_RETRY


def _mysql_engine(url: str, threads: int, **more: Any) -> Engine:
    engine = create_engine(
        url, pool_size=threads, max_overflow=4, pool_timeout=5, pool_recycle=3600, pool_reset_on_return=None, **more,
        connect_args={"charset": "utf8mb4", "connect_timeout": 5, "read_timeout": 60, "write_timeout": 60})

    @event.listens_for(engine, "connect")
    def _session(dbapi: Any, record: Any) -> None:
        with dbapi.cursor() as cursor:
            cursor.execute(
                "SET SESSION time_zone='+00:00', innodb_lock_wait_timeout=10,"
                " sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'")

    @event.listens_for(engine, "reset")
    def _reset(dbapi: Any, record: Any, state: Any) -> None:
        if getattr(dbapi, "server_status", IN_TRANSACTION) & IN_TRANSACTION:  # a round trip that is needed only after an accident
            dbapi.rollback()

    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _session(dbapi: sqlite3.Connection, record: Any) -> None:
        dbapi.isolation_level = None
        dbapi.create_function("now_us", 0, clock.wall_us)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
            dbapi.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get("pileus_writing", True) else "BEGIN")

    return engine
