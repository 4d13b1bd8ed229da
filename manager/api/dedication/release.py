"""releaseDedicatedZone, releaseDedicatedPod, releaseDedicatedCluster, releaseDedicatedHost: everybody may use them again."""

from __future__ import annotations

from typing import Any

from manager.api.declare import ADMINS, Call, Command, Job, Ref, Success, command, param
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.place import dedication
from manager.sagas.immediate import IMMEDIATE, Immediate


def release(call: Call, kind: str, ref: Ref[Any]) -> Job[Success]:
    """Releases, and starts the job that says so."""
    dedication.release(call.tx, kind, ref.row.id)
    return call.start(IMMEDIATE, Immediate(f"dedication:{kind}:{ref.row.id}"), instance=(kind.capitalize(), ref.uuid),
                      description=f"Releasing dedicated {kind} {ref.row.name}")


@command(roles=ADMINS, event="DEDICATE.RESOURCE.RELEASE")
class ReleaseDedicatedZone(Command):
    """Releases a dedicated zone. VMs stay where they are; the affinity group goes with the last thing that was dedicated through it."""

    zoneid: Ref[ZoneRow] = param("the ID of the zone")

    def run(self, call: Call) -> Job[Success]:
        """431 when it is not dedicated."""
        return release(call, "zone", self.zoneid)


@command(roles=ADMINS, event="DEDICATE.RESOURCE.RELEASE")
class ReleaseDedicatedPod(Command):
    """Releases a dedicated pod. VMs stay where they are; the affinity group goes with the last thing that was dedicated through it."""

    podid: Ref[PodRow] = param("the ID of the pod")

    def run(self, call: Call) -> Job[Success]:
        """431 when it is not dedicated."""
        return release(call, "pod", self.podid)


@command(roles=ADMINS, event="DEDICATE.RESOURCE.RELEASE")
class ReleaseDedicatedCluster(Command):
    """Releases a dedicated cluster. VMs stay where they are; the affinity group goes with the last thing that was dedicated through it."""

    clusterid: Ref[ClusterRow] = param("the ID of the cluster")

    def run(self, call: Call) -> Job[Success]:
        """431 when it is not dedicated."""
        return release(call, "cluster", self.clusterid)


@command(roles=ADMINS, event="DEDICATE.RESOURCE.RELEASE")
class ReleaseDedicatedHost(Command):
    """Releases a dedicated host. VMs stay where they are; the affinity group goes with the last thing that was dedicated through it."""

    hostid: Ref[Host] = param("the ID of the host")

    def run(self, call: Call) -> Job[Success]:
        """431 when it is not dedicated."""
        return release(call, "host", self.hostid)
