"""What sagas do to a router, or another system VM, on its host. Each is idempotent: it names the state to end in."""

from __future__ import annotations

import functools

from manager.model.db import Tx
from manager.model.guest.volume import VolumeSpec
from manager.network.messages import port_message
from manager.network.names import tap
from manager.saga import Ctx, SagaFailure, Wait
from manager.sagas.router import apply
from manager.sagas.router import spec as specs
from manager.sagas.router.apply import Applied
from manager.sagas.router.params import RouterJob
from manager.sagas.router.spec import Spec
from manager.services import AgentFailure, Unreachable
from protos.agent.v1 import agent_pb2 as pb
from protos.secstorage.v1 import secstorage_pb2 as ss

C = Ctx[RouterJob]

PATIENCE = 300 * 1_000_000   # µs that a router may take from its start to its first answer
LOOK = 0.5                   # seconds between two looks at something that is not ready
PULL_WAIT = 20               # seconds that an agent may hold a command while an image arrives
URL_LIFE = 3600              # seconds that a signed image URL is good for
RESOURCE_UNAVAILABLE = 534


async def read_spec(ctx: C) -> Spec:
    """The router as the database has it."""
    found: Spec = await ctx.read(functools.partial(specs.read, vm_id=ctx.params.vm_id))
    return found


async def pull_image(ctx: C) -> None:
    """The system VM image is in the pool of the router's disk. A shared object: no fence, never undone."""
    spec = await read_spec(ctx)
    for disk in spec.disks:
        found = await ctx.services.agents.do(spec.peer, await _image_command(ctx, spec, disk), None, seconds=PULL_WAIT + 40)
        if isinstance(found, pb.Operation):
            ctx.progress(20, f"System VM image: {found.text or 'on its way'}")
            raise Wait(LOOK)


async def _image_command(ctx: C, spec: Spec, disk: VolumeSpec) -> pb.EnsureImage:
    image = spec.template
    command = pb.EnsureImage(pool=specs.pool_message(disk), uuid=image.uuid, url=image.url, sha256=image.sha256,
                             size_bytes=image.file_bytes, wait_seconds=PULL_WAIT)
    if not image.synthetic:
        served = await ctx.services.images.call(image.store, "Serve", ss.ServeRequest(uuid=image.uuid, seconds=URL_LIFE))
        command.url, command.ca_pem = served.url, served.ca_pem
        command.sha256, command.size_bytes = served.sha256, served.file_bytes
    return command


async def make_disk(ctx: C) -> None:
    """The router's fresh root volume exists, backed by the image."""
    spec = await read_spec(ctx)
    for disk in spec.disks:
        await ctx.services.agents.do(spec.peer, pb.EnsureVolume(
            pool=specs.pool_message(disk), uuid=disk.uuid, size_bytes=disk.size, image_uuid=disk.image_uuid), ctx.fence())


async def drop_disk(ctx: C) -> None:
    """The router's root volume is gone."""
    spec = await read_spec(ctx)
    if spec.host is None:
        return
    for disk in spec.disks:
        await ctx.services.agents.do(spec.peer, pb.EnsureNoVolume(pool=specs.pool_message(disk), uuid=disk.uuid), ctx.fence())


async def plug(ctx: C, nic_id: int) -> None:
    """One NIC's tap is on its bridge."""
    spec = await read_spec(ctx)
    for nic, segment in spec.nics:
        if nic.id == nic_id:
            port = port_message(nic, segment, trusted=True)
            await ctx.services.agents.do(spec.peer, pb.EnsurePort(vm=spec.router.instance_name, port=port), ctx.fence())


async def unplug(ctx: C, nic_id: int) -> None:
    """One NIC's tap is gone."""
    spec = await read_spec(ctx)
    if spec.host is None:
        return
    uuid = next((nic.uuid for nic, _ in spec.nics if nic.id == nic_id), "")
    await ctx.services.agents.do(spec.peer, pb.EnsureNoPort(vm=spec.router.instance_name, name=tap(nic_id), uuid=uuid), ctx.fence())


async def boot(ctx: C) -> None:
    """The system VM runs."""
    spec = await read_spec(ctx)
    ctx.progress(40, f"Starting the {spec.what}")
    message = specs.vm_message(spec, ctx.services)
    await ctx.services.agents.do(spec.peer, pb.EnsureRunning(vm=message), ctx.fence(), seconds=120)


async def halt(ctx: C) -> None:
    """The router's VM is off and undefined."""
    spec = await read_spec(ctx)
    if spec.host is None:
        return
    command = pb.EnsureAbsent(vm=spec.router.instance_name, uuid=spec.router.uuid)
    await ctx.services.agents.do(spec.peer, command, ctx.fence(), seconds=120)


async def greet(ctx: C) -> None:
    """The router answers: it has enrolled on the way. SagaFailure 534 when it does not within PATIENCE of its start."""
    spec = await read_spec(ctx)
    try:
        await ctx.services.agents.control(spec.control, "health", {}, seconds=20)
    except (AgentFailure, Unreachable) as error:
        await ctx.services.agents.do(spec.peer, pb.Ping(), None, seconds=10)  # a host that does not answer is another matter
        now = int(await ctx.read(Tx.now))
        if now - spec.router.state_at > PATIENCE:
            raise SagaFailure(RESOURCE_UNAVAILABLE, f"{spec.what.capitalize()} {spec.router.instance_name} did not come up on its host "
                                                    f"within {PATIENCE // 1_000_000} s: {error}") from error
        ctx.progress(60, f"Waiting for the {spec.what}")
        raise Wait(LOOK) from error


async def configure(ctx: C) -> list[Applied]:
    """The router does what the network's rows say."""
    spec = await read_spec(ctx)
    generation = await apply.push(ctx.services, ctx.params.vm_id, spec.control)
    return [Applied(ctx.params.vm_id, generation)]
