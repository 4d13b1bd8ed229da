"""How long a router takes for a large state: 2,000 leases and 1,000 rules, from document to acknowledgement. Needs root.

    python tools/bench_router.py            → {"router_apply_s": …, "router_add_lease_s": …}

Runs the production code in a network namespace of its own process: kernel, nft, ip and dnsmasq are real.
"""

from __future__ import annotations

import asyncio
import copy
import ctypes
import json
import subprocess
import sys
import tempfile
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import clock
from common.exec import run
from router.apply.whole import Router
from router.guest.services import GuestServices, Passwords
from router.state import read

UUID = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a11"
NETWORK = "0b5f43a5-4d8e-4f3e-9d3a-1f1f0c6b5a12"
PUBLIC, GUEST = "02:00:00:00:0b:01", "02:00:00:00:0b:02"
CLONE_NEWNET = 0x40000000


def document(leases: int, rules: int) -> dict[str, Any]:
    """A state: every lease with metadata, rules shared out over 20 public addresses, forwardings and the way out."""
    public = [f"203.0.113.{n}" for n in range(5, 25)]
    guests = [str(IPv4Address("10.1.0.10") + n) for n in range(leases)]
    ingress, forwards, egress = rules * 6 // 10, rules * 3 // 10, rules // 10
    return {
        "router": UUID,
        "generation": "1",
        "interfaces": [
            {"mac": PUBLIC, "role": "PUBLIC", "address": "203.0.113.5/24", "gateway": "203.0.113.1"},
            {"mac": GUEST, "role": "GUEST", "address": "10.1.0.1/16"},
        ],
        "addresses": [{"address": f"{a}/24", "mac": PUBLIC, "source_nat": a == public[0]} for a in public],
        "guests": [{"uuid": NETWORK, "cidr": "10.1.0.0/16", "gateway": "10.1.0.1", "domain": "cs2.internal", "source_nat": public[0],
                    "leases": [_lease(n, address) for n, address in enumerate(guests)]}],
        "firewall": [
            *({"id": f"i{n}", "protocol": "tcp", "port_first": 1000 + n, "port_last": 1000 + n, "public_address": public[n % 20],
               "sources": ["192.0.2.0/24", "198.51.100.0/24"]} for n in range(ingress)),
            *({"id": f"e{n}", "direction": "EGRESS", "protocol": "tcp", "port_first": 2000 + n, "port_last": 2000 + n, "guest": NETWORK}
              for n in range(egress)),
        ],
        "forwards": [{"id": f"f{n}", "public_address": public[n % 20], "protocol": "tcp", "public_first": 5000 + n, "public_last": 5000 + n,
                      "guest_address": guests[n % leases], "guest_first": 22, "guest_last": 22} for n in range(forwards)],
    }  # fmt: skip


def _lease(n: int, address: str) -> dict[str, Any]:
    metadata = {"instance_id": f"{n:08x}-0000-4000-8000-000000000000", "vm_id": f"i-2-{n}-VM", "local_hostname": f"vm{n}",
                "service_offering": "Small", "availability_zone": "zone1", "public_keys": ["ssh-ed25519 " + "A" * 68],
                "user_data": "QUJD" * 64}  # fmt: skip
    return {"mac": f"02:00:01:00:{n >> 8:02x}:{n & 255:02x}", "address": address, "hostname": f"vm{n}", "default_route": True, "metadata": metadata}


async def measure(folder: Path, leases: int, rules: int) -> dict[str, float]:
    """Seconds for the first apply and for one more lease."""
    services = GuestServices(Passwords(folder / "passwords.json"))
    whole = document(leases, rules)
    boot = read({"router": UUID, "generation": "1", "interfaces": whole["interfaces"]})
    router = Router(boot, None, folder, run, services.publish, "root")
    await router.start()
    try:
        first = await _timed(router, whole)
        larger = copy.deepcopy(whole) | {"generation": "2"}
        larger["guests"][0]["leases"].append(_lease(leases, "10.1.200.1"))
        return {"router_apply_s": first, "router_add_lease_s": await _timed(router, larger)}
    finally:
        await services.listeners.ensure(set())
        await router.stop()


async def _timed(router: Router, state: dict[str, Any]) -> float:
    start = clock.monotonic()
    await router.apply(state)
    return round(clock.monotonic() - start, 3)


def own_namespace() -> None:
    """Puts this process into a network namespace with a public and a guest device."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "a network namespace cannot be made (is this root?)")
    for device, mac in (("pub", PUBLIC), ("gst", GUEST)):
        subprocess.run(["ip", "link", "add", device, "address", mac, "type", "veth", "peer", "name", f"{device}-far"], check=True)
        subprocess.run(["ip", "link", "set", f"{device}-far", "up"], check=True)


def main() -> int:
    """Prints one JSON object."""
    own_namespace()
    with tempfile.TemporaryDirectory(prefix="pileus-bench-") as folder:
        print(json.dumps(asyncio.run(measure(Path(folder), 2000, 1000))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
