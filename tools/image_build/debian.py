"""The packages of an image, as one tar made by mmdebstrap; and the kernel, taken out of its package without installing it.

The kernel's package is unpacked into /kernel instead of being installed: its dependencies (initramfs-tools, udev) and the minute that
update-initramfs takes are for machines that make their own initramfs.
"""

from collections.abc import Sequence
from pathlib import Path

from common.exec import run

SUITE = "bookworm"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
KERNEL = "linux-image-cloud-amd64"

OPTIONS = [
    '--aptopt=Acquire::Languages "none"',
    '--aptopt=APT::Install-Recommends "false"',
    "--dpkgopt=path-exclude=/usr/share/doc/*",
    "--dpkgopt=path-exclude=/usr/share/man/*",
    "--dpkgopt=path-exclude=/usr/share/info/*",
    "--dpkgopt=path-exclude=/usr/share/locale/*",
]
# Run by mmdebstrap with the tree as $1. The metapackage names the kernel of the day; `|| exit` because sh would go on after a failure.
FETCH_KERNEL = (
    'k=$(chroot "$1" apt-cache depends {kernel} | sed -n "s/.*Depends: \\(linux-image-[^ ]*\\).*/\\1/p" | head -n 1); '
    'test -n "$k" || exit 1; chroot "$1" sh -c "cd /tmp && apt-get download $k && '
    'dpkg-deb -x $k*.deb /kernel && dpkg-deb -f $k*.deb Version > /kernel/version && rm $k*.deb"'
)


def bootstrap(out: Path, packages: Sequence[str], mirror: str, security: str) -> None:
    """Writes a tar of a minimal Debian 12 with `packages`, and a kernel below /kernel. Needs root; raises CommandFailed.

    `mirror`, `security`: empty for those that mmdebstrap itself takes (mmdebstrap(1), MIRROR).
    """
    argv = ["mmdebstrap", "--variant=minbase", "--mode=root", "--format=tar", f"--include={','.join(packages)}", *OPTIONS,
            f"--customize-hook={FETCH_KERNEL.format(kernel=KERNEL)}"]
    if KEYRING.exists():  # Ubuntu's apt does not trust Debian's keys by itself
        argv.append(f"--keyring={KEYRING}")
    argv += [SUITE, str(out)]
    if mirror:
        argv += [f"deb {mirror} {SUITE} main", f"deb {mirror} {SUITE}-updates main"]
        argv += [f"deb {security} {SUITE}-security main"] if security else []
    run(argv, timeout=1800)


def installed(tree: Path) -> dict[str, str]:
    """Versions by package, of the packages dpkg knows in a tree."""
    out = run(["dpkg-query", f"--admindir={tree}/var/lib/dpkg", "-W", "-f=${Package} ${Version}\\n"]).out
    return dict(line.split(" ", 1) for line in out.splitlines())
