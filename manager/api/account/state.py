"""enableAccount, disableAccount, lockAccount."""

from __future__ import annotations

from manager.api.account.answer import AccountResponse
from manager.api.account.chosen import chosen, removable
from manager.api.declare import DOMAIN_ADMINS, Access, Call, Command, Job, Ref, command, param
from manager.api.errors import PARAMETER, ApiError
from manager.api.responses import Flat
from manager.api.views import one
from manager.model.tenancy import belongings
from manager.model.tenancy.accounts import AccountRow, DomainRow
from manager.sagas.account.params import StopAccount
from manager.sagas.account.stop import ACCOUNT_STOP

ENABLED, DISABLED, LOCKED = "enabled", "disabled", "locked"


class Locked(Flat):
    """Nothing: lockAccount answers with an empty wrapper."""


@command(roles=DOMAIN_ADMINS, event="ACCOUNT.ENABLE")
class EnableAccount(Command):
    """Enables an account: its users can log in and call again. VMs that were stopped stay so."""

    id: Ref[AccountRow] | None = param("the account's id", default=None, access=Access.OPERATE)
    account: str | None = param("the account's name; with domainid", default=None)
    domainid: Ref[DomainRow] | None = param("the domain of the account", default=None)

    def run(self, call: Call) -> AccountResponse:
        """At once; one that is enabled stays so."""
        row = chosen(call, self.id, self.account, self.domainid)
        if row.cleanup:
            raise ApiError(PARAMETER, f"Account {row.name} is being deleted: it cannot be enabled")
        belongings.set_state(call.tx, row.id, ENABLED, (ENABLED, DISABLED, LOCKED))
        call.event(description=f"Enabled account {row.name}", resource=("Account", row.uuid), owner=(row.id, row.domain_id))
        return one(call.tx, call.caller, AccountResponse, row.uuid)


@command(roles=DOMAIN_ADMINS, event="ACCOUNT.DISABLE")
class DisableAccount(Command):
    """Disables an account, and stops its VMs; or locks it, and leaves its VMs alone. Either way nobody can log in or call as it."""

    lock: bool = param("true: the account is locked and its VMs go on; false: it is disabled and they are stopped")
    id: Ref[AccountRow] | None = param("the account's id", default=None, access=Access.OPERATE)
    account: str | None = param("the account's name; with domainid", default=None)
    domainid: Ref[DomainRow] | None = param("the domain of the account", default=None)

    def run(self, call: Call) -> Job[AccountResponse]:
        """The state is in force at once; the job ends when the VMs are off."""
        row = chosen(call, self.id, self.account, self.domainid)
        removable(call, row, "locked" if self.lock else "disabled")
        if self.lock:
            _lock(call, row)
        else:
            belongings.set_state(call.tx, row.id, DISABLED, (ENABLED, DISABLED, LOCKED))
        vm_ids = [] if self.lock else belongings.running(call.tx, row.id)
        return call.start(ACCOUNT_STOP, StopAccount(row.id, vm_ids), instance=("Account", row.uuid), owner=(row.id, row.domain_id),
                          description=f"{'Locking' if self.lock else 'Disabling'} account {row.name}")


@command(roles=DOMAIN_ADMINS, event="ACCOUNT.LOCK")
class LockAccount(Command):
    """Locks an account: nobody can log in or call as it. Its VMs go on."""

    account: str = param("the account's name")
    domainid: Ref[DomainRow] = param("the domain of the account")

    def run(self, call: Call) -> Locked:
        """At once. CloudStack's answer is empty, too."""
        row = chosen(call, None, self.account, self.domainid)
        removable(call, row, "locked")
        _lock(call, row)
        call.event(description=f"Locked account {row.name}", resource=("Account", row.uuid), owner=(row.id, row.domain_id))
        return Locked()


def _lock(call: Call, row: AccountRow) -> None:
    if not belongings.set_state(call.tx, row.id, LOCKED, (ENABLED, LOCKED)):
        raise ApiError(PARAMETER, f"Account {row.name} cannot be locked: it is {row.state}")
