"""A state that uses everything, as the manager sends it."""

from typing import Any

ROUTER = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a11"
FIRST = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a12"
SECOND = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a13"
DEVICES = {f"02:00:00:00:00:0{n + 1}": f"eth{n}" for n in range(5)}

CONTROL = {"mac": "02:00:00:00:00:01", "role": "CONTROL", "address": "169.254.1.5/16"}
PUBLIC = {"mac": "02:00:00:00:00:02", "role": "PUBLIC", "address": "203.0.113.5/24", "gateway": "203.0.113.1"}
GUEST = {"mac": "02:00:00:00:00:03", "role": "GUEST", "address": "10.1.1.1/24"}


def small(**changed: Any) -> dict[str, Any]:
    """One network behind one address."""
    return {
        "router": ROUTER,
        "generation": "1",
        "interfaces": [CONTROL, PUBLIC, GUEST],
        "guests": [{"uuid": FIRST, "cidr": "10.1.1.0/24", "gateway": "10.1.1.1", "domain": "cs2cloud.internal", "source_nat": "203.0.113.5"}],
        "addresses": [{"address": "203.0.113.5/24", "gateway": "203.0.113.1", "mac": "02:00:00:00:00:02", "source_nat": True}],
    } | changed


def full() -> dict[str, Any]:
    """Two networks, two uplinks, all kinds of rules."""
    leases = [
        {"mac": "02:00:00:00:01:0A", "address": "10.1.1.10", "hostname": "Web-1", "default_route": True, "metadata": {
            "instance_id": "6a1d3c52-6c3e-4b6e-8e62-000000000010", "vm_id": "i-2-10-VM", "local_hostname": "web-1",
            "service_offering": "Small Instance", "availability_zone": "zone1",
            "cloud_identifier": "CloudStack-{x}", "public_ipv4": "203.0.113.6", "hypervisor_host_name": "h0",
            "public_keys": ["ssh-ed25519 AAAAC3 a@b", "ssh-rsa AAAAB3 c"], "user_data": "I2Nsb3VkLWNvbmZpZwo=",
            "password": "pw", "password_id": "p1"}},
        {"mac": "02:00:00:00:01:0b", "address": "10.1.1.11", "hostname": "db", "metadata": {}},
        {"mac": "02:00:00:00:01:0c", "address": "10.1.1.12"},
    ]  # fmt: skip
    return {
        "router": ROUTER,
        "generation": "12",
        "hostname": "r-4-VM",
        "interfaces": [
            CONTROL, {"mac": "02:00:00:00:00:04", "role": "PUBLIC", "address": "198.51.100.5/25", "gateway": "198.51.100.1"}, PUBLIC, GUEST,
            {"mac": "02:00:00:00:00:05", "role": "GUEST", "address": "10.2.0.1/16"},
        ],
        "guests": [
            {"uuid": FIRST, "cidr": "10.1.1.0/24", "gateway": "10.1.1.1", "domain": "cs2cloud.internal", "leases": leases, "mtu": 1450,
             "source_nat": "203.0.113.5"},
            {"uuid": SECOND, "cidr": "10.2.0.0/16", "gateway": "10.2.0.1", "dns": ["192.0.2.53", "192.0.2.54"], "egress_default_allow": True,
             "leases": [{"mac": "02:00:00:00:02:01", "address": "10.2.0.9", "hostname": "lone", "default_route": True}]},
        ],
        "addresses": [
            {"address": "203.0.113.5/24", "gateway": "203.0.113.1", "mac": "02:00:00:00:00:02", "source_nat": True},
            {"address": "203.0.113.6/24", "gateway": "203.0.113.1", "mac": "02:00:00:00:00:02"},
            {"address": "198.51.100.7/25", "gateway": "198.51.100.1", "mac": "02:00:00:00:00:04"},
        ],
        "firewall": [
            {"id": "1", "protocol": "tcp", "port_first": 22, "port_last": 22, "public_address": "203.0.113.5",
             "sources": ["0.0.0.0/0", "192.0.2.0/24"]},
            {"id": "2", "protocol": "TCP", "port_first": 80, "port_last": 443, "public_address": "203.0.113.5",
             "sources": ["10.2.3.4/16", "10.0.0.0/8", "192.0.2.0/24"]},
            {"id": "3", "protocol": "udp", "public_address": "203.0.113.6"},
            {"id": "4", "protocol": "icmp", "icmp_type": -1, "icmp_code": -1, "public_address": "203.0.113.6"},
            {"id": "5", "protocol": "icmp", "icmp_type": 8, "public_address": "198.51.100.7"},
            {"id": "6", "protocol": "47", "public_address": "198.51.100.7", "sources": ["192.0.2.1/32"]},
            {"id": "7", "direction": "EGRESS", "protocol": "tcp", "port_first": 25, "port_last": 25, "guest": SECOND},
            {"id": "8", "direction": "EGRESS", "protocol": "all", "guest": FIRST, "sources": ["10.1.1.10/32"], "destinations": ["192.0.2.0/24"]},
        ],
        "forwards": [
            {"id": "a", "public_address": "203.0.113.5", "protocol": "tcp", "public_first": 22, "public_last": 22,
             "guest_address": "10.1.1.10", "guest_first": 22, "guest_last": 22},
            {"id": "b", "public_address": "203.0.113.5", "protocol": "udp", "public_first": 5000, "public_last": 5010,
             "guest_address": "10.1.1.11", "guest_first": 5000, "guest_last": 5010},
            {"id": "c", "public_address": "203.0.113.5", "protocol": "tcp", "public_first": 9000, "public_last": 9001,
             "guest_address": "10.1.1.10", "guest_first": 8000, "guest_last": 8001},
        ],
        "static_nats": [
            {"public_address": "203.0.113.6", "guest_address": "10.1.1.12"},
            {"public_address": "198.51.100.7", "guest_address": "10.2.0.9"},
        ],
        "upstream_dns": ["192.0.2.1", "192.0.2.2"],
    }  # fmt: skip
