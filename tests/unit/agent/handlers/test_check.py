import pytest

from agent.drivers.base import DriverError
from agent.handlers import check
from protos.agent.v1 import agent_pb2 as pb
from tests.agent import messages as m


def test_what_managers_send_passes():
    check.vm(m.vm())
    check.pool(m.POOL)
    check.network(pb.Network(bridge="cloud0", isolation=pb.Network.CONTROL, address="169.254.0.1/16"))


@pytest.mark.parametrize("name", ["", "../x", "a b", "a/b", "-x", "x" * 64, "x\n", "é"])
def test_names_that_could_reach_a_path_or_a_rule_are_refused(name):
    for look in (lambda: check.vm_name(name), lambda: check.uuid(name, "x"), lambda: check.network(pb.Network(bridge=name))):
        with pytest.raises(DriverError):
            look()


@pytest.mark.parametrize("change", [
    {"vcpus": 0}, {"memory_mib": 0}, {"uuid": "x"}, {"disks": [pb.Disk(pool=m.POOL, uuid=m.uid(1))] * 2},
    {"ports": [pb.Port(name="t1", uuid=m.uid(1), mac="zz", network=m.network())]},
    {"ports": [pb.Port(name="t1", uuid=m.uid(1), mac="02:00:00:00:00:01", network=m.network(), addresses=["10.0.0.1; drop"])]}])
def test_a_vm_that_makes_no_sense_is_invalid(change):
    vm = m.vm()
    for field, value in change.items():
        vm.ClearField(field)
        if isinstance(value, list):
            getattr(vm, field).extend(value)
        else:
            setattr(vm, field, value)
    with pytest.raises(DriverError) as failed:
        check.vm(vm)
    assert failed.value.code == "INVALID"


@pytest.mark.parametrize("network", [
    pb.Network(bridge="b", isolation=pb.Network.VLAN, tag=4095), pb.Network(bridge="b", isolation=pb.Network.VXLAN, tag=0),
    pb.Network(bridge="b", multicast="10.0.0.1"), pb.Network(bridge="b", address="10.0.0.1/99")])
def test_networks_that_cannot_be(network):
    with pytest.raises(DriverError):
        check.network(network)


@pytest.mark.parametrize("path", ["relative", "/a/../b", "/a\0b", ""])
def test_pool_paths(path):
    with pytest.raises(DriverError):
        check.pool(pb.Pool(uuid=m.POOL.uuid, path=path))
