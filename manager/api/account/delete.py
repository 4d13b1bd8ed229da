"""deleteAccount."""

from __future__ import annotations

from manager.api.account.chosen import chosen, removable
from manager.api.declare import DOMAIN_ADMINS, Access, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import IN_USE, ApiError
from manager.api.plan.build import Plan, removed
from manager.model.tenancy import belongings, counters, names, owned, projects
from manager.model.tenancy.accounts import AccountRow
from manager.sagas.account import params
from manager.sagas.account.clean import ACCOUNT_CLEAN

KINDS = {"VirtualMachine": "vm", "Volume": "volume", "Network": "network", "PublicIpAddress": "address", "Template": "template"}


@command(roles=DOMAIN_ADMINS, event="ACCOUNT.DELETE", plan=True)
class DeleteAccount(Command):
    """Deletes an account with its users and all that it owns: VMs, volumes, networks, addresses, templates, keys."""

    id: Ref[AccountRow] = param("the account's id", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """From now on nobody can act as it, and nothing can be made for it; the job ends when nothing is left."""
        row = self._checked(call)
        belongings.doom(call.tx, row.id)
        return call.start(ACCOUNT_CLEAN, params.clean(call.tx, row.id), instance=("Account", row.uuid), owner=(row.id, row.domain_id),
                          description=f"Deleting account {row.name}")

    def plan(self, call: Call, plan: Plan) -> None:
        """Everything that would go with it."""
        row = self._checked(call)
        told(call, plan, row)
        plan.saga(ACCOUNT_CLEAN, params.clean(call.tx, row.id))

    def _checked(self, call: Call) -> AccountRow:
        row = chosen(call, self.id, None, None)
        removable(call, row, "deleted")
        alone = projects.managed_alone(call.tx, row.id)
        if alone:
            raise ApiError(IN_USE, f"The account {row.name} manages project(s) {', '.join(alone)} and can't be removed: give them another admin, "
                           "or delete them")
        return row


def told(call: Call, plan: Plan, row: AccountRow) -> None:
    """What goes with an account, and what counts no more."""
    own = belongings.of(call.tx, row.id)
    for kind, ids in (("VirtualMachine", own.vm_ids), ("Volume", own.volume_ids), ("Network", own.network_ids), ("PublicIpAddress", own.address_ids),
                      ("Template", own.template_ids)):
        removed(plan, kind, names.of_rows(call.tx, KINDS[kind], ids))
    for table, many in owned.tally(call.tx, row.id).items():
        plan.effect("removed", str(table), None, count=many)
    plan.effect("removed", "Account", row.uuid, row.name)
    plan.limits(row.id, {kind: -many for kind, many in counters.usage(call.tx, row.id).items() if many})
