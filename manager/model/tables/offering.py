"""What tenants choose from: offerings, guest OS types, templates."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from .columns import INNODB, big, created, flag, live, long_text, metadata, name, num, pk, ref, removed, text, uuid

service_offering = Table(
    "service_offering", metadata, pk(), uuid(), name(), text("display_text", 4096), num("cpus", null=True), num("cpu_mhz", null=True),
    num("memory_mib", null=True), flag("ha"), flag("limit_cpu"), flag("is_volatile"), flag("system_use"), text("system_vm_type", 30),
    text("storage_type", 10, default="shared"), text("provisioning_type", 10, default="thin"), text("host_tags", 1024), text("tags", 1024),
    num("network_rate", null=True), text("deployment_planner", 60), big("root_disk_bytes"), flag("customized"), flag("dynamic_scaling", default=True),
    text("cache_mode", 20), text("state", 10, null=False, default="Active"), text("unique_name", 60), num("sort_key"),
    big("disk_offering_id", null=True),  # of root disks: its own (for_service_offering), or one that was named
    flag("disk_offering_strict"), created(), removed(), live(), UniqueConstraint("unique_name"),
    Index("ix_service_offering_list", "live", "sort_key", "id", "system_use", "state"), **INNODB)

disk_offering = Table(
    "disk_offering", metadata, pk(), uuid(), name(), text("display_text", 4096), big("size_bytes"), flag("customized"), flag("customized_iops"),
    big("min_iops", null=True), big("max_iops", null=True), text("tags", 1024), text("storage_type", 10, default="shared"),
    text("provisioning_type", 10, default="thin"), text("cache_mode", 20), flag("display", default=True), flag("disk_size_strictness"),
    flag("encrypt"), flag("for_service_offering"), text("state", 10, null=False, default="Active"), text("unique_name", 60), num("sort_key"),
    big("bytes_read_rate", null=True), big("bytes_write_rate", null=True), big("iops_read_rate", null=True), big("iops_write_rate", null=True),
    big("bytes_read_rate_max", null=True), big("bytes_write_rate_max", null=True), big("iops_read_rate_max", null=True),
    big("iops_write_rate_max", null=True), big("bytes_read_rate_max_length", null=True), big("bytes_write_rate_max_length", null=True),
    big("iops_read_rate_max_length", null=True), big("iops_write_rate_max_length", null=True),
    created(), removed(), live(), UniqueConstraint("unique_name"),
    Index("ix_disk_offering_list", "live", "sort_key", "id", "for_service_offering", "state", "display"), **INNODB)

offering_scope = Table(          # who sees an offering: no row = everybody / everywhere
    "offering_scope", metadata, text("kind", 10, null=False), big("offering_id"), text("scope", 10, null=False), big("scope_id"),
    PrimaryKeyConstraint("kind", "offering_id", "scope", "scope_id"), **INNODB)

offering_detail = Table(
    "offering_detail", metadata, text("kind", 10, null=False), big("offering_id"), text("name", 120, null=False), long_text("value"),
    PrimaryKeyConstraint("kind", "offering_id", "name"), **INNODB)

network_offering = Table(
    "network_offering", metadata, pk(), uuid(), name(), text("display_text", 4096), text("unique_name", 190), text("traffic_type", 20, default="Guest"),
    text("guest_type", 20), text("state", 10, null=False, default="Disabled"), text("availability", 20, default="Optional"),
    flag("is_default"), flag("specify_vlan"), flag("specify_ip_ranges"), flag("persistent"), flag("conserve_mode", default=True),
    flag("for_vpc"), flag("egress_default_allow"), flag("shared_source_nat"), flag("system_only"), num("network_rate", null=True),
    num("multicast_rate", null=True), flag("supports_public_access"), text("network_mode", 20), text("tags", 255), big("service_offering_id", null=True),
    num("concurrent_connections", null=True), flag("keep_alive"), text("internet_protocol", 20, default="IPv4"), num("sort_key"),
    created(), removed(), live(), UniqueConstraint("unique_name", "live"), **INNODB)

network_offering_service = Table(
    "network_offering_service", metadata, ref("offering_id", "network_offering.id"), text("service", 40, null=False), text("provider", 40, null=False),
    PrimaryKeyConstraint("offering_id", "service", "provider"), **INNODB)

network_offering_capability = Table(
    "network_offering_capability", metadata, big("offering_id"), text("service", 40, null=False), text("name", 60, null=False), text("value"),
    PrimaryKeyConstraint("offering_id", "service", "name"), **INNODB)

vpc_offering = Table(
    "vpc_offering", metadata, pk(), uuid(), name(), text("display_text", 4096), text("unique_name", 190), text("state", 10, null=False, default="Disabled"),
    flag("is_default"), flag("redundant"), flag("region_level"), flag("distributed"), text("network_mode", 20), text("internet_protocol", 20, default="IPv4"),
    big("service_offering_id", null=True), num("sort_key"), created(), removed(), live(), UniqueConstraint("unique_name", "live"), **INNODB)

vpc_offering_service = Table(
    "vpc_offering_service", metadata, ref("offering_id", "vpc_offering.id"), text("service", 40, null=False), text("provider", 40, null=False),
    PrimaryKeyConstraint("offering_id", "service", "provider"), **INNODB)

vpc_offering_capability = Table(
    "vpc_offering_capability", metadata, big("offering_id"), text("service", 40, null=False), text("name", 60, null=False), text("value"),
    PrimaryKeyConstraint("offering_id", "service", "name"), **INNODB)

os_category = Table(
    "os_category", metadata, pk(), uuid(), name(), flag("featured"), num("sort_key"), created(), UniqueConstraint("name"), **INNODB)

os_type = Table(
    "os_type", metadata, pk(), uuid(), ref("category_id", "os_category.id"), name("description"), name("name", null=True), flag("user_defined"), flag("display", default=True), created(), removed(), live(),
    UniqueConstraint("description", "live"), **INNODB)

os_mapping = Table(              # what a hypervisor calls an OS type
    "os_mapping", metadata, pk(), uuid(), text("hypervisor", 20, null=False), text("version", 60, null=False), ref("os_type_id", "os_type.id"),
    name("os_name"), flag("user_defined", default=True), created(), removed(), live(),
    UniqueConstraint("hypervisor", "version", "os_type_id", "live"), **INNODB)

hypervisor_capability = Table(   # what a hypervisor of a version is trusted with
    "hypervisor_capability", metadata, pk(), uuid(), text("hypervisor", 20, null=False), text("version", 60, null=False),
    num("max_guests", null=True), num("max_data_volumes", null=True), num("max_hosts", null=True), created(),
    UniqueConstraint("hypervisor", "version"), **INNODB)

region = Table(                  # this cloud
    "region", metadata, num("id", default=None), name(), text("endpoint", 255), PrimaryKeyConstraint("id"), **INNODB)

template = Table(
    "template", metadata, pk(), uuid(), name(), text("display_text", 4096), text("unique_name", 190), ref("account_id", "account.id", index=False),
    ref("domain_id", "domain.id"), ref("os_type_id", "os_type.id", null=True), text("type", 20, null=False, default="USER"),
    text("format", 10, null=False, default="QCOW2"), text("hypervisor", 20), text("arch", 20, default="x86_64"), text("url", 2048),
    text("checksum", 255), num("bits", default=64), flag("requires_hvm", default=True), flag("password_enabled"), flag("sshkey_enabled"),
    flag("is_public"), flag("featured"), flag("extractable"), flag("bootable", default=True), flag("dynamically_scalable"), flag("direct_download"),
    flag("deploy_as_is"), flag("for_cks"), flag("cross_zones"), text("state", 20, null=False, default="Active"), text("tag", 255),
    big("size_bytes"), big("physical_bytes"), text("sha256", 64), big("source_volume_id", null=True), big("source_template_id", null=True),
    num("sort_key"), text("userdata_policy", 30), big("user_data_id", null=True), created(), removed(), live(),
    Index("ix_template_account_live", "account_id", "live", "sort_key", "id", "type"),
    Index("ix_template_list", "live", "sort_key", "id", "account_id", "domain_id", "type"), **INNODB)

template_detail = Table(
    "template_detail", metadata, ref("template_id", "template.id"), text("name", 120, null=False), long_text("value"),
    PrimaryKeyConstraint("template_id", "name"), **INNODB)

template_zone = Table(
    "template_zone", metadata, ref("template_id", "template.id"), ref("zone_id", "zone.id"), removed(), PrimaryKeyConstraint("template_id", "zone_id"), **INNODB)

template_store = Table(          # a template on an image store
    "template_store", metadata, ref("template_id", "template.id"), ref("store_id", "image_store.id"),
    text("state", 30, null=False, default="Allocated"),           # of the object: Allocated, Creating, Ready, Failed, Destroyed
    text("download_state", 30, null=False, default="NOT_DOWNLOADED"),
    num("percent"), text("error", 1000), big("size_bytes"), big("physical_bytes"), created(), big("updated"),
    PrimaryKeyConstraint("template_id", "store_id"), **INNODB)
