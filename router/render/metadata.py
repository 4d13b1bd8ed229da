"""What one VM may read about itself over HTTP: EC2's paths (EC2 user guide, "instance metadata categories") and CloudStack's.

`resource` is a pure function from lease and path to octets; the guest's address alone decides whose lease that is.
"""

from collections.abc import Mapping

from common.metadata import RESERVED
from router.state import GuestNetwork, Lease, RouterState

VERSIONS = ("1.0", "2007-01-19", "2007-03-01", "2007-08-29", "2007-10-10", "2007-12-15", "2008-02-01", "2008-09-01", "2009-04-04", "latest")
KEY_NAME = "my-public-key"
Leases = Mapping[str, tuple[GuestNetwork, Lease]]


def by_address(state: RouterState) -> Leases:
    """Each lease with its network, by the guest's address."""
    return {str(lease.address): (network, lease) for network in state.guests for lease in network.leases}


def resource(network: GuestNetwork, lease: Lease, path: str) -> bytes | None:
    """What stands at `path`, a folder's listing included; None when nothing does."""
    version, _, rest = path.lstrip("/").partition("/")
    if not version:
        return _listing(VERSIONS)
    if version not in VERSIONS:
        return None
    if not rest:
        return _listing(("meta-data/", *(["user-data"] if lease.metadata.user_data else [])))
    if rest == "user-data":
        return lease.metadata.user_data or None
    leaves = leaves_of(network, lease)
    if rest.startswith("meta-data"):
        inner = rest.removeprefix("meta-data").lstrip("/")
        return _inside(leaves, inner)
    return leaves.get(rest) if "/" not in rest else None


def leaves_of(network: GuestNetwork, lease: Lease) -> dict[str, bytes]:
    """Everything that has a value, by its path below `meta-data/`."""
    data = lease.metadata
    hostname = data.local_hostname or lease.hostname or ""
    public = str(data.public_ipv4 or network.source_nat or "")
    keys = "".join(f"{key}\n" for key in data.public_keys)
    texts = {
        "availability-zone": data.availability_zone,
        "cloud-identifier": data.cloud_identifier,
        "hostname": hostname,
        "hypervisor-host-name": data.hypervisor_host_name,
        "instance-id": data.instance_id,
        "instance-type": data.service_offering,
        "local-hostname": hostname,
        "local-ipv4": str(lease.address),
        "mac": lease.mac,
        "placement/availability-zone": data.availability_zone,
        "public-hostname": data.public_hostname or public,
        "public-ipv4": public,
        "public-keys": keys,
        "service-offering": data.service_offering,
        "vm-id": data.vm_id,
    }
    if keys:
        texts["public-keys/"] = f"0={KEY_NAME}"
        texts["public-keys/0/"] = "openssh-key"
        texts["public-keys/0/openssh-key"] = keys
    own = {name: text for name, text in data.variables if name not in RESERVED}
    return {path: text.encode() for path, text in {**own, **texts}.items() if text}


def _inside(leaves: dict[str, bytes], path: str) -> bytes | None:
    if path in leaves:
        return leaves[path]
    if path.rstrip("/") == "placement" and "placement/availability-zone" in leaves:
        return b"availability-zone"
    if path == "public-keys/0":
        return leaves.get("public-keys/0/")
    return _listing(_top(leaves)) if not path else None


def _top(leaves: dict[str, bytes]) -> list[str]:
    """The names in `meta-data/`; a folder's ends in a slash and stands for the leaf of the same name too, as in EC2."""
    folders = {path.partition("/")[0] for path in leaves if "/" in path}
    files = {path for path in leaves if "/" not in path} - folders
    return sorted([*files, *(f"{folder}/" for folder in folders)])


def _listing(names: tuple[str, ...] | list[str]) -> bytes:
    return "\n".join(names).encode()
