"""Runs libvirtd as the one of a host of its own: `jail.py FOLDER` inside `ip netns exec … unshare --mount --uts`.

libvirt's folders are covered by FOLDER's, so several of them live on one machine and none meets the machine's own.
"""

import os
import subprocess
import sys
from pathlib import Path

COVERED = {"/etc/libvirt": "etc", "/var/lib/libvirt": "lib", "/run/libvirt": "run", "/var/log/libvirt": "log", "/var/cache/libvirt": "cache"}


def main() -> None:
    folder = Path(sys.argv[1])
    for target, name in COVERED.items():
        (folder / name).mkdir(exist_ok=True)
        Path(target).mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "--bind", str(folder / name), target], check=True)
    os.execvp("libvirtd", ["libvirtd", "--config", "/etc/libvirt/libvirtd.conf", "--pid-file", "/run/libvirt/libvirtd.pid"])


main()
