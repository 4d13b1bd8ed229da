"""Zones, pods, clusters, hosts, physical networks, primary and secondary storage."""

from sqlalchemy import Float, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.schema import Column

from .columns import INNODB, big, created, flag, live, long_text, metadata, name, num, pk, ref, removed, text, uuid

zone = Table(
    "zone", metadata, pk(), uuid(), name(), text("description"), text("dns1", 45), text("dns2", 45), text("internal_dns1", 45),
    text("internal_dns2", 45), text("guest_cidr", 64), text("domain"), text("network_type", 20, null=False, default="Advanced"),
    text("allocation_state", 20, null=False, default="Disabled"), flag("security_groups"), flag("local_storage"),
    text("dhcp_provider", 60), text("zone_token", 255), text("type", 20, default="Core"), num("sort_key"), big("domain_id", null=True),
    text("storage_access_groups", 1000), created(), removed(), live(), UniqueConstraint("name", "live"), **INNODB)

zone_detail = Table(
    "zone_detail", metadata, ref("zone_id", "zone.id"), text("name", 120, null=False), long_text("value"),
    PrimaryKeyConstraint("zone_id", "name"), **INNODB)

pod = Table(
    "pod", metadata, pk(), uuid(), ref("zone_id", "zone.id"), name(), text("gateway", 45), text("netmask", 45), text("cidr", 64),
    text("start_ip", 45), text("end_ip", 45), text("allocation_state", 20, null=False, default="Enabled"),
    text("storage_access_groups", 1000), created(), removed(), live(), UniqueConstraint("zone_id", "name", "live"), **INNODB)

pod_range = Table(                # management addresses of a pod
    "pod_range", metadata, pk(), ref("pod_id", "pod.id"), text("gateway", 45, null=False), text("netmask", 45, null=False),
    text("cidr", 64, null=False), text("start_ip", 45, null=False), text("end_ip", 45, null=False), text("vlan", 30, null=False, default="untagged"),
    flag("for_system_vms"), created(), **INNODB)

pod_address = Table(              # management addresses in use: one row for each
    "pod_address", metadata, pk(), ref("range_id", "pod_range.id"), ref("pod_id", "pod.id"), text("address", 45, null=False), big("address_num"),
    text("mac", 17), big("taken"), UniqueConstraint("pod_id", "address"), **INNODB)

storage_range = Table(            # addresses of system VMs on a pod's storage network
    "storage_range", metadata, pk(), uuid(), ref("zone_id", "zone.id"), ref("pod_id", "pod.id"), num("vlan", null=True),
    text("gateway", 45, null=False), text("netmask", 45, null=False), text("cidr", 64, null=False), text("start_ip", 45, null=False),
    text("end_ip", 45, null=False), created(), removed(), live(), **INNODB)

cluster = Table(
    "cluster", metadata, pk(), uuid(), ref("zone_id", "zone.id"), ref("pod_id", "pod.id"), name(), text("hypervisor", 20, null=False),
    text("type", 30, null=False, default="CloudManaged"), text("allocation_state", 20, null=False, default="Enabled"),
    text("managed_state", 20, null=False, default="Managed"), text("arch", 20, default="x86_64"),
    Column("cpu_overcommit", Float, nullable=False, server_default="1"), Column("memory_overcommit", Float, nullable=False, server_default="1"),
    text("storage_access_groups", 1000),  # comma-joined: which restricted pools its hosts reach, as of zones, pods and hosts
    created(), removed(), live(), UniqueConstraint("pod_id", "name", "live"), **INNODB)

host = Table(
    "host", metadata, pk(), uuid(), ref("zone_id", "zone.id", null=True),  # NULL: joined, not yet adopted by addHost
    ref("pod_id", "pod.id", null=True), ref("cluster_id", "cluster.id", null=True),
    name(), text("guid", 128, null=False), text("url", 255), text("address", 255, null=False),  # where managers dial
    text("type", 30, null=False, default="Routing"), text("hypervisor", 20, null=False), text("arch", 20, default="x86_64"),
    text("resource_state", 30, null=False, default="Enabled"),  # Enabled, Disabled, Maintenance, …
    text("cert_serial", 64), text("tags", 1024), text("annotation", 1024), text("storage_access_groups", 1000),
    big("os_category_id", null=True), text("retire_serial", 64), text("shown_serial", 64),  # certificates: to be renewed, by which it reported last
    big("object_generation"),      # of its whole-host document
    created(), removed(), live(), UniqueConstraint("guid", "live"), Index("ix_host_zone_live", "zone_id", "live"), **INNODB)

host_liveness = Table(             # written by reports: apart from reservations and facts
    "host_liveness", metadata, ref("host_id", "host.id"), text("boot_id", 64), big("agent_start"), big("sequence"),
    big("reported"), big("node_id", null=True), text("state", 20, null=False, default="Connecting"),  # Connecting, Up, Down, Alert, Disconnected
    big("changed"), text("agent_version", 40), PrimaryKeyConstraint("host_id"), **INNODB)

host_facts = Table(
    "host_facts", metadata, ref("host_id", "host.id"), num("cpus"), num("cpu_sockets", default=1), num("cpu_mhz"), big("memory_bytes"), text("hypervisor_version", 60),
    text("os", 120), text("kernel", 120), text("cpu_model", 120), flag("hvm"), long_text("bridges"), long_text("features"), big("updated"),
    PrimaryKeyConstraint("host_id"), **INNODB)

host_load = Table(                 # what the last report measured; figures for metrics only, never for placement
    "host_load", metadata, ref("host_id", "host.id"), Column("cpu_used", Float, nullable=False, server_default="0"), big("memory_used"),
    big("network_read_kbs"), big("network_write_kbs"), Column("load_average", Float, nullable=False, server_default="0"), big("updated"),
    PrimaryKeyConstraint("host_id"), **INNODB)

host_capacity = Table(             # what placement has reserved, against the total then in force (with overcommit)
    "host_capacity", metadata, ref("host_id", "host.id"), big("cpu_total"), big("cpu_used"),  # MHz
    big("memory_total"), big("memory_used"),                                                    # bytes
    num("vm_count"), big("dedicated_to"),  # an account whose VMs alone run there (implicit dedication); 0: anybody's
    PrimaryKeyConstraint("host_id"), **INNODB)

host_use = Table(                  # a shared host object and who needs it; only the host's reconciler removes
    "host_use", metadata, big("host_id", default=None), text("thing", 120, null=False),  # network:<id>, image:<template uuid>, pool:<id>
    text("user", 60, null=False),  # nic:<id>, volume:<id>, vm:<id>, host
    PrimaryKeyConstraint("host_id", "thing", "user"), Index("ix_host_use_user", "user"), **INNODB)

host_port = Table(                 # control addresses, allotted per host
    "host_port", metadata, big("host_id", default=None), text("kind", 10, null=False), num("number"), big("vm_id", default=None),
    PrimaryKeyConstraint("host_id", "kind", "number"), Index("ix_host_port_vm", "vm_id"), **INNODB)

host_token = Table(
    "host_token", metadata, text("token_hash", 64, null=False), big("cluster_id", default=None), big("expires"), big("used", null=True),
    big("host_id", null=True), num("uses_left", default=1),  # more than one only for simulators
    created(), PrimaryKeyConstraint("token_hash"), **INNODB)

certificate = Table(               # each one issued; revoked ones are refused
    "certificate", metadata, text("serial", 64, null=False), text("name", null=False), text("kind", 20, null=False),
    big("subject_id", null=True), text("key_sha256", 64), big("not_after"), big("revoked", null=True), created(),
    long_text("pem"), long_text("key_enc"),  # of those that an operator asked for (issueCertificate)
    PrimaryKeyConstraint("serial"), Index("ix_certificate_subject", "kind", "subject_id"), **INNODB)

physical_network = Table(
    "physical_network", metadata, pk(), uuid(), ref("zone_id", "zone.id"), name(), text("state", 20, null=False, default="Disabled"),
    text("vlan", 4000), text("isolation_methods", 60, default="VLAN"), text("broadcast_domain_range", 20, default="ZONE"),
    text("speed", 20), text("tags", 255), big("domain_id", null=True), created(), removed(), live(),
    UniqueConstraint("zone_id", "name", "live"), **INNODB)

traffic_type = Table(
    "traffic_type", metadata, pk(), uuid(), ref("physical_network_id", "physical_network.id"), text("type", 20, null=False),
    text("kvm_label", 60), text("xen_label", 60), text("simulator_label", 60), text("isolation", 20), text("vlan", 60),
    UniqueConstraint("physical_network_id", "type"), **INNODB)

service_provider = Table(
    "service_provider", metadata, pk(), uuid(), ref("physical_network_id", "physical_network.id"), text("name", 60, null=False),
    text("state", 20, null=False, default="Disabled"), text("services", 1000), big("destination_id", null=True),
    UniqueConstraint("physical_network_id", "name"), **INNODB)

router_element = Table(
    "router_element", metadata, pk(), uuid(), ref("provider_id", "service_provider.id"), flag("enabled"), **INNODB)

storage_pool = Table(
    "storage_pool", metadata, pk(), uuid(), ref("zone_id", "zone.id"), ref("pod_id", "pod.id", null=True),
    ref("cluster_id", "cluster.id", null=True), ref("host_id", "host.id", null=True), name(), text("type", 30, null=False),
    text("path", 500), text("host_address", 255), text("scope", 10, null=False), text("hypervisor", 20), text("tags", 1024),
    text("state", 30, null=False, default="Up"), big("capacity_bytes"), big("used_bytes"), big("allocated_bytes"),
    big("declared_bytes", null=True), big("capacity_iops", null=True),  # what an administrator says that it can hold and do
    Column("overprovisioning", Float, nullable=False, server_default="1"), text("storage_access_groups", 1000),
    created(), removed(), live(), UniqueConstraint("zone_id", "name", "live"), **INNODB)

storage_pool_detail = Table(
    "storage_pool_detail", metadata, ref("pool_id", "storage_pool.id"), text("name", 120, null=False), long_text("value"),
    PrimaryKeyConstraint("pool_id", "name"), **INNODB)

storage_pool_stopped = Table(     # VMs that maintenance of the pool stopped: its end starts them again
    "storage_pool_stopped", metadata, ref("pool_id", "storage_pool.id"), big("vm_id", default=None), PrimaryKeyConstraint("pool_id", "vm_id"), **INNODB)

storage_pool_host = Table(
    "storage_pool_host", metadata, ref("pool_id", "storage_pool.id"), ref("host_id", "host.id"), PrimaryKeyConstraint("pool_id", "host_id"), **INNODB)

image_store = Table(
    "image_store", metadata, pk(), uuid(), ref("zone_id", "zone.id", null=True), name(), text("provider", 40, null=False),
    text("protocol", 20), text("url", 1000), text("address", 255),  # gRPC address of its service
    text("scope", 10, default="ZONE"), flag("read_only"), big("capacity_bytes"), big("used_bytes"), big("declared_bytes", null=True),
    text("state", 10, null=False, default="Up"), num("missed"), big("checked"),  # Up or Down; heartbeats missed in a row, the last look
    created(), removed(), live(), UniqueConstraint("name", "live"), **INNODB)
