"""login."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from common import clock
from common.ids import token
from manager import settings
from manager.api import passwords
from manager.api.auth import factor_needed
from manager.api.declare import EVERYONE, Call, Command, Long, command, param
from manager.api.errors import NOT_PERMITTED, PARAMETER, THROTTLED, ApiError
from manager.api.responses import Flat, field
from manager.model.access import factors, login_failures
from manager.model.db import Database, Tx
from manager.model.tenancy import accounts, sessions, users
from manager.model.tenancy.accounts import Identity
from manager.model.tenancy.users import LoginRow
from manager.model.work.events import write

ROOT = "ROOT"
TOTP = "totp"
OF_ONE_ADDRESS = 10  # times incorrect.login.attempts.allowed: several people may share an address


class LoginResponse(Flat):
    """LoginCmdResponse."""

    username: str | None = field("the user's name")
    userid: str | None = field("the user's id")
    domainid: str | None = field("the id of the user's domain")
    timeout: int | None = field("seconds after which an unused session ends")
    account: str | None = field("the name of the user's account")
    firstname: str | None = field("first name")
    lastname: str | None = field("last name")
    type: str | None = field("the account's type: 0 user, 1 admin, 2 domain admin")
    timezone: str | None = field("time zone")
    timezoneoffset: str | None = field("hours from UTC")
    registered: str | None = field("whether the user has registered")
    sessionkey: str | None = field("send it with each call of this session")
    is2faenabled: str | None = field("whether a second factor is set up")
    is2faverified: str | None = field("whether the second factor was given")
    providerfor2fa: str | None = field("the kind of second factor that is set up")
    issuerfor2fa: str | None = field("the name of this cloud in authenticator programs")
    managementserverid: str | None = field("the management server that answered")


def domain_path(text: str) -> str:
    """The stored path of what a person types: with or without slashes, empty is ROOT."""
    parts = [part for part in text.split("/") if part]
    if parts and parts[0].upper() == ROOT:
        parts = parts[1:]
    return "/".join([ROOT, *parts])


def _find(tx: Tx, params: dict[str, str]) -> LoginRow | None:
    domain = accounts.domain_by_path(tx, domain_path(params.get("domain", "")))
    if domain is None and params.get("domainid"):
        return None
    return None if domain is None else users.for_login(tx, params.get("username", ""), domain.id)


def _look(tx: Tx, params: dict[str, str], client: str) -> LoginRow | None:
    if login_failures.blocked(tx, client):
        raise ApiError(THROTTLED, "Too many wrong passwords from this address; try again later")
    return _find(tx, params)


def _note_failure(tx: Tx, row: LoginRow | None, client: str) -> None:
    allowed = int(settings.get(tx, "incorrect.login.attempts.allowed"))
    login_failures.note(tx, client, allowed * OF_ONE_ADDRESS)
    if row is None or row.locked:
        return
    users.failed(tx, row.id, allowed)
    identity = accounts.identity_by_user(tx, row.id)
    if identity is not None:
        write(tx, "USER.LOGIN", f"wrong password from {client}", account_id=identity.caller.account_id, domain_id=identity.caller.domain_id,
              user_id=row.id, level="WARN", resource_type="User", resource_uuid=row.uuid)


def _refused(params: Mapping[str, str]) -> ApiError:
    return ApiError(NOT_PERMITTED, f"Failed to authenticate user {params['username'][:100]} in domain {params.get('domain', '') or '/'}; "
                    "please provide valid credentials")


def offset_hours(timezone: str | None) -> str:
    """Hours from UTC now, as 1.0; 0.0 for a time zone that is not known here."""
    try:
        found = ZoneInfo(timezone or "UTC")
    except (KeyError, ValueError, OSError):  # OSError: a folder's name
        return "0.0"
    shift = datetime.fromtimestamp(clock.wall_us() / 1_000_000, found).utcoffset()
    return str(shift.total_seconds() / 3600) if shift is not None else "0.0"


def described(tx: Tx, identity: Identity, sessionkey: str, node_uuid: str, *, proved: bool) -> LoginResponse:
    """What login answers of a session. `proved`: its second factor was given, or is not needed."""
    profile, domain = users.profile(tx, identity.caller.user_id), identity.caller.domain_id
    needed = factor_needed(tx, identity)
    return LoginResponse(
        username=profile.username, userid=profile.uuid, domainid=profile.domain_uuid, timeout=sessions.LIFE // 1_000_000,
        account=profile.account_name, firstname=profile.firstname or "", lastname=profile.lastname or "", type=str(profile.account_type),
        timezone=profile.timezone, timezoneoffset=offset_hours(profile.timezone), registered="false", sessionkey=sessionkey,
        is2faenabled=str(needed).lower(), is2faverified=str(proved).lower(), providerfor2fa=TOTP if identity.factor_proved else None,
        issuerfor2fa=str(settings.get(tx, "user.2fa.issuer", domain=domain)) if needed else None, managementserverid=node_uuid or None)


@command(roles=EVERYONE, authenticator=True)
class Login(Command):
    """Logs a user in and begins a session. By POST only."""

    username: str = param("the user's name")
    password: str = param("the password", secret=True, length=1024)
    domain: str | None = param("the path of the user's domain, as /sales/emea; nothing or / is ROOT", default=None)
    domainid: Long | None = param("not supported: use domain", default=None)

    @classmethod
    async def prepare(cls, db: Database, request: Any) -> LoginRow | None:
        """Checks the password on a thread for it. ApiError 531 for a wrong one, an unknown, locked or disabled user: one text for all."""
        params = request.params
        if params.get("domainid"):
            raise ApiError(PARAMETER, "Parameter domainid is not supported by login; use domain")
        if not params.get("username") or not params.get("password"):
            return None  # the parser names what is missing
        row: LoginRow | None = await db.run(lambda tx: _look(tx, params, request.client), writing=False)
        stored = row.password_hash if row is not None else None
        matched = await passwords.is_right(stored, params["password"])
        if row is not None and matched and row.usable and not row.locked:
            return row
        if not matched:
            await db.run(lambda tx: _note_failure(tx, row, request.client))
        raise _refused(params)

    def run(self, call: Call) -> LoginResponse:
        row: LoginRow = call.prepared
        if users.is_locked(call.tx, row.id):  # by guesses that were made meanwhile
            raise _refused(call.raw)
        factors.forget_unproved(call.tx, row.id)
        users.succeeded(call.tx, row.id)
        session_id, sessionkey = token(32), token(32)
        sessions.create(call.tx, session_id, sessionkey, row.id, call.client)
        identity = accounts.identity_by_user(call.tx, row.id)
        assert identity is not None
        write(call.tx, "USER.LOGIN", "user has logged in from IP Address " + call.client, account_id=identity.caller.account_id,
              domain_id=identity.caller.domain_id, user_id=row.id, resource_type="User", resource_uuid=row.uuid)
        same = str(call.setting("api.sessionkey.cookie.samesite"))
        secure = "; Secure" if call.secure or same == "NoneAndSecure" or call.setting("enable.secure.session.cookie") else ""
        site = "" if same == "Null" else f"; SameSite={'None' if same == 'NoneAndSecure' else same}"
        for name, value in (("JSESSIONID", session_id), ("sessionkey", sessionkey)):
            call.headers.append((b"set-cookie", f"{name}={value}; Path=/client; HttpOnly{site}{secure}".encode()))
        return described(call.tx, identity, sessionkey, call.node_uuid, proved=not factor_needed(call.tx, identity))
