"""Create and delete rules: firewall, egress, port forwarding.

The API call that creates a rule writes its row (state Add) and touches the network in one transaction, so that of many parallel calls the
first saga that applies brings all of them, and the others find their generation acknowledged.
"""

from __future__ import annotations

from datetime import timedelta

from manager.model.net import firewall, network
from manager.saga import Call, Ctx, Saga, Tx, register
from manager.sagas.address import params as p
from manager.sagas.address import restore
from manager.sagas.address.params import RuleJob
from manager.sagas.router import apply
from manager.sagas.router.apply import Applied

C = Ctx[RuleJob]


def hold_rules(ctx: C) -> None:
    """The rows were written by the API call; this step's undo takes them away."""


def drop_rules(ctx: C) -> None:
    """The rules are gone, and the router is to hear of it."""
    if firewall.remove(ctx.tx, ctx.params.rule_ids):
        network.touch(ctx.tx, ctx.params.network_id)


async def apply_rules(ctx: C) -> list[Applied]:
    """The router does what the rows say."""
    return await apply.apply_networks(ctx.services, [ctx.params.network_id])


def publish_rules(ctx: C) -> None:
    """The rules are Active."""
    apply.record(ctx.tx, ctx.out(apply_rules))
    firewall.move(ctx.tx, ctx.params.rule_ids, ["Add", "Staged"], "Active")


def revoke_rules(ctx: C) -> None:
    """Active → Revoke: the router is to do without them. Rules that are gone already are nobody's error."""
    if firewall.move(ctx.tx, ctx.params.rule_ids, ["Active", "Add"], "Revoke"):
        network.touch(ctx.tx, ctx.params.network_id)


def revive_rules(ctx: C) -> None:
    """As before."""
    if firewall.move(ctx.tx, ctx.params.rule_ids, ["Revoke"], "Active"):
        network.touch(ctx.tx, ctx.params.network_id)


def remove_rules(ctx: C) -> None:
    """The rules are gone."""
    apply.record(ctx.tx, ctx.out(apply_rules))
    firewall.remove(ctx.tx, ctx.params.rule_ids)


RULES_CREATE = register(Saga(
    "rules.create", RuleJob, locks=p.keys, deadline=timedelta(minutes=5), steps=[
        Call(restore.begin, undo=restore.tell_again), Tx(hold_rules, undo=drop_rules), Call(apply_rules), Tx(publish_rules)]))

RULES_DELETE = register(Saga(
    "rules.delete", RuleJob, locks=p.keys, deadline=timedelta(minutes=5), steps=[
        Call(restore.begin, undo=restore.tell_again), Tx(revoke_rules, undo=revive_rules), Call(apply_rules), Tx(remove_rules)]))
