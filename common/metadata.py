"""Names below `meta-data/` that routers serve to every VM: a variable of user data cannot have one of them."""

RESERVED = frozenset({
    "availability-zone", "cloud-identifier", "hostname", "hypervisor-host-name", "instance-id", "instance-type", "local-hostname", "local-ipv4",
    "mac", "placement", "public-hostname", "public-ipv4", "public-keys", "service-offering", "vm-id"})
