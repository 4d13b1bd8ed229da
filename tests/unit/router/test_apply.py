"""Generations, the stored state, the config disk, the key."""

import dataclasses
import json
from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from common.control import Refused
from common.exec import CommandFailed, Output, Scripted, run
from router import config
from router.apply import firewall, links, store
from router.identity import ARGV, make_key
from router.parse import BadState
from router.state import Role, read
from tests.unit.router.examples import CONTROL, ROUTER, full, small


def test_generations() -> None:
    five = read(small(generation="5"))
    assert store.newer(None, five)
    assert store.newer(five, read(small(generation="6")))
    assert not store.newer(five, read(small(generation=5)))
    with pytest.raises(Refused, match="older"):
        store.newer(five, read(small(generation="4")))
    with pytest.raises(Refused, match="another state"):
        store.newer(five, dataclasses.replace(five, hostname="other"))


def test_the_stored_state_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    assert store.load(path) is None
    store.save(path, full())
    assert path.stat().st_mode & 0o777 == 0o600
    assert store.load(path) == read(full())
    for rubbish in ("", "{", '{"router": 1}', "[]"):
        path.write_text(rubbish)
        assert store.load(path) is None


def test_config_disk(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    document = {"router": ROUTER, "name": "r-4-VM", "token": "t0ken", "ca_sha256": "ab" * 32, "ca_pem": "…", "later": True,
                "control": {"mac": "02:00:00:00:00:01", "address": "169.254.1.5", "prefix": 16}, "interfaces": small()["interfaces"]}  # fmt: skip
    path.write_text(json.dumps(document))
    held = config.load(path)
    assert held.name == "r-4-vm"
    assert "t0ken" not in repr(held)
    boot = held.boot_state()
    assert boot.generation == 0
    assert [i.role for i in boot.interfaces] == [Role.CONTROL, Role.PUBLIC, Role.GUEST]
    path.write_text(json.dumps(document | {"control": None, "interfaces": [CONTROL]}))
    assert len(config.load(path).boot_state().interfaces) == 1
    for rubbish in ("", "[]", "{}", json.dumps(document | {"router": "x"}), json.dumps(document | {"control": {"mac": "x"}})):
        path.write_text(rubbish)
        with pytest.raises(BadState):
            config.load(path)


def test_openssl_makes_key_and_request() -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    key, csr = make_key("x.router.pileus", run)
    request = x509.load_pem_x509_csr(csr)
    assert request.is_signature_valid
    assert request.public_key() == serialization.load_pem_private_key(key, None).public_key()
    with pytest.raises(CommandFailed):
        make_key("x", Scripted({ARGV[:2]: "nothing"}))


def test_traffic_reads_nft() -> None:
    counters: list[dict[str, object]] = [{"metainfo": {}}]
    counters += [{"counter": {"name": name, "bytes": octets}} for name, octets in (("in_1.2.3.4", 5), ("out_1.2.3.4", 7))]
    runner = Scripted({("nft", "-j", "list", "counters"): json.dumps({"nftables": counters})})
    assert firewall.traffic(runner) == {"1.2.3.4": (5, 7)}


def test_links_reads_ip() -> None:
    addresses = [{"family": "inet", "local": "10.1.1.1", "prefixlen": 24}, {"family": "inet6", "local": "::1", "prefixlen": 128}]
    shown = [{"ifname": "eth0", "addr_info": addresses}, {}]
    rules = [
        {"priority": 0, "src": "all", "table": "local"},
        {"priority": 1000, "src": "all", "table": "main", "suppress_prefixlen": 0},
        {"priority": 1001, "src": "10.1.1.1", "table": "101"},
        {"priority": 1002, "src": "all", "fwmark": "0x65", "table": "101"},
    ]
    found = links.look(Scripted({("ip",): json.dumps(shown) + "\n" + json.dumps(rules) + "\n"}))
    assert found.addresses == {"eth0": frozenset({IPv4Interface("10.1.1.1/24")})}
    assert found.rules == {
        "priority 1000 from all lookup main suppress_prefixlength 0",
        "priority 1001 from 10.1.1.1 lookup 101",
        "priority 1002 from all fwmark 0x65 lookup 101",
    }
    for rubbish in ("", "[]", "{"):
        with pytest.raises(CommandFailed):
            links.look(Scripted({("ip",): Output(0, rubbish)}))
