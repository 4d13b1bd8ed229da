"""Building a plan. A command with `@command(plan=True)` has a method `plan(call, plan)` that makes the checks of `run`, reads, and tells the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manager.api.call import Call
from manager.api.errors import CAPACITY, LIMIT
from manager.api.plan.answer import PlanHost, PlanLimit, PlanObject, PlanPool, PlanResponse, PlanStep
from manager.model.caller import Role
from manager.model.errors import Refused
from manager.model.tenancy import accounts, limits, names
from manager.placement.explain import INSUFFICIENT_TEXT
from manager.placement.filters import Request
from manager.placement.preview import preview
from manager.saga.define import Line, Saga

MAX_STEPS = 2000


@dataclass
class Plan:
    """What is known so far. Nothing here writes or locks."""

    call: Call
    answer: PlanResponse = field(default_factory=lambda: PlanResponse(possible=True, steps=[], limits=[], objects=[]))

    def saga(self, saga: Saga[Any], params: Any, known: Mapping[str, Mapping[int, str]] | None = None) -> None:
        """The steps of a saga for these params, in which a new thing has the id 0. `known`: names of things, by list in the params and by id."""
        assert self.answer.steps is not None
        lines = saga.describe(self.call.tx, params)[:MAX_STEPS - len(self.answer.steps)]
        found = names.of_items(self.call.tx, {(line.each, line.item) for line in lines if line.each is not None})
        for each, some in (known or {}).items():
            found.update({(each, item): name for item, name in some.items()})
        self.answer.steps += [self._step(line, found) for line in lines]

    def _step(self, line: Line, found: Mapping[tuple[str, Any], str]) -> PlanStep:
        kind = line.each.removesuffix("_ids") if line.each is not None else None
        return PlanStep(workflow=line.saga, name=line.name, kind=line.kind, description=line.text, undo=line.undo, resourcetype=kind,
                        resource=found.get((line.each, line.item), "new") if line.each is not None else None)

    def records(self, *texts: str) -> None:
        """Steps of a command that works without a saga, or before it."""
        assert self.answer.steps is not None
        self.answer.steps += [PlanStep(workflow=self.call.command.NAME, name="write", kind="record", description=text) for text in texts]

    def limits(self, account_id: int, amounts: Mapping[str, int]) -> None:
        """What the account, and the domains above it that are counted, would use."""
        assert self.answer.limits is not None
        for one in limits.preview(self.call.tx, account_id, amounts):
            if one.owner == "domain" and not self._told_of(one.owner_uuid):  # what others have is none of the caller's business
                if not one.passes:
                    self.impossible(LIMIT, f"Maximum amount of resources of Type = '{one.kind}' for the domain would be exceeded")
                continue
            self.answer.limits.append(PlanLimit(
                ownertype=one.owner, ownerid=one.owner_uuid, owner=one.name, resourcetype=one.kind, max=one.limit, before=one.before,
                after=one.after))
            if not one.passes:
                self.impossible(LIMIT, f"Maximum amount of resources of Type = '{one.kind}' for {one.owner.capitalize()} Name = {one.name} would"
                                       f" be exceeded: {one.after} of {one.limit}")

    def _told_of(self, domain_uuid: str) -> bool:
        """Whether the caller may know what a whole domain has: as in listResourceLimits, admins at it or above."""
        caller = self.call.caller
        return caller.role is not Role.USER and accounts.find_domain(self.call.tx, caller, domain_uuid) is not None

    def effect(self, effect: str, kind: str, uuid: str | None, name: str | None = None, count: int | None = None) -> None:
        """An object that would be created, changed or removed."""
        assert self.answer.objects is not None
        self.answer.objects.append(PlanObject(effect=effect, resourcetype=kind, resourceid=uuid, name=name, count=count))

    def place(self, request: Request, what: str, volumes: Mapping[int, str]) -> None:
        """Where a VM would go. Hosts, pools and numbers are for the root admin alone. `volumes`: names by id."""
        found = preview(self.call.tx, request)
        if found.host is None:
            self.impossible(CAPACITY, f"{INSUFFICIENT_TEXT.format(what=what)}")
        if not self.call.caller.is_admin:
            return
        self.answer.rejectedhosts = [PlanHost(hostid=one.host.uuid, hostname=one.host.name, filter=one.filter, reason=one.reason)
                                     for one in found.rejected]
        if found.host is not None:
            self.answer.hostid, self.answer.hostname = found.host.uuid, found.host.name
            self.answer.storagepools = [PlanPool(storageid=pool.uuid, volume=volumes.get(disk, "new")) for disk, pool in found.pools.items()]

    def impossible(self, code: int, text: str) -> None:
        """It would fail; the first reason counts."""
        if self.answer.possible:
            self.answer.possible, self.answer.errorcode, self.answer.errortext = False, code, text

    def check(self, *checks: Callable[[], Any]) -> None:
        """Runs checks that raise Refused; their refusal makes the plan impossible instead of ending the call."""
        for each in checks:
            try:
                each()
            except Refused as refused:
                self.impossible(refused.code, refused.text)


def removed(plan: Plan, kind: str, things: Sequence[tuple[str, str]]) -> None:
    """(uuid, name) of things that would go."""
    for uuid, name in things:
        plan.effect("removed", kind, uuid, name)
