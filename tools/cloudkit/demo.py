"""`make demo`: starts the parts, sets up a zone by the public API, deploys a VM and verifies what it got."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tools.cloudkit import console, realhost, stack
from tools.cloudkit.api import Api, ApiFailed, log_in
from tools.cloudkit.processes import NotReady, Service
from tools.cloudkit.realhost import RealHost
from tools.cloudkit.stack import ManagerPlan
from tools.cloudkit.tenant import Tenant, first_vm
from tools.cloudkit.verify import Failed, Verifier
from tools.cloudkit.zone import Zone, ZonePlan, enable, ensure_host, ensure_image_store, ensure_pool, ensure_zone

ROOT = stack.ROOT
PORTS = ("api", "enrol", "report", "images", "images_web", "sim", "console")
PREFERRED = {"api": 8080, "enrol": 8250, "report": 8252, "images": 8260, "images_web": 8261, "console": 8444}


class Teller:
    """Prints each step with the time it took."""

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()

    def step(self, text: str) -> None:
        """A step is done."""
        now = time.monotonic()
        print(f"[{now - self.began:6.1f} s] {text} ({now - self.last:.1f} s)", flush=True)
        self.last = now

    def note(self, text: str) -> None:
        """Progress within a step."""
        print(f"           … {text}", flush=True)


def run(verb: str, hypervisor: str, name: str) -> int:
    """One demo; returns the exit status."""
    folder = ROOT / ".pileus" / name
    if verb == "down":
        return down(name, folder)
    if hypervisor != "simulator" and (why := realhost.usable()):
        print(f"No real VM on this machine: {why}.")
        if hypervisor == "kvm":
            return 2
        print("Running the same flow on the simulator (HYPERVISOR=simulator).")
        hypervisor = "simulator"
    kept = folder / "hypervisor"
    chosen = "simulator" if hypervisor == "simulator" else "kvm"
    if kept.exists() and kept.read_text() != chosen:
        print(f"A demo on {kept.read_text()} is there: run `make demo-down` first.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.write_text(chosen)
    try:
        return Demo(name, folder, chosen).up()
    except (ApiFailed, NotReady, Failed, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"\nThe demo failed: {error}\nLogs are in {folder}; `make demo-down` removes everything.", file=sys.stderr)
        return 1


class Demo:
    """All that `make demo` does, in order."""

    def __init__(self, name: str, folder: Path, hypervisor: str) -> None:
        self.folder, self.real, self.tell = folder, hypervisor == "kvm", Teller()
        self.host = RealHost(f"pil{name}"[:8], folder)
        self.ports = stack.remembered(folder / "ports.json", PORTS, PREFERRED)
        password = folder / "admin.password"
        if not password.exists():
            password.write_text(os.urandom(9).hex())
            password.chmod(0o600)
        self.plan = ManagerPlan(folder, self.ports, password=password.read_text(), reach=realhost.HOST if self.real else "127.0.0.1")

    def up(self) -> int:
        """Everything; returns the exit status."""
        self.build_ui()
        if self.real:
            self.build_images()
            self.host.wire()
            self.host.outside_service().start(lambda: self._outside_answers())
            self.host.start_libvirtd()
            self.tell.step("a host of its own: network namespace, libvirtd, a machine beyond it")
        self.plan.start()
        self.tell.step(f"manager on {self.plan.endpoint} (embedded SQLite)")
        api = log_in(self.plan.endpoint, "admin", self.plan.password)
        api.transport.progress = self.tell.note
        self.write_env(api)
        if self.real:
            stack.image_service(self.plan, self.ports, [ROOT / "build"])
            self.host.start_agent(self.plan)
            self.tell.step("image service, agent (joined with a one-time token)")
        else:
            stack.simulated_hosts(self.plan, 1, self.ports["sim"])
            self.tell.step("simulated host (joined with a one-time token)")
        zone = self.set_up_zone(api)
        self.tell.step("zone: physical network, pod, cluster, host, storage pool, image store, public addresses")
        tenant = first_vm(api, zone, real=self.real, tell=self.tell)
        verifier = Verifier(api, tenant, self.host if self.real else None, self.tell)
        verifier.run()
        link = console.link(api, tenant.vm_id)
        self.goodbye(tenant, verifier, link)
        return 0

    def set_up_zone(self, api: Api) -> Zone:
        """The zone with its host and image store, enabled."""
        kind = "KVM" if self.real else "Simulator"
        plan = ZonePlan("demo", kind, "VXLAN" if self.real else "VLAN", "5000-5999" if self.real else "100-199", realhost.BRIDGE, realhost.GATEWAY,
                        realhost.PUBLIC_MASK, "198.51.100.10", "198.51.100.200", realhost.GATEWAY)
        zone = ensure_zone(api, plan)
        pool = str(self.folder / "pool") if self.real else "/simulated/pool"
        url = f"http://{self.host.name}" if self.real else "http://sim/c0/h0"
        ensure_host(api, plan, zone, url)
        ensure_pool(api, zone, pool)
        ensure_image_store(api, zone, f"pileus://{realhost.HOST}:{self.ports['images']}" if self.real else None)
        enable(api, zone)
        return zone

    def build_ui(self) -> None:
        """The web UI; the demo goes on without it where there is no Node.js."""
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "ui")], cwd=ROOT, check=False)
        self.tell.step("web UI (built once, then cached in ui/dist)" if done.returncode == 0 else "no web UI: tools/ui failed")

    def build_images(self) -> None:
        """System VM image and tiny guest; nothing when they are built already."""
        for tool in ("image", "tiny-guest"):
            done = subprocess.run([sys.executable, str(ROOT / "tools" / tool)], cwd=ROOT, check=False)
            if done.returncode:
                raise RuntimeError(f"tools/{tool} failed")
        self.tell.step("system VM image and tiny guest (built once, then cached in build/)")

    def write_env(self, api: Api) -> None:
        """The variables of the `cs` client."""
        path = ROOT / ".pileus" / f"{self.folder.name}.env"
        path.write_text(f"CLOUDSTACK_ENDPOINT={api.transport.endpoint}\nCLOUDSTACK_KEY={api.transport.key}\nCLOUDSTACK_SECRET={api.transport.secret}\n")
        path.chmod(0o600)

    def _outside_answers(self) -> bool:
        done = subprocess.run(["ip", "netns", "exec", self.host.outside, "ss", "-Hltn", f"sport = :{realhost.OUTSIDE_PORT}"], capture_output=True,
                              text=True, check=False)
        return bool(done.stdout.strip())

    def goodbye(self, tenant: Tenant, verifier: Verifier, link: str) -> None:
        """What was verified, and how to go on."""
        print(f"\nVerified ({'real router VM and guest' if self.real else 'simulated'}):")
        for line in verifier.verified:
            print(f"  ✓ {line}")
        env = ROOT / ".pileus" / f"{self.folder.name}.env"
        print(f"\nweb UI     {self.plan.site}\nAPI        {self.plan.endpoint}")
        print(f"user       admin, password in {self.folder / 'admin.password'}\nkeys       {env}")
        if self.real:
            print(f"serial log {verifier.serial_log}\nguests     virsh -c '{self.host.uri}' list")
        print(f"console    {link}\n           (of {tenant.vm['name']}; opens once, within an hour; its certificate is of this cloud's own CA)")
        print(f"logs       {self.folder}/*.log\n\nGo on:\n  set -a; . {env}; set +a\n"
              f"  .venv/bin/cs listVirtualMachines        # the cs client; pip install cs\n  .venv/bin/cs stopVirtualMachine id={tenant.vm_id}\n"
              "  make demo-down                           # removes everything")


def down(name: str, folder: Path) -> int:
    """Removes all that a demo made."""
    host = RealHost(f"pil{name}"[:8], folder)
    if not folder.exists():
        print("There is no demo.")
        return 0
    ports = stack.remembered(folder / "ports.json", PORTS, PREFERRED)
    plan = ManagerPlan(folder, ports)
    for service in ("simulate", "agent", "manager", "secstorage"):
        Service(service, [], folder).stop()
    for pid in realhost.guests_of(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for service in ("libvirtd", "outside"):
        Service(service, [], folder).stop()
    if os.geteuid() == 0 and shutil.which("ip"):
        host.unwire()
    shutil.rmtree(folder)
    (ROOT / ".pileus" / f"{name}.env").unlink(missing_ok=True)
    print(f"Removed the demo on {plan.endpoint}: its processes, guests, namespaces, and {folder}.")
    return 0
