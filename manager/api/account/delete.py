"""deleteAccount."""

from __future__ import annotations

from manager.api.account.chosen import chosen, removable
from manager.api.declare import DOMAIN_ADMINS, Access, Call, Command, Job, Ref, Success, command, param
from manager.api.errors import IN_USE, ApiError
from manager.model.tenancy import belongings, projects
from manager.model.tenancy.accounts import AccountRow
from manager.sagas.account import params
from manager.sagas.account.clean import ACCOUNT_CLEAN


@command(roles=DOMAIN_ADMINS, event="ACCOUNT.DELETE")
class DeleteAccount(Command):
    """Deletes an account with its users and all that it owns: VMs, volumes, networks, addresses, templates, keys."""

    id: Ref[AccountRow] = param("the account's id", access=Access.OPERATE)

    def run(self, call: Call) -> Job[Success]:
        """From now on nobody can act as it, and nothing can be made for it; the job ends when nothing is left."""
        row = chosen(call, self.id, None, None)
        removable(call, row, "deleted")
        alone = projects.managed_alone(call.tx, row.id)
        if alone:
            raise ApiError(IN_USE, f"The account {row.name} manages project(s) {', '.join(alone)} and can't be removed: give them another admin, "
                           "or delete them")
        belongings.doom(call.tx, row.id)
        return call.start(ACCOUNT_CLEAN, params.clean(call.tx, row.id), instance=("Account", row.uuid), owner=(row.id, row.domain_id),
                          description=f"Deleting account {row.name}")
