"""What runs before the daemon of a role, in its process: finds the config disk.

Run by init again whenever the router ends, so every part looks first and does what is missing. Standard library only, few imports: in
emulation an import takes as long as a hundred system calls.
"""

import json
import sys
from pathlib import Path

from common import clock
from common.exec import run
from router.main import main as router

LABEL = b"PILEUS"
CONFIG_MOUNT = Path("/run/pileus/config")
CONFIG = CONFIG_MOUNT / "config.json"
VOLUME_LABEL_AT = 32768 + 40  # ECMA-119 8.4: volume identifier of the primary volume descriptor, in sector 16
WAIT_SECONDS = 30.0


def say(text: str) -> None:
    """A line with the uptime on the console."""
    uptime = Path("/proc/uptime").read_text().split()[0]
    sys.stdout.write(f"[pileus {uptime}] {text}\n")
    sys.stdout.flush()


def is_config_disk(device: Path) -> bool:
    """Whether a block device holds an ISO 9660 volume named PILEUS."""
    try:
        with device.open("rb") as disk:
            disk.seek(VOLUME_LABEL_AT)
            return disk.read(32).rstrip(b" \0") == LABEL
    except OSError:  # a drive without a medium
        return False


def find_config_disk(sys_block: Path = Path("/sys/block"), dev: Path = Path("/dev")) -> Path | None:
    """The config disk's device; None when there is none (yet)."""
    devices = (dev / entry.name for entry in sorted(sys_block.iterdir()))
    return next((device for device in devices if is_config_disk(device)), None)


def mount_config() -> None:
    """Mounts the config disk read-only. Raises SystemExit when none appears: init then tries again."""
    if CONFIG.exists():
        return
    deadline = clock.monotonic() + WAIT_SECONDS
    device = find_config_disk()
    if device is None:  # not a virtio disk: the drivers of other buses
        run(["modprobe", "-a", "-q", "sr_mod", "cdrom", "ata_piix", "virtio_scsi", "xen_blkfront"], check=False)
    while device is None:
        if clock.monotonic() > deadline:
            raise SystemExit("no config disk: a read-only volume named PILEUS with config.json is what makes this a router")
        clock.pause(0.2)
        device = find_config_disk()
    CONFIG_MOUNT.mkdir(parents=True, exist_ok=True)
    run(["mount", "-t", "iso9660", "-o", "ro,nosuid,nodev,noexec", str(device), str(CONFIG_MOUNT)])


def main() -> None:
    """Prepares the machine and becomes what the config disk says: a router, or a console proxy."""
    mount_config()
    if json.loads(CONFIG.read_bytes()).get("role") == "consoleproxy":
        say("starting the console proxy's machine")
        import console  # with what a router never needs
        sys.exit(console.main(CONFIG))
    say("starting the router")
    sys.exit(router(["serve", "--config", str(CONFIG)]))
