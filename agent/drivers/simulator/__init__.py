"""A complete host without guests: for tests, benchmarks and trying things out."""

from agent.drivers.simulator.hypervisor import SimHypervisor
from agent.drivers.simulator.network import SimNetwork
from agent.drivers.simulator.storage import PoolBook, SimStorage

__all__ = ["PoolBook", "SimHypervisor", "SimNetwork", "SimStorage"]
