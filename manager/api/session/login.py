"""login."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from common.ids import token
from manager import settings
from manager.api import passwords
from manager.api.declare import EVERYONE, Call, Command, Long, command, param
from manager.api.errors import NOT_PERMITTED, PARAMETER, ApiError
from manager.api.responses import Flat, field
from manager.model.db import Database, Tx
from manager.model.tenancy import accounts, sessions, users
from manager.model.tenancy.users import LoginRow
from manager.model.work.events import write

ROOT = "ROOT"
_HASHING = ThreadPoolExecutor(2, thread_name_prefix="argon2")  # 64 MiB each: two at a time


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


def _note_failure(tx: Tx, row: LoginRow, client: str) -> None:
    users.failed(tx, row.id, int(settings.get(tx, "incorrect.login.attempts.allowed")))
    identity = accounts.identity_by_user(tx, row.id)
    if identity is not None:
        write(tx, "USER.LOGIN", f"wrong password from {client}", account_id=identity.caller.account_id, domain_id=identity.caller.domain_id,
              user_id=row.id, level="WARN", resource_type="User", resource_uuid=row.uuid)


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
        row: LoginRow | None = await db.run(lambda tx: _find(tx, params), writing=False)
        stored = row.password_hash if row is not None else None
        matched = await asyncio.get_running_loop().run_in_executor(_HASHING, passwords.matches, stored, params["password"])
        if row is not None and matched and row.usable and not row.locked:
            return row
        if row is not None and not matched and not row.locked:
            failed = row
            await db.run(lambda tx: _note_failure(tx, failed, request.client))
        raise ApiError(NOT_PERMITTED, f"Failed to authenticate user {params['username'][:100]} in domain {params.get('domain', '') or '/'}; "
                       "please provide valid credentials")

    def run(self, call: Call) -> LoginResponse:
        row: LoginRow = call.prepared
        users.succeeded(call.tx, row.id)
        profile = users.profile(call.tx, row.id)
        session_id, sessionkey = token(32), token(32)
        sessions.create(call.tx, session_id, sessionkey, row.id, call.client)
        identity = accounts.identity_by_user(call.tx, row.id)
        assert identity is not None
        write(call.tx, "USER.LOGIN", "user has logged in from IP Address " + call.client, account_id=identity.caller.account_id,
              domain_id=identity.caller.domain_id, user_id=row.id, resource_type="User", resource_uuid=row.uuid)
        secure = "; Secure" if call.secure else ""
        for name, value in (("JSESSIONID", session_id), ("sessionkey", sessionkey)):
            call.headers.append((b"set-cookie", f"{name}={value}; Path=/client; HttpOnly; SameSite=Lax{secure}".encode()))
        return LoginResponse(
            username=profile.username, userid=profile.uuid, domainid=profile.domain_uuid, timeout=sessions.LIFE // 1_000_000,
            account=profile.account_name, firstname=profile.firstname or "", lastname=profile.lastname or "", type=str(profile.account_type),
            timezone=profile.timezone, timezoneoffset="0.0", registered="false", sessionkey=sessionkey, is2faenabled="false",
            is2faverified="true", managementserverid=call.node_uuid or None)
