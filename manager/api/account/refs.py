"""References to accounts, users, domains and roles."""

from __future__ import annotations

from manager.api.refs import resolver
from manager.model.removed import seen
from manager.model.tables import tenancy
from manager.model.tenancy import accounts, roles

resolver(accounts.DomainRow, entity="domain", gone=seen(tenancy.domain, domain="id"))(accounts.find_domain)
resolver(accounts.AccountRow, entity="account", gone=seen(tenancy.account, account="id"))(accounts.find_account)
resolver(accounts.UserRow, entity="user", gone=seen(tenancy.user))(accounts.find_user)
resolver(roles.RoleRow, entity="role", gone=roles.was_role)(roles.find_role)
