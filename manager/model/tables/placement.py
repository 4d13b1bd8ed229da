"""What steers where VMs run, and what groups them: affinity groups, dedicated resources, VM groups, registered user data."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from .columns import INNODB, big, created, live, long_text, metadata, name, pk, ref, removed, text, uuid

affinity_group = Table(          # account_id NULL: shared by a domain and those below it
    "affinity_group", metadata, pk(), uuid(), name(), text("type", 40, null=False), text("description", 4096),
    ref("account_id", "account.id", null=True), ref("domain_id", "domain.id"), created(), removed(), live(),
    UniqueConstraint("account_id", "name", "live"), **INNODB)

affinity_group_vm = Table(
    "affinity_group_vm", metadata, big("group_id", default=None), big("vm_id", default=None),
    PrimaryKeyConstraint("group_id", "vm_id"), Index("ix_affinity_group_vm_vm", "vm_id"), **INNODB)

dedicated_resource = Table(      # a zone, pod, cluster or host that only one domain or account may use; deleted when it is released
    "dedicated_resource", metadata, pk(), uuid(), text("kind", 10, null=False), big("resource_id", default=None),
    ref("domain_id", "domain.id"), ref("account_id", "account.id", null=True), ref("group_id", "affinity_group.id"), created(),
    UniqueConstraint("kind", "resource_id"), **INNODB)

instance_group = Table(          # vm.group_id names it
    "instance_group", metadata, pk(), uuid(), name(), ref("account_id", "account.id"), ref("domain_id", "domain.id"), created(), removed(),
    live(), UniqueConstraint("account_id", "name", "live"), **INNODB)

user_data = Table(               # registered once, given to many VMs; params: names of variables, comma-joined
    "user_data", metadata, pk(), uuid(), name(), ref("account_id", "account.id"), ref("domain_id", "domain.id"), long_text("user_data"),
    text("params", 4096), created(), removed(), live(), UniqueConstraint("account_id", "name", "live"), **INNODB)
