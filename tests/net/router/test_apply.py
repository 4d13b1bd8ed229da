"""Whole states in force: generations, restarts, faults, health."""

import contextlib
import json
import os
import signal
from pathlib import Path

import pytest

from common import clock
from common.control import ControlError, Refused
from tests.net.router.lab import OUTSIDE, PUBLIC, PUBLIC_A, PUBLIC_B, UUID, Lab, allow, egress, forward, guest_network


def refused(lab: Lab, document: object) -> Refused:
    with pytest.raises(Refused) as refusal:
        lab.call("apply", document)  # type: ignore[arg-type]
    return refusal.value


def health(lab: Lab) -> dict[str, str]:
    """What is wrong, by check."""
    return {check["name"]: check["text"] for check in lab.call("health")["checks"] if not check["ok"]}


def test_generations(fresh: Lab) -> None:
    document = fresh.document | {"generation": "5"}
    assert fresh.call("apply", document)["generation"] == "5"
    assert fresh.call("apply", document) == {"generation": "5", "reloaded": []}
    assert refused(fresh, document | {"generation": "4"}).code == 409
    assert "another state of generation 5" in refused(fresh, document | {"hostname": "x"}).text
    assert refused(fresh, document | {"generation": "6", "router": UUID.replace("0b", "1b")}).code == 403
    assert refused(fresh, document | {"generation": "6", "nonsense": 1}).code == 400
    assert fresh.call("health")["generation"] == "5"
    fresh.stop(kill=True)
    fresh.start()  # the stored state is in force again before the manager says anything
    assert fresh.call("health")["generation"] == "5"
    assert fresh.call("apply", document) == {"generation": "5", "reloaded": []}
    assert refused(fresh, document | {"generation": "4"}).code == 409


def test_before_the_first_state_everything_is_shut_but_control(fresh: Lab) -> None:
    fresh.configure("g1", "10.1.1.11")
    assert fresh.say("g1", "10.1.1.1", 3922, 0.7) is None
    assert fresh.call("health")["generation"] == "0"
    assert health(fresh) == {}
    with pytest.raises(ControlError):
        fresh.enrol()  # the token is spent


def test_a_lost_interface_is_refused_by_name_and_changes_nothing(lab: Lab) -> None:
    lab.only(firewall=[egress("tcp", 80)])
    interfaces = [*lab.document["interfaces"], {"mac": "02:00:00:00:0c:55", "role": "PUBLIC", "address": "192.0.2.5/24"}]
    refusal = refused(lab, lab.document | {"interfaces": interfaces, "firewall": [], "generation": str(lab.generation + 1)})
    assert refusal.code == 409
    assert "02:00:00:00:0c:55" in refusal.text
    with contextlib.closing(lab.listen("out", 80)):
        assert lab.say("g1", OUTSIDE, 80) == PUBLIC_A


def test_a_failure_halfway_leaves_the_old_state_in_force(lab: Lab) -> None:
    """The new gateway's port 80 is taken by another process, so that the last part of the change fails after all others were done."""
    lab.only(forwards=[forward(2222, 22)], firewall=[allow(first=2222), egress("tcp", 80)])
    other = {"mac": lab.document["interfaces"][2]["mac"], "role": "GUEST", "address": "10.9.9.1/24"}
    network = guest_network(cidr="10.9.9.0/24", gateway="10.9.9.1", leases=[])
    lab.run("router", "sysctl", "-w", "net.ipv4.ip_nonlocal_bind=1")
    blocker = lab.listen("router", 80, "10.9.9.1")
    lab.run("router", "sysctl", "-w", "net.ipv4.ip_nonlocal_bind=0")
    with contextlib.closing(blocker):
        changed = {"interfaces": [*lab.document["interfaces"][:2], other], "guests": [network], "firewall": [], "forwards": []}
        refusal = refused(lab, lab.document | changed | {"generation": str(lab.generation + 1)})
    assert refusal.code == 500
    assert lab.call("health")["generation"] == str(lab.generation)
    assert health(lab) == {}
    with contextlib.closing(lab.listen("g1", 22)), contextlib.closing(lab.listen("out", 80)):
        assert lab.say("out", PUBLIC_A, 2222) == OUTSIDE
        assert lab.say("g1", OUTSIDE, 80) == PUBLIC_A
    assert lab.dhcp("g1")["ip"] == "10.1.1.11"
    assert lab.http("g1", "10.1.1.1", 80, "/latest/vm-id") == (200, b"i-2-11-VM")
    assert "10.9.9.1" not in lab.run("router", "ip", "address", "show")


def test_a_dead_dnsmasq_shows_and_is_started_again(lab: Lab) -> None:
    lab.only()
    assert lab.daemon is not None
    children = Path(f"/proc/{lab.daemon.pid}/task/{lab.daemon.pid}/children").read_text().split()
    (child,) = [int(pid) for pid in children if Path(f"/proc/{pid}/comm").read_text() == "dnsmasq\n"]
    os.kill(child, signal.SIGKILL)
    for _ in range(100):
        if health(lab):
            break
        clock.pause(0.05)
    assert health(lab).keys() <= {"dnsmasq"}
    for _ in range(100):
        if not health(lab):
            break
        clock.pause(0.1)
    assert health(lab) == {}
    assert lab.dns("g1", "two.cs2.internal") == ["10.1.1.12"]


def test_a_killed_daemon_leaves_no_second_dnsmasq(lab: Lab) -> None:
    lab.only()
    lab.stop(kill=True)
    lab.start()
    config = f"--conf-file={lab.folder}/state/dnsmasq/dnsmasq.conf"
    assert lab.run("router", "pgrep", "-c", "-f", "--", f"^dnsmasq {config}").strip() == "1"
    assert health(lab) == {}


def test_health_names_what_is_wrong(lab: Lab) -> None:
    lab.only()
    lab.run("router", "nft", "delete", "table", "inet", "pileus")
    assert "not loaded" in health(lab)["nftables"]
    lab.run("router", "ip", "address", "del", f"{PUBLIC_A}/24", "dev", "pub")
    assert PUBLIC_A in health(lab)["interfaces"]
    lab.stop()
    lab.start()  # a restart repairs it
    assert health(lab) == {}


def test_addresses_that_a_state_no_longer_has_are_taken_away(lab: Lab) -> None:
    more = {"address": f"{PUBLIC_B}/24", "gateway": OUTSIDE, "mac": PUBLIC}
    lab.only(addresses=[*lab.document["addresses"], more])
    assert PUBLIC_B in lab.run("router", "ip", "address", "show", "dev", "pub")
    lab.only()
    shown = json.loads(lab.run("router", "ip", "-json", "-4", "address", "show", "dev", "pub"))
    assert [a["local"] for a in shown[0]["addr_info"]] == [PUBLIC_A]
    assert f"default via {OUTSIDE} dev pub src {PUBLIC_A}" in lab.run("router", "ip", "route", "show")


def test_the_router_answers_arp_only_where_an_address_belongs(lab: Lab) -> None:
    """169.254.169.254 is in the control network's range too; there, nobody may find the router under it."""
    lab.only()
    assert "0 received" in lab.run("host", "ping", "-c1", "-W1", "169.254.169.254", check=False)
    lab.run("g1", "ip", "route", "replace", "169.254.169.254", "dev", "eth0")  # as guests with zeroconf routes do
    assert lab.http("g1", "169.254.169.254", 80, "/latest/vm-id")[0] == 200


def test_the_stored_state_is_for_the_owner_only(lab: Lab) -> None:
    lab.only()
    path = lab.folder / "state" / "state.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert "s3cret" in path.read_text()
    assert "s3cret" not in lab.log()
