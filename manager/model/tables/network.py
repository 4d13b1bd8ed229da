"""Networks, addresses, NICs, routers and their rules."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table, UniqueConstraint

from .columns import INNODB, big, created, flag, live, long_text, metadata, name, num, pk, ref, removed, text, uuid

network = Table(
    "network", metadata, pk(), uuid(), name(), text("display_text", 255), ref("zone_id", "zone.id"), ref("physical_network_id", "physical_network.id", null=True),
    ref("offering_id", "network_offering.id"), ref("account_id", "account.id", index=False), ref("domain_id", "domain.id"),
    text("traffic_type", 20, null=False, default="Guest"), text("guest_type", 20), text("state", 20, null=False, default="Allocated"),
    text("cidr", 64), text("gateway", 45), text("netmask", 45), text("start_ip", 45), text("end_ip", 45), text("network_domain"),
    text("dns1", 45), text("dns2", 45), num("vnet", null=True), text("isolation", 10), text("acl_type", 10, default="Account"),
    flag("specify_ip_ranges"), flag("restart_required"), flag("redundant"), flag("display", default=True), num("public_mtu", null=True), num("private_mtu", null=True),
    flag("subdomain_access", default=True), text("reason", 500),
    created(), removed(), live(), Index("ix_network_account_live", "account_id", "live", "id"),
    Index("ix_network_list", "live", "id", "account_id", "domain_id"), **INNODB)

network_generation = Table(      # the router's desired state: raised by each change, apart from the network's row
    "network_generation", metadata, ref("network_id", "network.id"), big("wanted", default=1), big("applied"), PrimaryKeyConstraint("network_id"), **INNODB)

guest_vnet = Table(              # VLAN ids and VNIs in use
    "guest_vnet", metadata, big("physical_network_id", default=None), num("vnet"), big("network_id", default=None), big("taken"),
    PrimaryKeyConstraint("physical_network_id", "vnet"), Index("ix_guest_vnet_network", "network_id"), **INNODB)

guest_vlan_dedication = Table(   # VLAN ids or VNIs first..last that one account's (or project's) networks alone may have
    "guest_vlan_dedication", metadata, pk(), uuid(), ref("physical_network_id", "physical_network.id"), num("first"), num("last"),
    ref("account_id", "account.id"), ref("domain_id", "domain.id"), created(), **INNODB)

vlan_range = Table(              # a range of public addresses
    "vlan_range", metadata, pk(), uuid(), ref("zone_id", "zone.id"), ref("physical_network_id", "physical_network.id", null=True),
    ref("network_id", "network.id", null=True), ref("pod_id", "pod.id", null=True), text("vlan", 30, null=False, default="untagged"),
    text("gateway", 45), text("netmask", 45), text("cidr", 64), text("start_ip", 45), text("end_ip", 45), flag("for_virtual_network", default=True),
    flag("for_system_vms"), big("account_id", null=True), big("domain_id", null=True), created(), removed(), live(), **INNODB)

public_ip = Table(               # one row for each address of a range
    "public_ip", metadata, pk(), uuid(), ref("vlan_range_id", "vlan_range.id", index=False), ref("zone_id", "zone.id", index=False), text("address", 45, null=False),
    big("address_num"), text("state", 20, null=False, default="Free"),  # Free, Allocating, Allocated, Releasing
    ref("network_id", "network.id", null=True), big("account_id", null=True), big("domain_id", null=True),
    flag("source_nat"), flag("static_nat"), flag("system"), ref("vm_id", "vm.id", null=True), ref("nic_id", "nic.id", null=True),
    text("vm_guest_ip", 45), text("mac", 17), flag("display", default=True), big("allocated", null=True), live(),
    UniqueConstraint("vlan_range_id", "address", "live"), Index("ix_public_ip_free", "zone_id", "state", "id"),
    Index("ix_public_ip_account_live", "account_id", "live", "id", "state"),
    Index("ix_public_ip_list", "live", "id", "state", "account_id", "domain_id"), **INNODB)

mac_counter = Table(             # MAC addresses are never used twice
    "mac_counter", metadata, num("prefix"), big("next"), PrimaryKeyConstraint("prefix"), **INNODB)

nic = Table(
    "nic", metadata, pk(), uuid(), ref("vm_id", "vm.id"), ref("network_id", "network.id", null=True), text("role", 10, null=False, default="guest"),
    num("device"), text("mac", 17, null=False), text("ip", 45), text("netmask", 45), text("gateway", 45), text("ip6", 45), flag("is_default"),
    text("isolation_uri", 255), text("broadcast_uri", 255), flag("enabled", default=True), created(), removed(), live(),
    UniqueConstraint("network_id", "ip", "live"), UniqueConstraint("mac", "live"), UniqueConstraint("vm_id", "device", "live"), **INNODB)

router = Table(
    "router", metadata, ref("vm_id", "vm.id"), ref("network_id", "network.id", index=False), ref("public_ip_id", "public_ip.id", null=True),
    text("control_ip", 45), text("token_enc", 512), text("cert_serial", 64), text("enrolled_key", 64), big("applied"),  # generation it acknowledged
    text("version", 40), text("redundant_state", 20, default="UNKNOWN"), big("health_at"), long_text("health"), num("failures"), live(),
    PrimaryKeyConstraint("vm_id"), UniqueConstraint("network_id", "live"), **INNODB)

system_vm = Table(               # a console proxy: its VM's type says what it is
    "system_vm", metadata, ref("vm_id", "vm.id"), ref("public_ip_id", "public_ip.id", null=True), big("pod_address_id", null=True),
    text("control_ip", 45), text("token_enc", 512), text("cert_serial", 64), text("enrolled_key", 64), big("health_at"), long_text("health"),
    num("failures"), big("surplus_since"), live(), PrimaryKeyConstraint("vm_id"), **INNODB)

firewall_rule = Table(           # ingress, egress and port forwarding: one number space of rules per address
    "firewall_rule", metadata, pk(), uuid(), text("purpose", 20, null=False),  # Firewall, PortForwarding
    text("traffic", 10, null=False, default="Ingress"), ref("public_ip_id", "public_ip.id", null=True), ref("network_id", "network.id"),
    ref("account_id", "account.id", index=False), ref("domain_id", "domain.id"), text("protocol", 10, null=False), num("port_start", null=True),
    num("port_end", null=True), num("icmp_type", null=True), num("icmp_code", null=True), text("source_cidrs", 4000), text("dest_cidrs", 4000),
    text("state", 20, null=False, default="Add"),  # Staged, Add, Active, Revoke
    ref("vm_id", "vm.id", null=True), ref("nic_id", "nic.id", null=True), text("vm_guest_ip", 45), num("private_start", null=True), num("private_end", null=True),
    big("related_id", null=True), flag("display", default=True), created(), removed(), live(),
    Index("ix_firewall_rule_account_live", "account_id", "purpose", "live", "id", "traffic"),
    Index("ix_firewall_rule_list", "purpose", "live", "id", "traffic", "account_id", "domain_id"), **INNODB)

vm_metadata = Table(             # what the router serves to one VM; the password is encrypted
    "vm_metadata", metadata, ref("vm_id", "vm.id"), long_text("user_data"), long_text("public_keys"), text("password_enc", 1024), big("password_id"),
    big("user_data_id", null=True), long_text("user_data_details"),  # registered user data, and the values of its variables as JSON
    PrimaryKeyConstraint("vm_id"), **INNODB)
