"""Proves what the demo's VM got, and says it in words. On the simulator, what the API says; with a real guest, what the guest says."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from tools.cloudkit.api import Api
from tools.cloudkit.realhost import RealHost
from tools.cloudkit.tenant import GUEST_PORT, PUBLIC_PORT, USER_DATA, Tells, Tenant

BOOT_SECONDS = 300.0  # under emulation on a busy machine; 10 with KVM


class Failed(Exception):
    """Something is not as it should be."""


class Verifier:
    """Collects what was verified."""

    def __init__(self, api: Api, tenant: Tenant, host: RealHost | None, tell: Tells) -> None:
        self.api, self.tenant, self.host, self.tell = api, tenant, host, tell
        self.verified: list[str] = []
        self.serial_log = ""

    def run(self) -> None:
        """All checks; raises Failed at the first that does not hold."""
        vm = self.api.listed("listVirtualMachines", "virtualmachine", id=self.tenant.vm_id)[0]
        self.check(vm["state"] == "Running", f"VM {vm['name']} is Running on host {vm.get('hostname')}", str(vm["state"]))
        router = self.api.listed("listRouters", "router", networkid=self.tenant.network_id)
        self.check(bool(router) and router[0]["state"] == "Running", f"its router {router[0]['name'] if router else ''} is Running", str(router))
        self.check(vm["nic"][0]["ipaddress"].startswith("10.1.1."), f"address {vm['nic'][0]['ipaddress']} from the network", str(vm["nic"]))
        if self.host is not None:
            self.real(vm, self.host)
        for command, key in (("listFirewallRules", "firewallrule"), ("listPortForwardingRules", "portforwardingrule")):
            rules = self.api.listed(command, key, networkid=self.tenant.network_id)
            self.check(bool(rules) and all(rule["state"] == "Active" for rule in rules), f"{len(rules)} {key}s are Active", str(rules))
        self.tell.step("verified")

    def real(self, vm: dict[str, Any], host: RealHost) -> None:
        """What the guest says on its serial console, and over TCP from outside."""
        self.serial_log = self.find_log(host, vm)
        facts = self.facts(Path(self.serial_log))
        seconds = float(facts.get("uptime", 0))
        nic = vm["nic"][0]
        self.check(facts["address"] == nic["ipaddress"], f"DHCP gave the guest {nic['ipaddress']} ({seconds:.0f} s after its boot)", facts)
        self.check(facts["hostname"] == vm["name"] and facts["resolved"] == nic["ipaddress"],
                   f"DNS knows it as {facts['hostname']}.{facts['domain']}", facts)
        self.check(facts["instance_id"] == vm["id"], "metadata: its own instance id", facts)
        self.check(facts["user_data_sha256"] == hashlib.sha256(USER_DATA).hexdigest(), "user data arrived whole", facts)
        self.check(facts["ssh_key_fingerprint"] == self.tenant.fingerprint, "the SSH key is the one of the key pair", facts)
        if self.tenant.password:
            wanted = hashlib.sha256(self.tenant.password.encode()).hexdigest()
            self.check(facts["password_sha256"] == wanted, "the password is the one that the deployment answered", facts)
        self.check(facts["outside"] == f"heard {facts['boot_id']}" and facts["ping"] is True,
                   "it reaches the outside through NAT (TCP and ping)", facts)
        heard = (host.folder / "outside.heard").read_text().splitlines()
        seen = [line.split()[0] for line in heard if line.endswith(f" {facts['boot_id']}")]
        self.check(bool(seen) and seen[0] in (self.tenant.public_ip, self.tenant.static_ip),
                   f"the outside saw it come from its public address {seen[0] if seen else ''}", heard)
        for what, address, port in (("port forwarding", self.tenant.public_ip, PUBLIC_PORT), ("static NAT", self.tenant.static_ip, GUEST_PORT)):
            answer = self.ask(host, address, port)
            self.check(json.loads(answer)["boot_id"] == facts["boot_id"],
                       f"from another network namespace, {address}:{port} ({what}) answers with the guest's boot id {facts['boot_id']}", answer)
        self.check(self.ask(host, self.tenant.public_ip, 8081) == "", f"{self.tenant.public_ip}:8081, which no rule opens, does not answer", "it did")

    def find_log(self, host: RealHost, vm: dict[str, Any]) -> str:
        """The VM's serial log on the host."""
        name = vm.get("instancename") or ""
        found = sorted((host.folder / "vm-logs").glob(f"{name or 'i-*'}*"))
        if not found:
            raise Failed(f"there is no serial log of {name} in {host.folder / 'vm-logs'}")
        return str(found[-1])

    def facts(self, log: Path) -> dict[str, Any]:
        """The last line of facts that the guest printed."""
        end = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < end:
            for line in reversed(log.read_text(errors="replace").splitlines()):
                if "PILEUS-FACTS " in line:
                    found: dict[str, Any] = json.loads(line.partition("PILEUS-FACTS ")[2])
                    self.tell.step("the guest has booted and told its facts")
                    return found
            time.sleep(0.2)
        raise Failed(f"the guest told no facts within {BOOT_SECONDS:.0f} s; see {log}")

    def ask(self, host: RealHost, address: str, port: int) -> str:
        """What an HTTP server answers the machine outside; empty when the connection does not open."""
        code = ("import sys,urllib.request as u\n"
                "try: print(u.urlopen(f'http://{sys.argv[1]}:{sys.argv[2]}/',timeout=20).read().decode())\n"
                "except OSError: print()")
        quick = code.replace("timeout=20", "timeout=4") if port not in (PUBLIC_PORT, GUEST_PORT) else code
        return host.from_outside(sys.executable, "-c", quick, address, str(port)).strip()

    def check(self, good: bool, text: str, seen: object) -> None:
        """Notes what holds; raises Failed with what was seen instead."""
        if not good:
            raise Failed(f"not true: {text}\n  seen: {seen}")
        self.verified.append(text)


