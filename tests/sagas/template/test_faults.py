"""template.register, template.create and template.delete under every fault of the harness."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from common.ids import new_uuid
from manager.model.catalog import templates
from manager.model.tables import infra, offering, tenancy
from manager.model.tenancy import counters
from manager.sagas.template.create import TEMPLATE_CREATE, CreateTemplate
from manager.sagas.template.delete import TEMPLATE_DELETE, DeleteTemplate
from manager.sagas.template.register import TEMPLATE_REGISTER, RegisterTemplate
from manager.sagas.vm import VM_DEPLOY, VM_STOP
from protos.agent.v1 import agent_pb2
from protos.secstorage.v1 import secstorage_pb2 as pb
from tests.sagas.fake_agents import FakeAgents, FakeHost
from tests.sagas.harness.every import Case, cases, fresh, play
from tests.sagas.vm.world import World, build, started, stopped

UUID = "0f000000-0000-4000-8000-000000000001"
ALWAYS_THERE = ("dead-host", "dead-host-fenced", "late")  # an image service never counts as out of service: it is asked until the deadline
CANNOT_FAIL = ("begin",)                                  # it writes nothing; were it to fail, what the API call wrote would stay


class Images:
    """Image services that keep what they were told to, and forget it."""

    def __init__(self) -> None:
        self.held: set[tuple[str, str]] = set()
        self.uploaded: set[tuple[str, str]] = set()

    async def call(self, store: str, method: str, request: Any, seconds: float = 30) -> Any:
        await asyncio.sleep(0)
        match method:
            case "EnsureImage":
                self.held.add((store, request.uuid))
                return self._ready(request.uuid)
            case "EnsureNoImage":
                self.held.discard((store, request.uuid))
                self.uploaded.discard((store, request.uuid))
                return pb.Empty()
            case "PrepareUpload":
                return pb.UploadTarget(url=f"https://{store}/{request.uuid}")
            case "FinishUpload":
                assert (store, request.uuid) in self.uploaded
                self.held.add((store, request.uuid))
                return self._ready(request.uuid)
            case "Serve":
                return pb.ServeReply(url="http://images/x", sha256="00", file_bytes=1)
        raise AssertionError(method)

    def _ready(self, uuid: str) -> pb.ImageStatus:
        return pb.ImageStatus(uuid=uuid, state=pb.ImageStatus.READY, virtual_bytes=2 << 30, file_bytes=1 << 20, sha256="aa", checksum="bb")


class Uploading(FakeAgents):
    """Hosts that upload volumes."""

    def __init__(self, images: Images) -> None:
        super().__init__()
        self.images_at = images

    def _ExportVolume(self, host: FakeHost, body: agent_pb2.ExportVolume) -> Any:
        store, _, uuid = body.url.removeprefix("https://").partition("/")
        self.images_at.uploaded.add((store, uuid))
        return agent_pb2.Done()

    def _CancelOperation(self, host: FakeHost, body: agent_pb2.CancelOperation) -> Any:
        return agent_pb2.Done()


class Templates:
    """A small cloud with two image stores and one template on them."""

    def __init__(self, url: str, *, stores: int = 2) -> None:
        self.inner: World = build(fresh(url), 1, full=False)
        self.db = self.inner.db
        self.images = Images()
        self.agents = self.inner.agents = Uploading(self.images)
        self.inner.images = self.images  # type: ignore[assignment]
        self.secrets = self.inner.secrets
        self.ids = self.inner.ids
        self.params: Any = None
        self.stores = [self.db.write(lambda tx, n=n: tx.insert(
            infra.image_store, uuid=new_uuid(), name=f"s{n}", provider="Pileus", address=f"s{n}:1")) for n in range(1, stores + 1)]
        self.template = self.db.write(self._template)
        self.counted = self.counters()
        self.on_before: Any = None
        self.on_after: Any = None

    def _template(self, tx: Any) -> int:
        account = self.ids["account"]
        template_id, _ = templates.insert(tx, self.stores, {}, name="t", account_id=account, domain_id=1, hypervisor="Simulator",
                                          url="http://a/b.qcow2", state="Active", format="QCOW2")
        tx.execute(offering.template.update().where(offering.template.c.id == template_id).values(uuid=UUID))
        counters.take(tx, account, "/1/", {"template": 1})
        return template_id

    def counters(self) -> dict[str, int]:
        return self.db.read(lambda tx: {row.type: row.used for row in tx.rows(select(tenancy.resource_count)) if row.used})

    def states(self) -> list[str]:
        where = offering.template_store.c.template_id == self.template
        return self.db.read(lambda tx: [row.state for row in tx.rows(select(offering.template_store.c.state).where(where))])

    def row(self) -> Any:
        return self.db.read(lambda tx: tx.one(select(offering.template).where(offering.template.c.id == self.template)))

    def before(self, *, hosts: bool) -> None:
        self.on_before()

    def after(self) -> None:
        self.on_after()


def matrix(made: list[Case]) -> Any:
    return pytest.mark.parametrize("case", [c for c in made if not (c.fault.startswith("error-") and c.step in CANNOT_FAIL)], ids=str)


@matrix(cases(TEMPLATE_REGISTER, RegisterTemplate(1, UUID, [1, 2], [], 1 << 40), skip=ALWAYS_THERE))
def test_register(case: Case, db_url: str) -> None:
    world = Templates(db_url)
    world.params = RegisterTemplate(world.template, UUID, world.stores, [], 1 << 40)

    def before() -> None:
        assert world.states() == ["Failed", "Failed"]
        assert world.images.held == set()

    def after() -> None:
        assert world.states() == ["Ready", "Ready"]
        assert world.images.held == {("s1:1", UUID), ("s2:1", UUID)}
        assert (world.row().sha256, world.row().size_bytes) == ("aa", 2 << 30)

    world.on_before, world.on_after = before, after
    play(case, TEMPLATE_REGISTER, world)


@matrix(cases(TEMPLATE_DELETE, DeleteTemplate(1, UUID, [1, 2], 1, "/1/", 1 << 20), skip=ALWAYS_THERE))
def test_delete(case: Case, db_url: str) -> None:
    """A store that has deleted it has done so for good: after a failure nobody can use the template, and deleting it again goes on."""
    world = Templates(db_url)
    world.images.held = {("s1:1", UUID), ("s2:1", UUID)}
    world.db.write(lambda tx: counters.take(tx, world.ids["account"], "/1/", {"secondary_storage": 1 << 20}))
    counted = world.counters()
    world.params = DeleteTemplate(world.template, UUID, world.stores, world.ids["account"], "/1/", 1 << 20)

    def before() -> None:
        assert (world.row().live, len(world.states())) == (1, 2)
        assert world.row().state == "Inactive" or len(world.images.held) == 2
        assert world.counters() == counted

    def after() -> None:
        assert (world.row().live, world.states(), world.images.held) == (None, [], set())
        assert world.counters()["template"] == counted["template"] - 1

    world.on_before, world.on_after = before, after
    play(case, TEMPLATE_DELETE, world)


def _creating(db_url: str) -> Templates:
    world = Templates(db_url, stores=1)
    created = world.inner.create()

    async def run() -> None:
        await world.inner.open()
        assert (await world.inner.run(VM_DEPLOY, started(created))).state == "done"
        assert (await world.inner.run(VM_STOP, stopped(created))).state == "done"
        await world.inner.close()

    asyncio.run(run())
    world.params = CreateTemplate(world.template, UUID, world.stores[0], created.volume_ids[0], created.id, world.ids["account"], "/1/", 1 << 40)
    return world


# "late": a host that is asked to upload after all uploads to nobody: the store forgot the upload's URL. In the fake it would be kept.
@matrix(cases(TEMPLATE_CREATE, CreateTemplate(1, UUID, 1, 1, 1, 1, "/1/", 1 << 40), skip=ALWAYS_THERE))
def test_create(case: Case, db_url: str) -> None:
    world = _creating(db_url)
    made = world.counters()

    def before() -> None:
        assert (world.row().live, world.states()) == (None, [])
        assert world.images.held == set()
        assert world.counters() == {**made, "template": made["template"] - 1}

    def after() -> None:
        assert world.states() == ["Ready"]
        assert world.images.held == {("s1:1", UUID)}
        assert world.counters() == {**made, "secondary_storage": 1 << 20}

    world.on_before, world.on_after = before, after
    play(case, TEMPLATE_CREATE, world)
