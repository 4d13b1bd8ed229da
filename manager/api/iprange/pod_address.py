"""acquirePodIpAddress, releasePodIpAddress: for what needs an address on the management network and is no VM of this cloud."""

from __future__ import annotations

from manager.api.declare import ADMINS, Call, Command, Long, Success, command, param
from manager.api.errors import not_found
from manager.api.responses import Response, field, succeeded
from manager.model.infra import pod_addresses, zones


class PodAddressResponse(Response, object="acquirepodipaddress"):
    """A management address that was taken."""

    id: int | None = field("the number that releasePodIpAddress takes")
    ipaddress: str | None = field("the address")
    podid: int | None = field("the number of its pod")
    gateway: str | None = field("the gateway of its network")
    cidr: str | None = field("its network")
    hostmac: int | None = field("the MAC address that goes with it, as a number")


@command(roles=ADMINS, error_wrapper="acquirepodipaddress", event="NET.IPASSIGN")
class AcquirePodIpAddress(Command):
    """Takes a free management address of a pod."""

    zoneid: str = param("the ID of the zone")
    podid: str | None = param("the ID of the pod; any of the zone with a free address when absent", default=None)

    def run(self, call: Call) -> PodAddressResponse:
        """Adds the row."""
        zone = zones.find_zone(call.tx, call.caller, self.zoneid)
        if zone is None:
            raise not_found("zoneid", self.zoneid[:100])
        pod = zones.find_pod(call.tx, call.caller, self.podid) if self.podid else None
        if self.podid and (pod is None or pod.zone_id != zone.id):
            raise not_found("podid", self.podid[:100])
        taken = pod_addresses.take(call.tx, zone.id, pod.id if pod is not None else None)
        call.event(description=f"Took management address {taken.address} of zone {zone.name}")
        return PodAddressResponse(id=taken.id, ipaddress=taken.address, podid=taken.pod_id, gateway=taken.gateway, cidr=taken.cidr,
                                  hostmac=int(taken.mac.replace(":", ""), 16))


@command(roles=ADMINS, error_wrapper="releasepodipresponse", event="NET.IPRELEASE")
class ReleasePodIpAddress(Command):
    """Gives a management address back."""

    id: Long = param("the number that acquirePodIpAddress answered")

    def run(self, call: Call) -> Success:
        """Removes the row."""
        address = pod_addresses.release(call.tx, self.id)
        if address is None:
            raise not_found("id", str(self.id))
        call.event(description=f"Released management address {address}")
        return succeeded()
