"""Starting the sagas of rules."""

from __future__ import annotations

from typing import Any

from manager.api.declare import Call, Job
from manager.model.net import network
from manager.model.net.firewall import RuleRow
from manager.sagas.address.params import RuleJob
from manager.sagas.address.rules import RULES_CREATE, RULES_DELETE


def create(call: Call, made: RuleRow, rule_ids: list[int], description: str) -> Job[Any]:
    """Touches the network, in the transaction that added the rules, and starts the saga that brings them to the router."""
    job = call.start(RULES_CREATE, RuleJob(made.network_id, rule_ids, made.public_ip_id), id=made.uuid, instance=("FirewallRule", made.uuid),
                     owner=(made.account_id, made.domain_id), description=description)
    network.touch(call.tx, made.network_id)
    return job


def delete(call: Call, row: RuleRow, rule_ids: list[int]) -> Job[Any]:
    """Starts the saga that takes the rules from the router and then away."""
    return call.start(RULES_DELETE, RuleJob(row.network_id, rule_ids, row.public_ip_id), instance=("FirewallRule", row.uuid),
                      owner=(row.account_id, row.domain_id), description=f"Deleting rule {row.uuid}")
