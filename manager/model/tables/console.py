"""Consoles: their proxies, their sessions, and the operator's certificate for browsers."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from .columns import INNODB, big, created, flag, live, long_text, metadata, num, pk, ref, removed, text, uuid

console_proxy = Table(           # `uuid` is in its certificate's name; a system VM's is the VM's
    "console_proxy", metadata, pk(), uuid(), text("kind", 10, null=False),  # local, systemvm
    text("name", null=False), big("zone_id", null=True, index=True), big("vm_id", null=True, index=True),  # no zone: serves all
    text("address"),             # host:port where browsers reach it
    big("beat"), num("sessions"), text("version", 40), flag("draining"),
    created(), removed(), live(), Index("ix_console_proxy_live", "live", "kind", "beat"), **INNODB)

console_session = Table(         # owner columns are of the user who asked for it, not of the VM
    "console_session", metadata, pk(), uuid(), ref("vm_id", "vm.id"), ref("account_id", "account.id"), ref("domain_id", "domain.id"),
    ref("user_id", "user.id"), big("host_id", null=True, index=True), big("proxy_id", null=True), big("parent_id", null=True, index=True),
    text("creator_address", 64), text("client_address", 64),
    text("token_hash", 64), big("token_expires"),          # single use: NULL once redeemed
    text("extra_hash", 64), text("secret_hash", 64), text("login_hash", 64),  # the login it was made in: its logout ends it
    flag("view_only"), flag("direct"), big("acquired", null=True), big("seen"), num("idle"), big("bytes_in"), big("bytes_out"),
    text("end_reason"), flag("told"),                      # told: the host was told to end its streams
    created(), removed(), live(), Index("ix_console_session_token", "token_hash"), Index("ix_console_session_login", "login_hash"),
    Index("ix_console_session_live", "live", "acquired", "seen"), Index("ix_console_session_removed", "removed", "told"), **INNODB)

custom_certificate = Table(      # of uploadCustomCertificate; `seq` orders the chain from the root, NULL: the server's own
    "custom_certificate", metadata, text("name", 120, null=False), num("seq", null=True), text("domain_suffix", null=False),
    long_text("certificate", null=False), long_text("key_enc"), big("updated"), PrimaryKeyConstraint("name"), **INNODB)
