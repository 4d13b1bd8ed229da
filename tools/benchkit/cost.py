"""What processes have used (proc(5)), and whether the database is as durable as it must be."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tools.cloudkit.cluster import Cluster
from tools.cloudkit.mariadb import MariaDb
from tools.cloudkit.processes import Service

TICK = os.sysconf("SC_CLK_TCK")


def cpu_s(pids: list[int]) -> float:
    """Seconds of CPU, user and system, of all threads."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def rss_mb(pid: int) -> float:
    """Resident memory in MiB."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def parts(cluster: Cluster) -> dict[str, list[int]]:
    """Pids of managers, agents and database."""
    def pid(name: str) -> int:
        return Service(name, [], cluster.folder).running()
    found = {"managers": [pid(node) for node in cluster.nodes], "agents": [pid("simulate")], "database": [pid("mariadb")]}
    return {part: [one for one in pids if one] for part, pids in found.items()}


class Relaxed(Exception):
    """The database does not write what it acknowledged: its numbers are worth nothing."""


def durability(database: MariaDb) -> str:
    """One line that says how durable. Raises Relaxed unless as the distribution's default and on a disk."""
    names = ("innodb_flush_log_at_trx_commit", "sync_binlog", "innodb_doublewrite", "innodb_flush_method", "innodb_buffer_pool_size", "log_bin")
    found = {str(row[0]): str(row[1]) for row in database.query("SHOW GLOBAL VARIABLES") if row[0] in names}
    kind = subprocess.run(["stat", "--file-system", "--format=%T", str(database.data)], capture_output=True, text=True, check=True).stdout.strip()
    if found["innodb_flush_log_at_trx_commit"] != "1" or found["innodb_doublewrite"] == "OFF" or kind in ("tmpfs", "ramfs"):
        raise Relaxed(f"{found}, data on {kind}")
    return ", ".join(f"{name}={found[name]}" for name in names) + f"; data on {kind} ({database.data})"


def load() -> str:
    """How busy the machine is."""
    return "load " + " ".join(f"{value:.1f}" for value in os.getloadavg()) + f" on {os.cpu_count()} cores"
