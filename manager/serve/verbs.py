"""The operator's verbs, as the command line and the admin socket run them. Each takes its arguments and returns plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from common import atomic, tls
from common.ids import token
from manager.api.passwords import hashed
from manager.config import Config
from manager.model import check, schema
from manager.model.db import Database
from manager.model.infra import certificates, hosts, infra_names
from manager.model.seeding.seed import ADMIN_USER_ID
from manager.model.tenancy import accounts, users
from manager.model.work import locks
from manager.saga import operate
from manager.serve.keys import CloudKeys

KINDS = ("secstorage",)


class Failed(Exception):
    """A verb could not do its work; the text is for the operator."""


@dataclass(frozen=True)
class Tools:
    """What verbs work with."""

    db: Database
    cloud: CloudKeys
    config: Config


def saga_list(tools: Tools, arguments: dict[str, Any]) -> Any:
    """The sagas in the given states; by default those that have not ended."""
    states = arguments.get("state") or operate.STATES
    return msgspec.to_builtins(tools.db.read(lambda tx: operate.list_sagas(tx, states)))


def saga_show(tools: Tools, arguments: dict[str, Any]) -> Any:
    """One saga with its steps, keys and debts."""
    return msgspec.to_builtins(tools.db.read(lambda tx: operate.show_saga(tx, arguments["saga"])))


def saga_retry(tools: Tools, arguments: dict[str, Any]) -> Any:
    """A stuck saga tries its undo again."""
    tools.db.write(lambda tx: operate.retry_saga(tx, arguments["saga"]))
    return f"saga {arguments['saga']} unwinds again"


def saga_abandon(tools: Tools, arguments: dict[str, Any]) -> Any:
    """Ends a stuck saga as the operator says."""
    tools.db.write(lambda tx: operate.abandon_saga(tx, arguments["saga"], arguments["as"]))
    return f"saga {arguments['saga']} has ended as {arguments['as']}"


def host_token(tools: Tools, arguments: dict[str, Any]) -> Any:
    """A token with which hosts join."""
    def make(tx: Any) -> str:
        cluster_id = None
        if arguments.get("cluster"):
            cluster_id = infra_names.cluster_id(tx, arguments["cluster"])
            if cluster_id is None:
                raise Failed(f"there is no cluster {arguments['cluster']}")
        return hosts.create_token(tx, cluster_id, arguments["minutes"], arguments["uses"])

    return {"token": tools.db.write(make), "ca_fingerprint": tools.cloud.authority.fingerprint()}


def certificate_issue(tools: Tools, arguments: dict[str, Any]) -> Any:
    """A key and certificate of the cloud's CA for a service that runs beside the manager."""
    kind, folder = arguments["kind"], Path(arguments["out"])
    credentials, issued = tools.cloud.authority.credentials(tls.SECSTORAGE, kind, arguments.get("names") or [])
    tools.db.write(lambda tx: certificates.record(
        tx, serial=issued.serial, name=issued.name, kind=kind, subject_id=None, not_after=issued.not_after, key_sha256=issued.key_sha256))
    folder.mkdir(parents=True, exist_ok=True)
    atomic.write(folder / f"{kind}-key.pem", credentials.key_pem, mode=0o600)
    atomic.write(folder / f"{kind}.pem", credentials.certificate_pem, mode=0o644)
    atomic.write(folder / "ca.pem", credentials.ca_pem, mode=0o644)
    return f"{folder}: {kind}.pem, {kind}-key.pem, ca.pem"


def run_check(tools: Tools, arguments: dict[str, Any]) -> Any:
    """What is wrong in the database; empty when all invariants hold."""
    return {"problems": tools.db.read(check.problems)}


def reset_password(tools: Tools, arguments: dict[str, Any]) -> Any:
    """A new password for a user, made here unless given."""
    made = arguments.get("password") or token(12)
    secret = hashed(made)

    def change(tx: Any) -> None:
        user_id = ADMIN_USER_ID
        if arguments["username"] != "admin" or arguments["domain"].strip("/").upper() not in ("", "ROOT"):
            domain = accounts.domain_by_path(tx, "/".join(["ROOT", *[p for p in arguments["domain"].split("/") if p and p.upper() != "ROOT"]]))
            row = None if domain is None else users.for_login(tx, arguments["username"], domain.id)
            if row is None:
                raise Failed(f"there is no user {arguments['username']} in domain {arguments['domain'] or 'ROOT'}")
            user_id = row.id
        users.set_password(tx, user_id, secret)

    tools.db.write(change)
    return {"username": arguments["username"], "password": made} if not arguments.get("password") else {"username": arguments["username"]}


def adopt_epoch(tools: Tools, arguments: dict[str, Any]) -> Any:
    """Raises the cloud's fence epoch: after a restore, or when a replica was promoted."""
    return {"epoch": tools.db.write(locks.adopt_epoch)}


def db_version(tools: Tools, arguments: dict[str, Any]) -> Any:
    """The schema's version."""
    return {"schema": schema.current(tools.db)}


VERBS: dict[str, Callable[[Tools, dict[str, Any]], Any]] = {
    "saga list": saga_list, "saga show": saga_show, "saga retry": saga_retry, "saga abandon": saga_abandon, "host token": host_token,
    "certificate issue": certificate_issue, "check": run_check, "admin reset-password": reset_password, "db adopt-epoch": adopt_epoch,
    "db version": db_version}


def run(tools: Tools, verb: str, arguments: dict[str, Any]) -> Any:
    """Runs one verb. Raises Failed for what the operator did wrong."""
    try:
        return VERBS[verb](tools, arguments)
    except (LookupError, ValueError) as error:
        raise Failed(str(error)) from None
