"""Pieces of network sagas: what a network takes from its zone, and what it gives back."""

from __future__ import annotations

from manager import settings
from manager.model.db import Tx
from manager.model.net import address, firewall, network_life, router, router_vm, vnets
from manager.model.net.network import NetworkRow
from manager.model.tenancy import counters
from manager.sagas.router.params import RouterJob

PUBLIC_IP = "public_ip"


def take_source_nat(tx: Tx, net: NetworkRow) -> int:
    """Allots the network's source NAT address; its account pays for it. NoAddressLeft; Refused 532."""
    found = address.allot(tx, net.zone_id, account_id=net.account_id, domain_id=net.domain_id, network_id=net.id, source_nat=True,
                          common=settings.get(tx, "use.system.public.ips", account=net.account_id))
    counters.take(tx, net.account_id, counters.domain_path(tx, net.domain_id), {PUBLIC_IP: 1})
    return found.id


def free_address(tx: Tx, address_id: int) -> None:
    """Makes a public address free; its account pays no more."""
    found = address.must(tx, address_id)
    address.release(tx, address_id)
    if found.account_id is not None and found.domain_id is not None:
        counters.give(tx, found.account_id, counters.domain_path(tx, found.domain_id), {PUBLIC_IP: 1})


def give_back(tx: Tx, network_id: int) -> None:
    """The network's rules, public addresses and tag, when no router uses them any more."""
    firewall.remove(tx, [rule.id for rule in firewall.of_network(tx, network_id)])
    for found in address.of_network(tx, network_id):
        free_address(tx, found.id)
    vnets.release(tx, network_id)


def make_router(tx: Tx, net: NetworkRow, hypervisor: str) -> router_vm.Made:
    """Writes down the network's router: with a public NIC when the network has source NAT."""
    offering = network_life.get_offering(tx, net.offering_id)
    return router_vm.create(tx, net, hypervisor, address.source_nat_of(tx, net.id), offering.service_offering_id)


def router_job(tx: Tx, network_id: int) -> RouterJob | None:
    """The network's router as a saga's params; None when it has none."""
    found = router.of_network(tx, network_id)
    return None if found is None else RouterJob(found.vm_id, router_vm.nic_ids(tx, found.vm_id))
