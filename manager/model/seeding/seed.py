"""What every cloud starts with: ROOT, roles, admin, default offerings, guest OS types. Idempotent: it adds what is missing, and changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from common.ids import new_uuid
from manager.model.caller import Role
from manager.model.catalog import hypervisors
from manager.model.db import Tx
from manager.model.infra import regions
from manager.model.net.network import MAC_PREFIX
from manager.model.seeding import seed_offerings, seed_os, seed_roles
from manager.model.tables.network import mac_counter
from manager.model.tables.tenancy import account, domain, epoch, role, role_permission, user
from manager.model.tenancy.settings import NAMES
from manager.model.work.locks import FENCE_EPOCH

ROOT_DOMAIN_ID = 1
SYSTEM_ACCOUNT_ID, ADMIN_ACCOUNT_ID = 1, 2
SYSTEM_USER_ID, ADMIN_USER_ID = 1, 2
ROOT_ADMIN = "Root Admin"

BUILTIN_ROLES: list[tuple[str, Role, str]] = [
    (ROOT_ADMIN, Role.ADMIN, "Default root admin role"),
    ("Resource Admin", Role.RESOURCE_ADMIN, "Default resource admin role"),
    ("Domain Admin", Role.DOMAIN_ADMIN, "Default domain admin role"),
    ("User", Role.USER, "Default user role"),
]
RULED_ROLES: list[tuple[str, Role, str, seed_roles.Rules]] = [
    ("Read-Only Admin - Default", Role.ADMIN, "Default read-only admin role", seed_roles.READ_ONLY_ADMIN),
    ("Read-Only User - Default", Role.USER, "Default read-only user role", seed_roles.READ_ONLY_USER),
    ("Support Admin - Default", Role.ADMIN, "Default support admin role", seed_roles.SUPPORT_ADMIN),
    ("Support User - Default", Role.USER, "Default support user role", seed_roles.SUPPORT_USER),
]


def seed(tx: Tx) -> None:
    """Adds what is missing. The admin has no password yet: see `users.set_password`."""
    for name in (*NAMES, FENCE_EPOCH):
        _once(tx, epoch, {"name": name}, {"value": 1})
    _once(tx, mac_counter, {"prefix": MAC_PREFIX}, {"next": 1})  # two first deploys at once must not both add it
    _once(tx, domain, {"id": ROOT_DOMAIN_ID}, {
        "uuid": new_uuid(), "name": "ROOT", "path": "/1/", "name_path": "ROOT", "level": 0, "created": tx.now()})
    _roles(tx)
    root_role = tx.scalar(select(role.c.id).where(role.c.name == ROOT_ADMIN, role.c.builtin))
    for account_id, name in ((SYSTEM_ACCOUNT_ID, "system"), (ADMIN_ACCOUNT_ID, "admin")):
        _once(tx, account, {"id": account_id}, {
            "uuid": new_uuid(), "domain_id": ROOT_DOMAIN_ID, "role_id": root_role, "name": name, "type": 1, "created": tx.now()})
    for user_id, name, first in ((SYSTEM_USER_ID, "system", "system"), (ADMIN_USER_ID, "admin", "admin")):
        _once(tx, user, {"id": user_id}, {
            "uuid": new_uuid(), "account_id": user_id, "domain_id": ROOT_DOMAIN_ID, "username": name, "firstname": first, "lastname": "cloud",
            "is_default": True, "created": tx.now()})
    seed_offerings.seed(tx)
    seed_os.seed(tx)
    hypervisors.seed(tx)
    regions.seed(tx)


def _roles(tx: Tx) -> None:
    for name, kind, text in BUILTIN_ROLES:
        _once(tx, role, {"name": name, "builtin": True}, {
            "uuid": new_uuid(), "type": kind.value, "description": text, "created": tx.now()})
    for name, kind, text, rules in RULED_ROLES:
        made = _once(tx, role, {"name": name, "builtin": True}, {
            "uuid": new_uuid(), "type": kind.value, "description": text, "created": tx.now()})
        if made:
            tx.insert_many(role_permission, [
                {"uuid": new_uuid(), "role_id": made, "rule": rule, "allow": allow, "sort_order": order}
                for order, (rule, allow) in enumerate(rules)])


def _once(tx: Tx, table: Table, key: dict[str, Any], values: dict[str, Any]) -> int | None:
    """Inserts unless there is a row with this key; its id (or 0) when it was inserted."""
    if tx.first(select(*table.primary_key.columns).where(*(table.c[name] == value for name, value in key.items()))) is not None:
        return None
    return tx.insert(table, **key, **values)
