"""What one caller may hear of: the rules of its lists (WIRE 9), applied to changes in memory."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from manager.api.stream.kinds import JOBS, lister
from manager.model.caller import Caller, Role
from manager.model.work.stream import Change, JobChange, Membership

Rules = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class View:
    """`commands`: what the role gives. `projects`: by the account of each project that a user is in, its project role's rules."""

    caller: Caller
    commands: frozenset[str]
    projects: Mapping[int, Rules] = field(default_factory=dict)

    def sees(self, change: Change) -> bool:
        """Whether the caller could list the object."""
        needed = lister(change.type)
        if needed not in self.commands:
            return False
        if self.caller.is_admin:
            return True
        if change.account_id is None or (change.hidden and self.caller.role is Role.USER):
            return False
        if self.caller.is_domain_admin:
            return (change.domain_path or "").startswith(self.caller.domain_path)
        if change.account_id == self.caller.account_id:
            return True
        rules = self.projects.get(change.account_id)
        return rules is not None and _permits(rules, needed)

    def sees_job(self, job: JobChange) -> bool:
        """Whether queryAsyncJobResult would show it: jobs of the account, of an admin's domains, all of them to root admins."""
        if JOBS not in self.commands:
            return False
        if self.caller.is_admin:
            return True
        if self.caller.is_domain_admin:
            return job.domain_path.startswith(self.caller.domain_path)
        return job.account_id == self.caller.account_id


def project_rules(caller: Caller, found: Iterable[Membership]) -> dict[int, Rules]:
    """By project account: what is said of the user itself comes before what is said of its account."""
    out: dict[int, Rules] = {}
    for one in sorted(found, key=lambda one: one.user_id):
        if one.account_id == caller.account_id and one.user_id in (0, caller.user_id):
            out[one.owner_id] = one.rules
    return out


def _permits(rules: Rules, command: str) -> bool:
    return next((allow for rule, allow in rules if fnmatch.fnmatchcase(command, rule.lower())), True)
