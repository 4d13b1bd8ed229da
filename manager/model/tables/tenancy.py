"""Who may do what: domains, accounts, users, roles, sessions, settings, limits, tags."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from .columns import INNODB, big, created, flag, live, long_text, metadata, name, num, pk, ref, removed, text, uuid

domain = Table(
    "domain", metadata, pk(), uuid(), ref("parent_id", "domain.id", null=True), name(),
    text("path", 1024, null=False),  # slash-joined ids, as /1/5/: a subtree is a prefix
    name("name_path", length=700),   # ROOT/sales
    num("level"), text("network_domain"), text("state", 20, null=False, default="Active"), created(), removed(), live(),
    UniqueConstraint("parent_id", "name", "live"), Index("ix_domain_path", "path", mysql_length=255), **INNODB)

role = Table(
    "role", metadata, pk(), uuid(), name(), text("type", 20, null=False),  # Admin, ResourceAdmin, DomainAdmin, User
    text("description"), flag("builtin"), flag("is_public", default=True), text("state", 20, default="Enabled"),
    created(), removed(), live(), UniqueConstraint("name", "type", "live"), **INNODB)

role_permission = Table(
    "role_permission", metadata, pk(), uuid(), ref("role_id", "role.id"), text("rule", null=False), flag("allow"),
    num("sort_order"), text("description"), **INNODB)

account = Table(
    "account", metadata, pk(), uuid(), ref("domain_id", "domain.id"), ref("role_id", "role.id"), name(),
    num("type"),  # 0 user, 1 admin, 2 domain admin, 3 resource domain admin, 4 read-only admin, 5 project
    text("state", 20, null=False, default="enabled"), flag("cleanup"), big("doomed"),  # what it owns is to go, and itself at last; when that was last begun
    text("network_domain"), big("default_zone_id", null=True),
    text("key_access", 10, null=False, default="INHERIT"),  # whether API keys work: ENABLED, DISABLED, or as the domain's setting says
    big("api_reset"),  # when its API limit was last reset
    created(), removed(), live(), UniqueConstraint("domain_id", "name", "live"), **INNODB)

account_detail = Table(
    "account_detail", metadata, ref("account_id", "account.id"), text("name", 120, null=False), long_text("value"),
    PrimaryKeyConstraint("account_id", "name"), **INNODB)

user = Table(
    "user", metadata, pk(), uuid(), ref("account_id", "account.id"), name("username"),
    text("password_hash", 255), name("firstname"), name("lastname"), name("email", null=True), text("timezone", 64),
    text("state", 20, null=False, default="enabled"), text("source", 20, default="UNKNOWN"),
    text("api_key", 255), text("secret_enc", 512),  # the secret key, encrypted with the cloud's key
    num("failed_logins"), big("locked_until"), big("domain_id", default=None), flag("is_default"),
    text("key_access", 10, null=False, default="INHERIT"),
    text("second_factor", 512),       # its secret, encrypted with the cloud's key
    flag("second_factor_proved"),     # a code was given after it was set up
    flag("second_factor_mandated"), big("second_factor_step"),  # the last code's number: none is taken twice
    num("second_factor_failed"),
    created(), removed(), live(),
    UniqueConstraint("domain_id", "username", "live"), UniqueConstraint("api_key", "live"), **INNODB)

session = Table(
    "session", metadata, text("id_hash", 64, null=False), ref("user_id", "user.id"), text("sessionkey_hash", 64, null=False),
    text("client", 64), flag("second_factor"),  # it was given
    created(), big("expires", index=True), PrimaryKeyConstraint("id_hash"), **INNODB)

login_failure = Table(                 # wrong passwords, by the address that they came from
    "login_failure", metadata, text("client", 64, null=False), num("failed"), big("since"), big("blocked_until"),
    PrimaryKeyConstraint("client"), **INNODB)

annotation = Table(                    # notes of people about things; owner columns are the thing's
    "annotation", metadata, pk(), uuid(), text("entity_type", 40, null=False), text("entity_uuid", 40, null=False), text("entity_name"),
    text("annotation", 4096), ref("user_id", "user.id"), flag("admins_only"), big("account_id", null=True), big("domain_id", null=True),
    created(), removed(), live(), Index("ix_annotation_entity", "entity_uuid"), Index("ix_annotation_account", "account_id"), **INNODB)

configuration = Table(
    "configuration", metadata, text("name", 190, null=False), text("scope", 20, null=False), big("scope_id"),
    long_text("value"), flag("encrypted"), big("updated"), PrimaryKeyConstraint("name", "scope", "scope_id"), **INNODB)

epoch = Table(  # one row per thing that processes cache: raised in the transaction that changes it
    "epoch", metadata, text("name", 40, null=False), big("value"), PrimaryKeyConstraint("name"), **INNODB)

resource_limit = Table(  # `type`: cpu, or cpu:<tag>
    "resource_limit", metadata, text("owner_type", 10, null=False), big("owner_id"), text("type", 190, null=False), big("max"),
    PrimaryKeyConstraint("owner_type", "owner_id", "type"), **INNODB)

resource_count = Table(  # for accounts, projects and all domains but ROOT
    "resource_count", metadata, text("owner_type", 10, null=False), big("owner_id"), text("type", 190, null=False), big("used"),
    PrimaryKeyConstraint("owner_type", "owner_id", "type"), **INNODB)

ssh_key = Table(
    "ssh_key", metadata, pk(), uuid(), ref("account_id", "account.id"), ref("domain_id", "domain.id"), name(),
    long_text("public_key"), text("fingerprint", 64), created(), removed(), live(),
    UniqueConstraint("account_id", "name", "live"), **INNODB)

tag = Table(
    "tag", metadata, pk(), uuid(), text("resource_type", 40, null=False), big("resource_id"), text("resource_uuid", 40),
    name("key"), name("value", null=True), text("customer"), ref("account_id", "account.id"), ref("domain_id", "domain.id"), created(),
    UniqueConstraint("resource_type", "resource_id", "key"), Index("ix_tag_kv", "resource_type", "key"), **INNODB)

client_token = Table(  # a create call that is repeated answers the first one's object
    "client_token", metadata, big("account_id", default=None), text("command", 60, null=False), text("token", 190, null=False),
    text("digest", 64, null=False),  # of the other parameters: the same token with others is refused
    text("object_uuid", 40), big("saga_id", null=True), long_text("answer"), created(),
    PrimaryKeyConstraint("account_id", "command", "token"), **INNODB)
