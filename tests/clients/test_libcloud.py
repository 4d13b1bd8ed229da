"""apache-libcloud's CloudStack driver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from libcloud.compute.providers import get_driver
from libcloud.compute.types import NodeState, Provider

from tests.clients.cloud import NETWORK_OFFERING, OFFERING, Cloud


@pytest.fixture(scope="module")
def driver(cloud: Cloud, tiny: str) -> Any:
    user = cloud.user("libcloud")
    made = get_driver(Provider.CLOUDSTACK)(user.transport.key, user.transport.secret, secure=False, host="127.0.0.1", port=cloud.ports["api"],
                                           path="/client/api")
    made.connection.poll_interval = 0.2
    return made


@pytest.fixture(scope="module")
def node(cloud: Cloud, driver: Any, tiny: str) -> Iterator[Any]:
    location = next(one for one in driver.list_locations() if one.name == "dev")
    size = next(one for one in driver.list_sizes() if one.name == OFFERING)
    image = next(one for one in driver.list_images() if one.id == tiny)
    offering = next(one for one in driver.ex_list_network_offerings() if one.name == NETWORK_OFFERING)
    network = driver.ex_create_network("lib net", "lib net", offering, location)
    key = driver.create_key_pair("lib key")
    assert "PRIVATE KEY" in key.private_key
    made = driver.create_node(name="lib-node", size=size, image=image, location=location, networks=[network], ex_keyname="lib key",
                              ex_userdata="#!/bin/true", ex_start_vm=True)
    yield made
    assert driver.destroy_node(made, ex_expunge=False)
    driver.delete_key_pair(key)  # answers False: it compares with the text "true", CloudStack has answered a boolean for years
    assert driver.list_key_pairs() == []


def state(driver: Any, node: Any) -> NodeState:
    """Its state now."""
    return next(one for one in driver.list_nodes() if one.id == node.id).state


def test_lists(driver: Any, node: Any) -> None:
    assert [one.name for one in driver.ex_list_networks()] == ["lib net"]
    assert [one.name for one in driver.list_key_pairs()] == ["lib key"]
    assert [one.name for one in driver.list_nodes()] == ["lib-node"]
    assert [one.extra["instance_id"] for one in driver.list_volumes()] == [node.id]
    assert driver.ex_limits()["max_instances"]


def test_stop_and_start(driver: Any, node: Any) -> None:
    assert node.private_ips
    assert state(driver, node) == NodeState.RUNNING
    driver.ex_stop(node)
    assert state(driver, node) == NodeState.STOPPED
    driver.ex_start(node)
    assert state(driver, node) == NodeState.RUNNING
    assert driver.reboot_node(node)
    assert driver.ex_get_node(node.id).name == "lib-node"


def test_port_forwarding_and_firewall(driver: Any, node: Any) -> None:
    network = driver.ex_list_networks()[0]
    address = driver.ex_allocate_public_ip(network_id=network.id)
    rule = driver.ex_create_port_forwarding_rule(node, address, 22, 2222, "TCP", openfirewall=True)
    assert [one.id for one in driver.ex_list_port_forwarding_rules()] == [rule.id]
    firewall = driver.ex_create_firewall_rule(address, "0.0.0.0/0", "TCP", start_port=80, end_port=80)
    assert firewall.id in [one.id for one in driver.ex_list_firewall_rules()]
    assert driver.ex_delete_firewall_rule(firewall)
    assert driver.ex_delete_port_forwarding_rule(node, rule)
    assert driver.ex_list_port_forwarding_rules() == []
    egress = driver.ex_create_egress_firewall_rule(network.id, "10.1.1.0/24", "TCP", start_port=443, end_port=443)
    assert driver.ex_delete_egress_firewall_rule(egress)
    assert driver.ex_release_public_ip(address)


def test_an_unknown_id_is_an_error(driver: Any, node: Any) -> None:
    with pytest.raises(Exception, match="entity does not exist"):
        driver.ex_get_node("00000000-0000-4000-8000-000000000000")
