"""What goes wrong in a real cloud of simulated hosts: clear errors, and nothing left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients.cloud import Cloud
from tools.cloudkit.api import Api, ApiFailed


@pytest.fixture(scope="module")
def user(cloud: Cloud) -> Api:
    return cloud.user("faults")


@pytest.fixture
def network(cloud: Cloud, user: Api, network_offering: str) -> Iterator[str]:
    """A new network; afterwards it goes, and all invariants hold."""
    made = user.call("createNetwork", name="net", displaytext="net", networkofferingid=network_offering, zoneid=cloud.zone.id)["network"]["id"]
    yield made
    cloud.admin.call("cleanupSimulatorMock")
    for vm in user.listed("listVirtualMachines", "virtualmachine", networkid=made):
        cloud.admin.call("destroyVirtualMachine", id=vm["id"], expunge=True)
    user.call("deleteNetwork", id=made)
    holds(cloud)


def holds(cloud: Cloud) -> None:
    """`pileus-manager check` finds nothing."""
    assert "all invariants hold" in cloud.manager.cli("check")


def refused(api: Api, command: str, **params: Any) -> tuple[int, str]:
    """(code, text) of the error."""
    with pytest.raises(ApiFailed) as caught:
        api.call(command, **params)
    return caught.value.code, str(caught.value)


def mock(cloud: Cloud, name: str, value: str, **more: Any) -> dict[str, Any]:
    """A fault of the simulated hosts."""
    made: dict[str, Any] = cloud.admin.call("configureSimulator", name=name, value=value, **more)
    return dict(next(iter(made.values())))


def test_a_guest_that_does_not_start_leaves_nothing(cloud: Cloud, user: Api, base: dict[str, str], network: str) -> None:
    user.call("deployVirtualMachine", name="first", networkids=network, **base)
    vms = len(user.listed("listVirtualMachines", "virtualmachine", state="Running"))
    made = mock(cloud, "StartCommand", "result:fail", count=1)
    assert made["count"] == 2  # one on each host
    code, text = refused(user, "deployVirtualMachine", name="second", networkids=network, **base)
    assert code == 530
    assert "configureSimulator" in text
    assert cloud.admin.call("querySimulatorMock", id=made["id"])["null"]["count"] == 1
    assert len(user.listed("listVirtualMachines", "virtualmachine", state="Running")) == vms
    holds(cloud)
    cloud.admin.call("cleanupSimulatorMock", id=made["id"])
    assert refused(cloud.admin, "querySimulatorMock", id=made["id"])[0] == 431


def test_a_router_that_does_not_come_up(cloud: Cloud, user: Api, base: dict[str, str], network: str) -> None:
    mock(cloud, "StartCommand", "result:fail")
    code, _ = refused(user, "deployVirtualMachine", name="lonely", networkids=network, **base)
    assert code == 530
    assert cloud.admin.listed("listRouters", "router", networkid=network) == []
    holds(cloud)
    cloud.admin.call("cleanupSimulatorMock")
    assert user.call("deployVirtualMachine", name="well", networkids=network, **base)["state"] == "Running"


def test_a_full_disk(cloud: Cloud, user: Api, base: dict[str, str], network: str) -> None:
    mock(cloud, "CreateCommand", "result:nospace")
    code, text = refused(user, "deployVirtualMachine", name="full", networkids=network, **base)
    assert code in (530, 533)
    assert "no space left" in text
    holds(cloud)


def test_a_lost_answer_does_no_harm(cloud: Cloud, user: Api, base: dict[str, str], network: str) -> None:
    mock(cloud, "ensure_volume", "drop", count=1)
    mock(cloud, "ensure_port", "drop", count=1)
    assert user.call("deployVirtualMachine", name="lost", networkids=network, **base)["state"] == "Running"


def test_no_capacity_says_more_to_admins(cloud: Cloud, user: Api, base: dict[str, str], network: str) -> None:
    huge = cloud.admin.call("createServiceOffering", name="huge", displaytext="huge", cpunumber=33, cpuspeed=1000, memory=1024)["serviceoffering"]
    code, text = refused(user, "deployVirtualMachine", name="huge", networkids=network, **{**base, "serviceofferingid": huge["id"]})
    assert code == 533
    assert "hosts" not in text
    assert "sim-c0" not in text
    owner = user.listed("listVirtualMachines", "virtualmachine") or user.listed("listNetworks", "network")
    code, text = refused(cloud.admin, "deployVirtualMachine", name="huge", networkids=network, account="faults", domainid=owner[0]["domainid"],
                         **{**base, "serviceofferingid": huge["id"]})
    assert code == 533
    assert "of 2 hosts 2 failed cpu" in text
    holds(cloud)


def test_a_host_that_dies_while_it_deploys(cloud: Cloud, user: Api, base: dict[str, str], network: str) -> None:
    user.call("deployVirtualMachine", name="before", networkids=network, **base)
    mock(cloud, "StartCommand", "wait:2000")
    job = user.raw("deployVirtualMachine", {"name": "dying", "networkids": network, **base})["jobid"]
    time.sleep(1)
    cloud.simulator.stop(0)
    time.sleep(1)
    assert user.raw("queryAsyncJobResult", {"jobid": job})["jobstatus"] == 0
    cloud.simulator.start(lambda: True)
    assert user.wait("deployVirtualMachine", job, 120)["state"] == "Running"


def test_another_tenants_ids_do_not_exist(cloud: Cloud, user: Api, base: dict[str, str], network: str) -> None:
    vm = user.call("deployVirtualMachine", name="mine", networkids=network, **base)
    template = cloud.template(user, "private")["id"]
    cloud.ended(template, user)
    other, unknown = cloud.user("stranger"), "00000000-0000-4000-8000-000000000000"
    for command, name, value, more in (
            ("startVirtualMachine", "id", vm["id"], {}), ("destroyVirtualMachine", "id", vm["id"], {}), ("deleteNetwork", "id", network, {}),
            ("deployVirtualMachine", "networkids", network, base), ("deleteTemplate", "id", template, {}),
            ("listTemplates", "id", template, {"templatefilter": "executable"}), ("listVirtualMachines", "id", vm["id"], {})):
        code, text = refused(other, command, **{**more, name: value})
        assert code == 431
        assert text.replace(value, unknown) == refused(other, command, **{**more, name: unknown})[1]
    user.call("deleteTemplate", id=template)
    assert user.listed("listTemplates", "template", templatefilter="self", id=template) == []
