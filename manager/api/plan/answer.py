"""PlanResponse: what a command with plan=true answers. Ours; CloudStack has nothing like it."""

from __future__ import annotations

from manager.api.responses import Response, field


class PlanStep(Response, object="step"):
    """A step of a workflow."""

    workflow: str | None = field("the workflow it belongs to")
    name: str | None = field("its name")
    kind: str | None = field("host: a command to a host, an image store or a router; record: only rows change")
    description: str | None = field("what it does")
    undo: str | None = field("the step that takes it back when a later one fails")
    resourcetype: str | None = field("what it is done to: nic, volume, network, …")
    resource: str | None = field("which one, by ID or name")


class PlanHost(Response, object="host"):
    """A host that may not be taken."""

    hostid: str | None = field("the ID of the host")
    hostname: str | None = field("the name of the host")
    filter: str | None = field("the first test that it fails")
    reason: str | None = field("why, with numbers")


class PlanPool(Response, object="storagepool"):
    """A pool that would be taken."""

    storageid: str | None = field("the ID of the pool")
    volume: str | None = field("the volume that would be on it")


class PlanLimit(Response, object="limit"):
    """A limit before and after."""

    ownertype: str | None = field("account, project or domain")
    ownerid: str | None = field("the ID of the owner")
    owner: str | None = field("the name of the owner")
    resourcetype: str | None = field("what is counted")
    max: int | None = field("the limit; -1 for none")
    before: int | None = field("what is used now")
    after: int | None = field("what would be used then")


class PlanObject(Response, object="object"):
    """An object that would come, change or go."""

    effect: str | None = field("created, changed, removed or waited for")
    resourcetype: str | None = field("its kind")
    resourceid: str | None = field("its ID, when it exists")
    name: str | None = field("its name")
    count: int | None = field("how many, of those that are only counted")


class PlanResponse(Response, object="plan"):
    """What a command would do."""

    command: str | None = field("the command")
    possible: bool | None = field("whether it would succeed as things are now")
    errorcode: int | None = field("the code that it would fail with")
    errortext: str | None = field("why it would fail")
    steps: list[PlanStep] | None = field("what would be done, in order")
    hostid: str | None = field("the ID of the host that would be tried first; admins only")
    hostname: str | None = field("the name of that host; admins only")
    storagepools: list[PlanPool] | None = field("where its volumes would be; admins only")
    rejectedhosts: list[PlanHost] | None = field("hosts that may not be taken; admins only")
    limits: list[PlanLimit] | None = field("limits before and after")
    objects: list[PlanObject] | None = field("objects that would come, change or go")
