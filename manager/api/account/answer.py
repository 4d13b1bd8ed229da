"""Answers about accounts and users."""

from __future__ import annotations

from manager import settings
from manager.api.limit.fields import EVERYTHING, RESOURCES, LimitFields, fill
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.api.views import renders
from manager.model.caller import Caller
from manager.model.db import Tx
from manager.model.tenancy import account_views


class UserResponse(Response, object="user"):
    """A user; its keys are shown by getUserKeys alone."""

    id: str | None = field("the user ID")
    username: str | None = field("the user name")
    firstname: str | None = field("the user firstname")
    lastname: str | None = field("the user lastname")
    email: str | None = field("the user email address")
    created: str | None = field("when the user was created", kind="date")
    state: str | None = field("enabled, disabled or locked")
    account: str | None = field("the account name of the user")
    accounttype: int | None = field("the account type of the user")
    usersource: str | None = field("where the user comes from, as ldap")
    roleid: str | None = field("the ID of the role")
    roletype: str | None = field("the type of the role")
    rolename: str | None = field("the name of the role")
    domainid: str | None = field("the domain ID of the user")
    domain: str | None = field("the domain name of the user")
    timezone: str | None = field("the timezone of the user")
    apikey: str | None = field("the api key of the user")
    accountid: str | None = field("the account ID of the user")
    iscallerchilddomain: bool | None = field("whether the user's domain is below the caller's")
    isdefault: bool | None = field("true if the user is the default one, which cannot be deleted")
    is2faenabled: bool | None = field("true if a second factor is set up")
    is2famandated: bool | None = field("true if a second factor is required")
    apikeyaccess: str | None = field("whether the user's API keys work: ENABLED, DISABLED, or INHERIT from the account")


class AccountResponse(LimitFields, object="account"):
    """An account with its limits and what it uses."""

    id: str | None = field("the id of the account")
    name: str | None = field("the name of the account")
    accounttype: int | None = field("0 user, 1 admin, 2 domain admin")
    roleid: str | None = field("the ID of the role")
    roletype: str | None = field("the type of the role")
    rolename: str | None = field("the name of the role")
    domainid: str | None = field("id of the domain the account belongs to")
    domain: str | None = field("name of the domain the account belongs to")
    domainpath: str | None = field("path of the domain the account belongs to")
    defaultzoneid: str | None = field("the default zone of the account")
    vmstopped: int | None = field("how many of its VMs are stopped")
    vmrunning: int | None = field("how many of its VMs run")
    state: str | None = field("enabled, disabled or locked")
    iscleanuprequired: bool | None = field("true if its removal is not finished")
    created: str | None = field("when the account was created", kind="date")
    user: list[UserResponse] | None = field("the users of the account")
    networkdomain: str | None = field("the network domain")
    groups: list[str] | None = field("groups of the account: there are none")
    accountdetails: dict[str, str] | None = field("details of the account")
    isdefault: bool | None = field("true if the account is a default one, which cannot be deleted")
    apikeyaccess: str | None = field("whether its users' API keys work: ENABLED, DISABLED, or INHERIT from the domain's setting")


@renders(UserResponse)
def users_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[UserResponse]:
    """Users in this order."""
    return [_user(tx, row, caller) for row in account_views.users(tx, uuids)]


def _source(stored: str | None) -> str:
    return "native" if stored in (None, "", "UNKNOWN") else str(stored).lower()


def _mandated(tx: Tx, domain_id: int) -> bool:
    return bool(settings.get(tx, "enable.user.2fa", domain=domain_id)) and bool(settings.get(tx, "mandate.user.2fa", domain=domain_id))


def _user(tx: Tx, row: account_views.UserView, caller: Caller) -> UserResponse:
    return UserResponse(
        id=row.uuid, username=row.username, firstname=row.firstname, lastname=row.lastname, email=row.email, created=show_date(row.created),
        state=row.state, account=row.account_name, accounttype=row.account_type, usersource=_source(row.source),
        roleid=row.role_uuid, roletype=row.role_type, rolename=row.role_name, domainid=row.domain_uuid, domain=row.domain_name,
        timezone=row.timezone, apikey=row.api_key, accountid=row.account_uuid,
        iscallerchilddomain=row.domain_path.startswith(caller.domain_path) and row.domain_path != caller.domain_path,
        isdefault=row.is_default, is2faenabled=row.factor_proved, is2famandated=row.factor_mandated or _mandated(tx, row.domain_id),
        apikeyaccess=row.key_access)


@renders(AccountResponse)
def accounts_view(tx: Tx, caller: Caller, uuids: list[str]) -> list[AccountResponse]:
    """Accounts in this order, with everything."""
    return accounts_shown(tx, caller, uuids)


def accounts_shown(
    tx: Tx, caller: Caller, uuids: list[str], *, details: frozenset[str] = EVERYTHING, tag: str | None = None,
) -> list[AccountResponse]:
    """Accounts in this order, each with its users and, unless `details` is min alone, limits and usage; a constant number of queries.

    `tag`: of the figures by tag, those of this one alone.
    """
    rows = account_views.accounts(tx, uuids)
    ids = [row.id for row in rows]
    people = account_views.users_of(tx, ids)
    known = account_views.details(tx, ids)
    full = bool(details & RESOURCES)
    figures = account_views.figures(tx, rows) if full else {}
    states = account_views.vm_states(tx, ids) if full else {}
    out = []
    for row in rows:
        answer = AccountResponse(
            id=row.uuid, name=row.name, accounttype=row.type, roleid=row.role_uuid, roletype=row.role_type, rolename=row.role_name,
            domainid=row.domain_uuid, domain=row.domain_name, domainpath=row.domain_name_path, state=row.state, created=show_date(row.created),
            networkdomain=row.network_domain, isdefault=row.id <= account_views.DEFAULTS, iscleanuprequired=row.cleanup,
            defaultzoneid=row.default_zone_uuid, apikeyaccess=row.key_access, groups=[],
            user=[_user(tx, person, caller) for person in people.get(row.id, [])],
            accountdetails=known.get(row.id) or None)
        if full:
            answer.vmstopped, answer.vmrunning = states.get(row.id, {}).get("Stopped", 0), states.get(row.id, {}).get("Running", 0)
            fill(answer, figures[row.id], tag)
        out.append(answer)
    return out
