"""Work and its record: nodes, sagas, locks, debts, leases, events, alerts."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from .columns import INNODB, big, created, flag, huge_text, long_text, metadata, num, pk, text, uuid

node = Table(  # a manager process: its lease covers all sagas that it runs
    "node", metadata, pk(), uuid(), text("name", null=False), text("address"), num("pid"), text("version", 40),
    big("started"), big("stopped", null=True), big("lease_until", index=True), text("state", 20, null=False, default="Up"),
    text("os", 120), text("kernel", 120), big("booted"), **INNODB)

secret_check = Table(  # fingerprints of the shared keys: a node with others refuses to start
    "secret_check", metadata, text("name", 40, null=False), text("fingerprint", 64, null=False), PrimaryKeyConstraint("name"), **INNODB)

saga = Table(
    "saga", metadata, pk(), uuid(), text("kind", 64, null=False), num("version", default=1),
    text("state", 12, null=False),     # queued, running, unwinding, done, failed, stuck
    long_text("params", null=False), num("cursor"), big("take"), big("node_id", null=True), big("wake_at"), big("deadline"),
    num("attempts"), num("percent", default=0), text("progress", 255),
    num("error_code", null=True), text("error_text", 4000), flag("owed"),  # owed: undos are left as debts
    huge_text("result"),               # rendered answer, JSON
    text("cmd", 190), text("command", 60), text("instance_type", 40), text("instance_uuid", 40),
    big("account_id", null=True), big("domain_id", null=True), big("user_id", null=True), big("event_id", null=True),
    flag("is_job"), text("caller_role", 20), text("request_id", 40), created(), big("ended", null=True),
    Index("ix_saga_ready", "state", "wake_at"), Index("ix_saga_node", "node_id", "state"),
    Index("ix_saga_account", "account_id", "is_job", "id"), Index("ix_saga_ended", "ended"), **INNODB)

saga_step = Table(
    "saga_step", metadata, big("saga_id", default=None), num("seq"), text("name", 64, null=False),
    text("state", 10, null=False),     # done, undone, owed
    long_text("output"), big("ended"), PrimaryKeyConstraint("saga_id", "seq"), **INNODB)

saga_key = Table(                      # who wants a lock; order of arrival is the saga's id
    "saga_key", metadata, text("lock_key", 128, null=False), big("saga_id", default=None),
    PrimaryKeyConstraint("lock_key", "saga_id"), Index("ix_saga_key_saga", "saga_id"), **INNODB)

lock = Table(                          # outlives sagas
    "lock", metadata, text("lock_key", 128, null=False), big("epoch"), big("fence"), big("saga_id", null=True),
    PrimaryKeyConstraint("lock_key"), **INNODB)

debt = Table(                          # an undo that a host owes: (saga, step) run again when the host is back
    "debt", metadata, pk(), big("saga_id", default=None), num("seq"), big("host_id", default=None), text("lock_key", 128, null=False),
    big("epoch"), big("fence"), text("object", null=False), created(), num("attempts"), text("last_error", 1000),
    Index("ix_debt_host", "host_id"), Index("ix_debt_saga", "saga_id"), **INNODB)

lease = Table(                         # reconcilers and other one-at-a-time work
    "lease", metadata, text("name", 128, null=False), big("node_id", null=True), big("until"), big("take"), big("due"), big("signalled"),
    text("last_error", 1000), PrimaryKeyConstraint("name"), **INNODB)

tombstone = Table(                     # what was removed: only this lets an orphan on a host be destroyed
    "tombstone", metadata, text("kind", 20, null=False), text("name", 128, null=False), text("lock_key", 128), big("epoch"), big("fence"),
    created(), PrimaryKeyConstraint("kind", "name"), **INNODB)

event = Table(
    "event", metadata, pk(), uuid(), text("type", 60, null=False), text("level", 10, null=False, default="INFO"),
    text("state", 12, null=False), text("description", 1024), big("account_id", default=None), big("domain_id", default=None),
    big("user_id", null=True), text("resource_type", 40), text("resource_uuid", 40), big("parent_id", null=True), big("saga_id", null=True),
    flag("archived"), created(),
    Index("ix_event_account", "account_id", "archived", "id"), Index("ix_event_list", "archived", "id", "account_id", "domain_id"),
    Index("ix_event_parent", "parent_id"), Index("ix_event_resource", "resource_uuid"), **INNODB)

alert = Table(
    "alert", metadata, pk(), uuid(), num("type"), text("name", 60), text("subject", 999), big("zone_id", null=True),
    big("pod_id", null=True), big("cluster_id", null=True), num("sent_count", default=1), big("last_sent"), big("resolved", null=True),
    text("cause", 128),               # what it is about, as host:5: while that lasts it is raised once
    flag("archived"), created(), Index("ix_alert_cause", "cause", "resolved"), **INNODB)

sim_mock = Table(                      # configureSimulator
    "sim_mock", metadata, pk(), text("zone_id", 40), text("pod_id", 40), text("cluster_id", 40), text("host_id", 40),
    text("command", 60), text("value", 1000), num("count", null=True), created(), **INNODB)
