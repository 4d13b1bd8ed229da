"""Starting, memory, and hosts that come back."""

from __future__ import annotations

import os
import signal
import time

from tools.benchkit.cost import rss_mb
from tools.benchkit.world import World
from tools.cloudkit.processes import Service
from tools.cloudkit.stack import answers

SETTLE_S = 5.0


def start(world: World) -> dict[str, float]:
    """Seconds from starting a manager to its first answer, and its memory when it has nothing to do."""
    node = world.cluster.nodes[0]
    plan = world.cluster.plan(node)
    times = []
    for _ in range(3):
        plan.service().stop(40)
        begun = time.monotonic()
        made = plan.service()
        made.start(lambda: answers(f"http://127.0.0.1:{plan.ports['api']}/readyz"))
        times.append(time.monotonic() - begun)
    time.sleep(SETTLE_S)
    return {"start_s": sorted(times)[1], "rss_idle_mb": rss_mb(made.running())}


def rss(world: World) -> float:
    """Memory of the largest manager process."""
    return max(rss_mb(Service(node, [], world.cluster.folder).running()) for node in world.cluster.nodes)


def reconnect(world: World) -> float:
    """Kills the manager to which most hosts report; seconds until all of them report elsewhere."""
    query = world.cluster.database.query
    counts = query("SELECT node_id, COUNT(*) FROM host_liveness WHERE state = 'Up' GROUP BY node_id ORDER BY 2 DESC", "pileus")
    node_id, hosts = int(str(counts[0][0])), int(str(counts[0][1]))
    pid = int(str(query(f"SELECT pid FROM node WHERE id = {node_id}", "pileus")[0][0]))
    os.kill(pid, signal.SIGKILL)
    begun = time.monotonic()
    while query(f"SELECT COUNT(*) FROM host_liveness WHERE node_id = {node_id}", "pileus")[0][0]:
        if time.monotonic() - begun > 120:
            raise RuntimeError("hosts did not come back within 120 s")
        time.sleep(0.05)
    took = time.monotonic() - begun
    print(f"  {hosts} of {world.hosts} hosts reported to the manager that was killed", flush=True)
    return took
