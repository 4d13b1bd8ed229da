"""Virtual machines and their volumes."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from .columns import INNODB, big, created, flag, live, long_text, metadata, name, num, pk, ref, removed, text, uuid

vm = Table(
    "vm", metadata, pk(), uuid(), text("type", 20, null=False, default="User"),  # User, DomainRouter, …
    name(), name("display_name", null=True), text("instance_name", 64, null=False), ref("account_id", "account.id", index=False), ref("domain_id", "domain.id"),
    big("user_id", null=True), ref("zone_id", "zone.id"), ref("pod_id", "pod.id", null=True), ref("host_id", "host.id", null=True),
    ref("last_host_id", "host.id", null=True, index=False), ref("template_id", "template.id", null=True), ref("offering_id", "service_offering.id"),
    ref("os_type_id", "os_type.id", null=True, index=False), text("hypervisor", 20), text("state", 20, null=False, default="Stopped"), text("reason", 1000),
    text("power_state", 20, default="PowerUnknown"), big("power_at"), num("cpus"), num("cpu_mhz"), num("memory_mib"),
    big("reserved_host_id", null=True), big("reserved_cpu"), big("reserved_memory"),  # what host_capacity holds for it
    flag("ha"), flag("display", default=True), flag("dynamically_scalable"),
    flag("delete_protection"), big("group_id", null=True, index=True), text("keypairs", 1024), text("arch", 20, default="x86_64"), text("details_json", 4000),
    text("serial_log", 500), text("limit_tags", 1024), big("state_at"), big("stopped_at", null=True), created(), removed(), live(),
    UniqueConstraint("instance_name"), Index("ix_vm_account_live", "account_id", "live", "type", "id", "state"),
    Index("ix_vm_list", "type", "live", "id", "state", "account_id", "domain_id"),
    Index("ix_vm_host_state", "host_id", "state"), Index("ix_vm_state_at", "state_at"), **INNODB)

vm_detail = Table(
    "vm_detail", metadata, ref("vm_id", "vm.id"), text("name", 120, null=False), long_text("value"), flag("display", default=True),
    PrimaryKeyConstraint("vm_id", "name"), **INNODB)

volume = Table(
    "volume", metadata, pk(), uuid(), name(), ref("account_id", "account.id", index=False), ref("domain_id", "domain.id"), ref("zone_id", "zone.id"),
    ref("pool_id", "storage_pool.id", null=True), ref("vm_id", "vm.id", null=True), ref("template_id", "template.id", null=True),
    ref("disk_offering_id", "disk_offering.id", null=True), text("type", 10, null=False), num("device", null=True), big("size_bytes"), big("used_bytes"),
    text("state", 20, null=False, default="Allocated"), text("format", 10, default="QCOW2"), text("path", 255), text("provisioning_type", 10, default="thin"),
    flag("display", default=True), big("attached", null=True), big("reserved_pool_id", null=True), big("reserved_bytes"),
    text("chain_info", 255), text("limit_tags", 1024), created(), removed(), live(),
    Index("ix_volume_account_live", "account_id", "live", "id", "vm_id"),
    Index("ix_volume_list", "live", "id", "account_id", "domain_id", "vm_id"), **INNODB)
