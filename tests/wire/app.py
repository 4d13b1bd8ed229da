"""A whole API in this process, for tests: `app = make_app(db_url)`, `app.admin.call("listZones")`, `app.user("bob").call(…)`.

Calls go through the ASGI application, so parameters, signatures, errors and formats are the real ones. Sagas run in the background (with
`agents` for hosts) unless `worker=False`.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from common.ids import new_uuid
from manager.api.access import Access
from manager.api.declare import COMMANDS
from manager.api.execute import Api, load_commands
from manager.api.job.render import render_job
from manager.api.passwords import hashed
from manager.api.wire.app import App
from manager.model.db import Database, Tx
from manager.model.seeding.seed import ADMIN_USER_ID, seed
from manager.model.tables import metadata
from manager.model.tenancy import users
from manager.saga.worker import Worker
from manager.services import Services
from manager.services.ca import Authority
from manager.services.keys import Keys
from tests.contract.called import record

PASSWORD = "password"


class ApiFailure(Exception):
    """An error answer."""

    def __init__(self, status: int, wrapper: str, content: dict[str, Any]) -> None:
        super().__init__(f"{status} {wrapper}: {content.get('errortext')}")
        self.status, self.wrapper, self.content = status, wrapper, content
        self.text: str = content.get("errortext", "")


@dataclass
class Reply:
    """One HTTP answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of this name (lower case)."""
        return next((value for key, value in self.headers if key == name), None)

    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


def signed(params: dict[str, str], key: str, secret: str) -> dict[str, str]:
    """The parameters with apikey and signature, as `cs` makes them."""
    out = {**params, "apikey": key}
    text = "&".join(f"{name}={quote(out[name], safe='*')}" for name in sorted(out)).lower()
    out["signature"] = base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()
    return out


class Background:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="test-loop", daemon=True)
        self.thread.start()

    def run(self, work: Awaitable[Any], seconds: float = 60) -> Any:
        """Runs a coroutine there and returns its result."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)  # type: ignore[arg-type]

    def close(self) -> None:
        """Ends the loop."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@dataclass
class TestApp:
    """See the module."""

    __test__ = False
    db: Database
    app: App
    api: Api
    background: Background
    keys: Keys
    worker: Worker | None = None
    running: Any = None
    counted: bool = True   # its calls count for tests/contract/called.py
    _clients: dict[str, Client] = field(default_factory=dict)

    @property
    def admin(self) -> Client:
        """The root admin."""
        return self._clients["admin"]

    def user(self, name: str, *, domainid: str | None = None, roletype: str = "0") -> Client:
        """A client of the account and user `name`, made on first use. `roletype`: accounttype of createAccount (0 user, 2 domain admin)."""
        if name not in self._clients:
            more = {"domainid": domainid} if domainid else {}
            made = self.admin.call("createAccount", username=name, password=PASSWORD, email=f"{name}@example.com", firstname=name,
                                   lastname="Test", accounttype=roletype, **more)
            user = made["account"]["user"][0]
            keys = self.admin.call("registerUserKeys", id=user["id"])["userkeys"]
            self._clients[name] = Client(self, keys["apikey"], keys["secretkey"], user["id"], made["account"])
        return self._clients[name]

    def http(self, method: str, path: str = "/client/api", query: str = "", body: bytes = b"", headers: dict[str, str] | None = None,
             peer: str = "127.0.0.1", app: App | None = None) -> Reply:
        """One raw request through ASGI."""
        given = {"content-type": "application/x-www-form-urlencoded"} if body else {}
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in {**given, **(headers or {})}.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": raw,
                 "client": (peer, 1), "scheme": "http"}
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        self.background.run((app or self.app)(scope, receive, send), 120)
        start = sent[0]
        if self.counted:
            _record(query, body, start["status"])
        found = [(name.decode().lower(), value.decode("latin-1")) for name, value in start["headers"]]
        return Reply(start["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))

    def read(self, work: Callable[[Tx], Any]) -> Any:
        """A read transaction."""
        return self.db.read(work)

    def close(self) -> None:
        """Ends everything."""
        self.api.access.close()
        if self.worker is not None:
            self.background.run(self.worker.drain(5))
            self.background.run(_finished(self.running), 30)
        self.background.close()
        self.db.close()


def _record(query: str, body: bytes, status: int) -> None:
    pairs = dict(parse_qsl(body.decode("latin-1")) + parse_qsl(query))
    names = {name.lower(): value for name, value in pairs.items()}
    if names.get("command", "").lower() in COMMANDS:
        record(names["command"], names, worked=status == 200)


async def _finished(task: Any) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@dataclass
class Client:
    """Signs calls as one user."""

    app: TestApp
    key: str
    secret: str
    user_id: str
    account: dict[str, Any] = field(default_factory=dict)

    def raw(self, command: str, *, method: str = "GET", **params: Any) -> Reply:
        """The HTTP answer. Values: str, int, bool; a list is comma-joined; a dict becomes name[0].key=value."""
        flat = signed({"command": command, "response": "json", **flatten(params)}, self.key, self.secret)
        text = urlencode(flat)
        return self.app.http("GET", query=text) if method == "GET" else self.app.http("POST", body=text.encode())

    def call(self, command: str, **params: Any) -> dict[str, Any]:
        """The content of the answer, without its wrapper. ApiFailure for an error."""
        reply = self.raw(command, **params)
        ((wrapper, content),) = reply.json().items()
        if reply.status != 200:
            raise ApiFailure(reply.status, wrapper, content)
        return content

    def job(self, command: str, seconds: float = 60, **params: Any) -> dict[str, Any]:
        """Calls an asynchronous command and waits; the jobresult. ApiFailure with the job's error."""
        started = self.call(command, **params)
        answer = self.wait(started["jobid"], seconds)
        if answer["jobstatus"] == 2:
            raise ApiFailure(answer["jobresultcode"], "job", answer["jobresult"])
        return answer.get("jobresult") or {}

    def wait(self, jobid: str, seconds: float = 60) -> dict[str, Any]:
        """queryAsyncJobResult until the job has ended."""
        import time

        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answer = self.call("queryAsyncJobResult", jobid=jobid)
            if answer["jobstatus"] != 0:
                return answer
            time.sleep(0.02)
        raise TimeoutError(f"job {jobid} still runs")


def flatten(params: dict[str, Any]) -> dict[str, str]:
    """Python values as parameters."""
    out: dict[str, str] = {}
    for name, value in params.items():
        if isinstance(value, dict):
            out.update({f"{name}[0].{key}": str(item) for key, item in value.items()})
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for index, item in enumerate(value):
                out.update({f"{name}[{index}].{key}": str(part) for key, part in item.items()})
        elif isinstance(value, list):
            out[name] = ",".join(str(item) for item in value)
        elif isinstance(value, bool):
            out[name] = "true" if value else "false"
        elif value is not None:
            out[name] = str(value)
    return out


class NoHosts:
    """Agents and images of a cloud without hosts."""

    async def do(self, host: Any, body: Any, fence: Any = None, seconds: float = 60) -> Any:
        """Never answers."""
        raise AssertionError(f"a command to a host: {body}")

    async def control(self, peer: Any, method: str, params: Any, seconds: float = 30) -> Any:
        """Never answers."""
        raise AssertionError(f"a command to a system VM: {method}")

    async def call(self, store: str, method: str, request: Any, seconds: float = 30) -> Any:
        """Never answers."""
        raise AssertionError(f"a call to an image store: {method}")


def make_app(db_url: str, *, agents: Any = None, images: Any = None, worker: bool = True) -> TestApp:
    """A seeded cloud on an empty database. `agents` and `images` are what sagas use (services.Agents, services.Images)."""
    load_commands()
    db = Database(db_url)
    metadata.create_all(db.engine)
    keys = Keys(b"k" * 32)
    api_key, secret = "admin-key", "admin-secret"

    def prepare(tx: Tx) -> None:
        seed(tx)
        users.set_password(tx, ADMIN_USER_ID, hashed(PASSWORD))
        users.set_keys(tx, ADMIN_USER_ID, api_key, keys.seal(secret))

    db.write(prepare)
    background = Background()
    nothing = NoHosts()
    services = Services(agents or nothing, images or nothing, keys, lambda fn: db.run(fn, writing=False), db.run)
    access = Access(db, keys)
    access.start()
    made = Worker(db, services, new_uuid(), render=render_job, alone=True) if worker else None
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority.load_or_make(Path(folder))
    api = Api(db, keys, made, access, authority=authority)  # type: ignore[arg-type]
    out = TestApp(db, App(api), api, background, keys, made)
    if made is not None:
        async def start() -> asyncio.Task[None]:
            return asyncio.ensure_future(made.run())

        out.running = background.run(start())
    out._clients["admin"] = Client(out, api_key, secret, "")
    return out


@contextmanager
def running_app(db_url: str, **options: Any) -> Iterator[TestApp]:
    """`make_app`, closed at the end."""
    app = make_app(db_url, **options)
    try:
        yield app
    finally:
        app.close()
