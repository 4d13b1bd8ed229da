"""Rules on public addresses and networks: ingress firewall, egress firewall, port forwarding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, bindparam, select, update

from common.ids import new_uuid
from manager.model.caller import Caller
from manager.model.clock import now_us
from manager.model.db import Tx
from manager.model.errors import Refused
from manager.model.rows import columns, make
from manager.model.tables import network as t
from manager.model.work import labels

FIREWALL, FORWARDING = "Firewall", "PortForwarding"
INGRESS, EGRESS = "Ingress", "Egress"
RENDERED = ("Add", "Active")  # what routers are told; a change of these touches the network's generation in the same transaction


class RuleRow(msgspec.Struct, frozen=True):
    """A rule as stored. Ports None: all. CIDR lists: comma-joined."""

    id: int
    uuid: str
    purpose: str
    traffic: str
    public_ip_id: int | None
    network_id: int
    account_id: int
    domain_id: int
    protocol: str
    port_start: int | None
    port_end: int | None
    icmp_type: int | None
    icmp_code: int | None
    source_cidrs: str | None
    dest_cidrs: str | None
    state: str
    vm_id: int | None
    nic_id: int | None
    vm_guest_ip: str | None
    private_start: int | None
    private_end: int | None
    related_id: int | None
    display: bool


RULE = columns(RuleRow, t.firewall_rule)
rule = t.firewall_rule.c
OF_NETWORK = select(*RULE).where(rule.network_id == bindparam("id"), rule.live == 1, rule.state.in_(RENDERED)).order_by(rule.id)


def get(tx: Tx, rule_id: int) -> RuleRow | None:
    """The rule while it exists."""
    row = tx.first(select(*RULE).where(rule.id == rule_id, rule.live == 1))
    return None if row is None else make(RuleRow, row)


def find(tx: Tx, caller: Caller, uuid: str) -> RuleRow | None:
    """A rule that the caller sees."""
    row = tx.first(select(*RULE).where(rule.uuid == uuid, rule.live == 1, caller.sees(rule.account_id, rule.domain_id)))
    return None if row is None else make(RuleRow, row)


def rendered(tx: Tx, network_id: int) -> list[RuleRow]:
    """The rules that the network's router must carry out."""
    return [make(RuleRow, row) for row in tx.rows(OF_NETWORK, {"id": network_id})]


def of_address(tx: Tx, address_id: int) -> list[RuleRow]:
    """All rules on a public address."""
    return _where(tx, rule.public_ip_id == address_id)


def of_network(tx: Tx, network_id: int) -> list[RuleRow]:
    """All rules of a network."""
    return _where(tx, rule.network_id == network_id)


def of_vm(tx: Tx, vm_id: int) -> list[RuleRow]:
    """Port forwarding rules to a VM."""
    return _where(tx, rule.vm_id == vm_id)


def related(tx: Tx, rule_id: int) -> list[RuleRow]:
    """Firewall rules that were opened for a port forwarding rule."""
    return _where(tx, rule.related_id == rule_id)


def insert(tx: Tx, *, purpose: str, traffic: str, network_id: int, account_id: int, domain_id: int, protocol: str,
           public_ip_id: int | None = None, ports: tuple[int, int] | None = None, icmp: tuple[int, int] | None = None,
           sources: Sequence[str] = (), destinations: Sequence[str] = (), display: bool = True, related_id: int | None = None) -> RuleRow:
    """Adds a firewall rule (state Add). The caller has checked conflicts behind the address's lock and touches the network."""
    return _insert(tx, purpose=purpose, traffic=traffic, network_id=network_id, account_id=account_id, domain_id=domain_id,
                   protocol=protocol, public_ip_id=public_ip_id, port_start=ports[0] if ports else None,
                   port_end=ports[1] if ports else None, icmp_type=icmp[0] if icmp else None, icmp_code=icmp[1] if icmp else None,
                   source_cidrs=",".join(sources), dest_cidrs=",".join(destinations), display=display, related_id=related_id)


def insert_forward(tx: Tx, *, public_ip_id: int, network_id: int, account_id: int, domain_id: int, protocol: str, public: tuple[int, int],
                   private: tuple[int, int], vm_id: int, nic_id: int, guest_ip: str, sources: Sequence[str] = (),
                   display: bool = True) -> RuleRow:
    """Adds a port forwarding rule (state Add); as `insert`."""
    return _insert(tx, purpose=FORWARDING, traffic=INGRESS, public_ip_id=public_ip_id, network_id=network_id, account_id=account_id,
                   domain_id=domain_id, protocol=protocol, port_start=public[0], port_end=public[1], private_start=private[0],
                   private_end=private[1], vm_id=vm_id, nic_id=nic_id, vm_guest_ip=guest_ip, source_cidrs=",".join(sources),
                   display=display)


def move(tx: Tx, rule_ids: Iterable[int], before: Sequence[str], after: str) -> int:
    """Changes the state of those rules that are in one of `before`; how many were."""
    ids = list(rule_ids)
    if not ids:
        return 0
    return tx.changed(update(t.firewall_rule).where(rule.id.in_(ids), rule.live == 1, rule.state.in_(before)).values(state=after))


def remove(tx: Tx, rule_ids: Iterable[int]) -> int:
    """Removes rules; how many there were. The caller touches the network when they were rendered."""
    ids = list(rule_ids)
    if not ids:
        return 0
    labels.drop(tx, ("FirewallRule", "PortForwardingRule"), ids)
    return tx.changed(update(t.firewall_rule).where(rule.id.in_(ids), rule.live == 1).values(live=None, removed=now_us()))


def forget_vm(tx: Tx, vm_id: int) -> None:
    """The VM is gone: so are its port forwarding rules, the firewall rules made with them, its static NAT and that address's rules.

    The caller touches the VM's networks.
    """
    mapped = [row.id for row in tx.rows(select(t.public_ip.c.id).where(t.public_ip.c.vm_id == vm_id, t.public_ip.c.static_nat.is_(True)))]
    gone = [found.id for found in of_vm(tx, vm_id)]
    gone += [other.id for one in gone for other in related(tx, one)] + [found.id for one in mapped for found in of_address(tx, one)]
    remove(tx, gone)
    if mapped:
        tx.execute(update(t.public_ip).where(t.public_ip.c.id.in_(mapped)).values(static_nat=False, vm_id=None, nic_id=None, vm_guest_ip=None))


def check_firewall(tx: Tx, wanted: RuleRow) -> None:
    """Refused 537 when a firewall rule of the same address (egress: network) and protocol overlaps in ports, ICMP type and sources."""
    where = [rule.purpose == FIREWALL, rule.traffic == wanted.traffic, rule.protocol == wanted.protocol, rule.state != "Revoke"]
    where.append(rule.network_id == wanted.network_id if wanted.traffic == EGRESS else rule.public_ip_id == wanted.public_ip_id)
    for other in _where(tx, *where):
        if other.id != wanted.id and _meets(wanted, other):
            raise Refused(537, f"There is already a firewall rule ({other.uuid}) that covers these ports and addresses")


def check_forward(tx: Tx, public_ip_id: int, protocol: str, first: int, last: int) -> None:
    """Refused 537 when a port forwarding rule of the address overlaps in public ports."""
    same = (rule.purpose == FORWARDING, rule.public_ip_id == public_ip_id, rule.protocol == protocol, rule.state != "Revoke")
    for other in _where(tx, *same):
        if _ports_meet((first, last), (other.port_start, other.port_end)):
            raise Refused(537, f"The range specified, {first}-{last}, conflicts with rule {other.uuid} which has "
                               f"{other.port_start}-{other.port_end}")


def _meets(one: RuleRow, two: RuleRow) -> bool:
    if set(_split(one.source_cidrs)).isdisjoint(_split(two.source_cidrs)):
        return False
    if one.traffic == EGRESS and set(_split(one.dest_cidrs)).isdisjoint(_split(two.dest_cidrs)):
        return False
    if one.protocol == "icmp":
        return _same_icmp(one.icmp_type, two.icmp_type) and _same_icmp(one.icmp_code, two.icmp_code)
    return _ports_meet((one.port_start, one.port_end), (two.port_start, two.port_end))


def _same_icmp(one: int | None, two: int | None) -> bool:
    return one == two or -1 in (one, two)


def _ports_meet(one: tuple[int | None, int | None], two: tuple[int | None, int | None]) -> bool:
    if None in one or None in two:
        return True
    (low, high), (first, last) = one, two
    assert low is not None
    assert high is not None
    assert first is not None
    assert last is not None
    return low <= last and first <= high


def _split(text: str | None) -> list[str]:
    return text.split(",") if text else [""]


def _where(tx: Tx, *where: ColumnElement[bool]) -> list[RuleRow]:
    return [make(RuleRow, row) for row in tx.rows(select(*RULE).where(rule.live == 1, *where).order_by(rule.id))]


def _insert(tx: Tx, **values: object) -> RuleRow:
    rule_id = tx.insert(t.firewall_rule, uuid=new_uuid(), state="Add", created=tx.now(), **values)
    found = get(tx, rule_id)
    assert found is not None
    return found
