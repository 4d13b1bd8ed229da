"""Projects: who is in them, as what, who was invited; and details of things that have no table of their own for them."""

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

from .columns import INNODB, big, created, flag, live, long_text, metadata, name, num, pk, ref, removed, text, uuid

project = Table(                 # what it owns belongs to `account_id`, an account of type 5 that nobody can log in to
    "project", metadata, pk(), uuid(), ref("domain_id", "domain.id"), ref("account_id", "account.id", index=False), name(),
    text("display_text", 4096), text("state", 20, null=False, default="Active"),  # Active, Suspended, Disabled (going)
    created(), removed(), live(), UniqueConstraint("domain_id", "name", "live"), UniqueConstraint("account_id"), **INNODB)

project_role = Table(
    "project_role", metadata, pk(), uuid(), ref("project_id", "project.id"), name(), text("description"), created(), removed(), live(),
    UniqueConstraint("project_id", "name", "live"), **INNODB)

project_role_permission = Table(
    "project_role_permission", metadata, pk(), uuid(), ref("role_id", "project_role.id"), text("rule", null=False), flag("allow"),
    num("sort_order"), text("description"), UniqueConstraint("role_id", "rule"), **INNODB)

project_member = Table(          # user_id 0: all users of the account
    "project_member", metadata, pk(), ref("project_id", "project.id", index=False), ref("account_id", "account.id"), big("user_id"),
    text("role", 10, null=False, default="Regular"),  # Admin, Regular
    ref("project_role_id", "project_role.id", null=True), created(), UniqueConstraint("project_id", "account_id", "user_id"), **INNODB)

project_invitation = Table(      # user_id 0: the account as a whole
    "project_invitation", metadata, pk(), uuid(), ref("project_id", "project.id"), ref("account_id", "account.id"), big("user_id"),
    ref("domain_id", "domain.id"), text("state", 20, null=False, default="Pending"),  # Pending, Completed, Expired, Declined
    text("role", 10, null=False, default="Regular"), ref("project_role_id", "project_role.id", null=True), created(), removed(), live(),
    UniqueConstraint("project_id", "account_id", "user_id", "live"), **INNODB)

resource_detail = Table(         # of things whose details have no table of their own; hidden ones of the others, too
    "resource_detail", metadata, text("resource_type", 40, null=False), big("resource_id"), text("resource_uuid", 40), text("name", 190, null=False),
    long_text("value"), flag("display", default=True), PrimaryKeyConstraint("resource_type", "resource_id", "name"), **INNODB)
