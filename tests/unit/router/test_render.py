"""Golden files: the same state gives the same bytes. `PILEUS_GOLDEN=write` writes them anew, for review in the diff."""

import os
from collections.abc import Mapping
from ipaddress import IPv4Interface
from pathlib import Path, PurePosixPath

import pytest

from router.render import dnsmasq, links, metadata, nftables
from router.state import read
from tests.unit.router.examples import DEVICES, full, small

GOLDEN = Path(__file__).parent / "golden"
FOLDER = PurePosixPath("/var/lib/pileus-router/dnsmasq")


def golden(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("PILEUS_GOLDEN") == "write":
        path.write_text(text)
    assert text == path.read_text()


def test_nftables() -> None:
    golden("full.nft", nftables.render(read(full()), DEVICES))
    golden("small.nft", nftables.render(read(small()), DEVICES))


def test_dnsmasq() -> None:
    files = dnsmasq.render(read(full()), DEVICES, FOLDER, "dnsmasq")
    assert files is not None
    golden("full.dnsmasq", "".join(f"=== {name}\n{content}" for name, content in files.named().items()))
    assert dnsmasq.render(read(small(guests=[])), DEVICES, FOLDER, "dnsmasq") is None


def test_links() -> None:
    plan = links.plan(read(full()), DEVICES)
    batch = links.changes(plan, links.Found({}))
    golden("full.links", "\n".join([*batch, *(f"{path} = {value}" for path, value in sorted(plan.sysctls.items()))]) + "\n")


def test_metadata() -> None:
    lines = []
    for address, (network, lease) in metadata.by_address(read(full())).items():
        lines += [f"{address} {path}: {value!r}" for path, value in sorted(metadata.leaves_of(network, lease).items())]
    golden("full.metadata", "\n".join(lines) + "\n")


@pytest.mark.parametrize("script", ["full.nft", "small.nft"])
def test_nothing_in_the_ruleset_depends_on_the_generation(script: str) -> None:
    assert "generation" not in (GOLDEN / script).read_text()  # else each lease would reload the rules


def files_of(*leases: Mapping[str, object], **more: object) -> dnsmasq.Files:
    network = small()["guests"][0] | {"leases": list(leases)} | more
    files = dnsmasq.render(read(small(guests=[network])), DEVICES, FOLDER, "dnsmasq")
    assert files is not None
    return files


def test_when_dnsmasq_may_reload() -> None:
    one = {"mac": "02:00:00:00:01:01", "address": "10.1.1.9", "default_route": True}
    two = {"mac": "02:00:00:00:01:02", "address": "10.1.1.10", "default_route": True}
    side = two | {"default_route": False}
    assert files_of(one).reloads_into(files_of(one, two))
    assert files_of(one).reloads_into(files_of(one | {"hostname": "new"}))
    assert files_of(one).reloads_into(files_of(one, side))
    assert not files_of(one, two).reloads_into(files_of(one))
    assert not files_of(one).reloads_into(files_of(one | {"address": "10.1.1.11"}))
    assert not files_of(one).reloads_into(files_of(one, domain="other.internal"))
    assert not files_of(one, side).reloads_into(files_of(one, side, one | {"mac": "02:00:00:00:01:03", "address": "10.1.1.12"}))


def test_links_only_change_what_differs() -> None:
    plan = links.plan(read(small()), DEVICES)
    held = {"eth0": [IPv4Interface("169.254.1.5/16")], "eth1": [IPv4Interface("203.0.113.5/24"), IPv4Interface("203.0.113.9/24")],
            "eth2": [IPv4Interface("10.1.1.1/24")], "eth9": [IPv4Interface("192.0.2.1/24")]}  # fmt: skip
    rules = frozenset({"priority 1001 from 192.0.2.9 lookup 101"})
    found = links.Found({device: frozenset(addresses) for device, addresses in held.items()}, rules)
    assert [line for line in links.changes(plan, found) if " set " not in line] == [
        "address del 203.0.113.9/24 dev eth1",
        "address add 169.254.169.254/32 dev eth2",
        "route replace default via 203.0.113.1 dev eth1 src 203.0.113.5",
        "rule del priority 1001 from 192.0.2.9 lookup 101",
    ]


def ask(path: str, address: str = "10.1.1.10") -> bytes | None:
    return metadata.resource(*metadata.by_address(read(full()))[address], path)


@pytest.mark.parametrize(
    "path, answer",
    [
        ("/latest/meta-data/instance-id", b"6a1d3c52-6c3e-4b6e-8e62-000000000010"),
        ("/2009-04-04/meta-data/instance-id", b"6a1d3c52-6c3e-4b6e-8e62-000000000010"),
        ("/latest/instance-id", b"6a1d3c52-6c3e-4b6e-8e62-000000000010"),
        ("/latest/vm-id", b"i-2-10-VM"),
        ("/latest/local-ipv4", b"10.1.1.10"),
        ("/latest/public-ipv4", b"203.0.113.6"),
        ("/latest/local-hostname", b"web-1"),
        ("/latest/service-offering", b"Small Instance"),
        ("/latest/availability-zone", b"zone1"),
        ("/latest/cloud-identifier", b"CloudStack-{x}"),
        ("/latest/public-keys", b"ssh-ed25519 AAAAC3 a@b\nssh-rsa AAAAB3 c\n"),
        ("/latest/user-data", b"#cloud-config\n"),
        ("/latest", b"meta-data/\nuser-data"),
        ("/latest/", b"meta-data/\nuser-data"),
        ("/latest/meta-data/public-keys/", b"0=my-public-key"),
        ("/latest/meta-data/public-keys/0", b"openssh-key"),
        ("/latest/meta-data/public-keys/0/openssh-key", b"ssh-ed25519 AAAAC3 a@b\nssh-rsa AAAAB3 c\n"),
        ("/latest/meta-data/placement/", b"availability-zone"),
        ("/latest/meta-data/placement/availability-zone", b"zone1"),
        ("/latest/meta-data/nothing", None),
        ("/latest/nothing", None),
        ("/latest/../user-data", None),
        ("/3000-01-01/user-data", None),
    ],
)
def test_metadata_paths(path: str, answer: bytes | None) -> None:
    assert ask(path) == answer


def test_every_listed_name_can_be_read() -> None:
    listing = (ask("/latest/meta-data/") or b"").decode().split()
    assert "instance-id" in listing
    assert "public-keys/" in listing
    for name in listing:
        assert ask(f"/latest/meta-data/{name}") is not None, name
    for version in (ask("/") or b"").decode().split():
        assert ask(f"/{version}/user-data") == b"#cloud-config\n"


def test_a_vm_without_a_public_address_sees_the_source_nat_one() -> None:
    assert ask("/latest/public-ipv4", "10.1.1.11") == b"203.0.113.5"
    assert ask("/latest/user-data", "10.1.1.11") is None
