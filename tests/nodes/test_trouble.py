"""Trouble that must end in success: the database away, agents restarted, many calls at once."""

from __future__ import annotations

import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from common import clock
from tests.nodes.cloud import Cloud, until

AWAY_S = 20.0
MANY = 20


def deploy_all(cloud: Cloud, network: str, name: str, count: int, pool: ThreadPoolExecutor) -> list[Any]:
    """Begins so many deployments at once; futures of the ended jobs."""
    def one(number: int) -> dict[str, Any]:
        return cloud.client.job(cloud.client.call("deployVirtualMachine", **cloud.vm(cloud.first, network, f"{name}{number}"))["jobid"])
    return [pool.submit(one, number) for number in range(count)]


def status(endpoint: str) -> int:
    """Of one call without credentials; 0: no answer."""
    try:
        with urllib.request.urlopen(f"{endpoint}?command=listZones&response=json&apiKey=x&signature=y", timeout=15) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return 0


def test_database_away(cloud: Cloud) -> None:
    """mariadbd is killed and comes back 20 s later: 503 meanwhile, and what had begun is finished."""
    network = cloud.network(cloud.first, "away")
    cloud.api.call("configureSimulator", name="BootTime", value="2000", zoneid=cloud.first.zone.id)
    with ThreadPoolExecutor(MANY) as pool:
        jobs = deploy_all(cloud, network, "away", MANY, pool)
        until(lambda: cloud.rows("SELECT id FROM saga WHERE kind = 'vm.deploy' AND state = 'running'"), 20, "a deployment runs")
        clock.pause(1.5)
        cloud.cluster.database.service().kill()
        back = clock.monotonic() + AWAY_S
        until(lambda: status(cloud.cluster.plan("manager-a").endpoint) == 503, 10, "a node answers 503")
        seen = set()
        while clock.monotonic() < back:
            seen |= {status(cloud.cluster.plan("manager-a").endpoint), status(cloud.cluster.endpoint)}
            clock.pause(0.2)
        assert seen == {503}
        cloud.cluster.database.start()
        until(lambda: all(cloud.cluster.proxy.sees(node) for node in cloud.cluster.nodes), 60, "both nodes are ready")
        assert [job.result()["jobstatus"] for job in jobs] == [1] * MANY
    cloud.api.call("configureSimulator", name="BootTime", value="0", zoneid=cloud.first.zone.id)
    cloud.check()


def test_agent_restarted_in_the_middle_of_a_command(cloud: Cloud) -> None:
    """The hosts' process gets SIGKILL while VMs start on them."""
    network = cloud.network(cloud.first, "agent")
    cloud.client.done("deployVirtualMachine", **cloud.vm(cloud.first, network, "agent-first"))
    cloud.api.call("configureSimulator", name="StartCommand", value="wait:3000", count=4, zoneid=cloud.first.zone.id)
    with ThreadPoolExecutor(MANY) as pool:
        jobs = deploy_all(cloud, network, "agent", 8, pool)
        clock.pause(1.5)
        cloud.cluster.hosts(4).kill()
        cloud.cluster.hosts(4)
        assert [job.result()["jobstatus"] for job in jobs] == [1] * 8
    cloud.api.call("cleanupSimulatorMock")
    cloud.check()


def test_parallel_firewall_rules_on_one_address(cloud: Cloud) -> None:
    """They queue at both nodes; none is refused."""
    network = cloud.network(cloud.first, "rules")
    cloud.client.done("deployVirtualMachine", **cloud.vm(cloud.first, network, "rules-first"))
    address = cloud.api.call("associateIpAddress", networkid=network)["id"]
    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(lambda port: cloud.client.done(
            "createFirewallRule", ipaddressid=address, protocol="tcp", startport=port, endport=port, cidrlist="0.0.0.0/0"), range(1000, 1000 + MANY)))
    rules = cloud.api.listed("listFirewallRules", "firewallrule", ipaddressid=address)
    assert sorted(int(rule["startport"]) for rule in rules) == list(range(1000, 1000 + MANY))
    assert {rule["state"] for rule in rules} == {"Active"}
    cloud.check()


def test_parallel_deployments_into_a_new_network(cloud: Cloud) -> None:
    """Both nodes get some; the network is implemented once, by one router."""
    network = cloud.network(cloud.first, "together")
    with ThreadPoolExecutor(MANY) as pool:
        jobs = [job.result() for job in deploy_all(cloud, network, "together", MANY, pool)]
    assert [job["jobstatus"] for job in jobs] == [1] * MANY
    routers = cloud.api.listed("listRouters", "router", networkid=network, listall=True)
    assert [router["state"] for router in routers] == ["Running"]
    cloud.check()
