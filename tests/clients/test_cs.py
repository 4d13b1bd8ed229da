"""`cs` (PyPI): its signature, lists, asynchronous jobs, errors and paging."""

from __future__ import annotations

import pytest
from cs import CloudStack, CloudStackApiException, CloudStackException

from tests.clients.cloud import NETWORK_OFFERING, OFFERING, Cloud


@pytest.fixture(scope="module")
def client(cloud: Cloud) -> CloudStack:
    user = cloud.user("cs")
    return CloudStack(endpoint=user.transport.endpoint, key=user.transport.key, secret=user.transport.secret, poll_interval=0.1, job_timeout=60)


def test_a_vm_from_deploy_to_expunge(cloud: Cloud, client: CloudStack, tiny: str) -> None:
    zone = client.listZones(name="dev")["zone"][0]["id"]
    offering = client.listServiceOfferings(name=OFFERING)["serviceoffering"][0]["id"]
    network_offering = client.listNetworkOfferings(name=NETWORK_OFFERING)["networkoffering"][0]["id"]
    network = client.createNetwork(name="a net", displaytext="ein Netz * ~ ü", networkofferingid=network_offering, zoneid=zone)["network"]
    assert network["displaytext"] == "ein Netz * ~ ü"
    vm = client.deployVirtualMachine(zoneid=zone, templateid=tiny, serviceofferingid=offering, networkids=[network["id"]], name="by-cs",
                                     details={"note": "one & two"}, fetch_result=True)["virtualmachine"]
    assert vm["state"] == "Running"
    assert vm["nic"][0]["networkid"] == network["id"]
    listed = client.listVirtualMachines(id=vm["id"])
    assert listed["count"] == 1
    assert [one["name"] for one in listed["virtualmachine"]] == ["by-cs"]
    assert client.listVirtualMachines(fetch_list=True, keyword="by-cs")[0]["id"] == vm["id"]
    stopped = client.stopVirtualMachine(id=vm["id"], fetch_result=True)["virtualmachine"]
    assert stopped["state"] == "Stopped"
    client.destroyVirtualMachine(id=vm["id"], expunge=False, fetch_result=True)
    cloud.admin.call("expungeVirtualMachine", id=vm["id"])
    assert client.listVirtualMachines(id=vm["id"]) == {}
    client.deleteNetwork(id=network["id"], fetch_result=True)


def test_a_job_that_fails_is_an_error_of_its_own(client: CloudStack, tiny: str) -> None:
    zone = client.listZones()["zone"][0]["id"]
    offering = client.listServiceOfferings(name=OFFERING)["serviceoffering"][0]["id"]
    with pytest.raises(CloudStackApiException) as caught:
        client.deployVirtualMachine(zoneid=zone, templateid=tiny, serviceofferingid=offering, networkids="00000000-0000-4000-8000-000000000000",
                                    fetch_result=True)
    assert caught.value.error["errorcode"] == 431
    assert "networkids" in caught.value.error["errortext"]
    assert "entity does not exist" in caught.value.error["errortext"]


def test_a_wrong_secret_is_401(cloud: Cloud, client: CloudStack) -> None:
    wrong = CloudStack(endpoint=cloud.manager.endpoint, key=client.key, secret="wrong")
    with pytest.raises(CloudStackException) as caught:
        wrong.listZones()
    assert "401" in str(caught.value.args) or caught.value.error["errorcode"] == 401


def test_posts_and_expiring_signatures(cloud: Cloud, client: CloudStack) -> None:
    posting = CloudStack(endpoint=cloud.manager.endpoint, key=client.key, secret=client.secret, method="post", expiration=60)
    assert posting.listZones()["count"] == 1
