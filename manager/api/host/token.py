"""createHostToken, listJoinedHosts: ours. CloudStack logs in to its hosts with a password; ours join with a token, then are added."""

from __future__ import annotations

from manager.api.ca.answer import authority
from manager.api.declare import ADMINS, RESOURCE_ADMINS, Call, Command, ListCommand, Listing, Ref, command, param
from manager.api.responses import Response, field
from manager.api.values import show_date
from manager.model.infra import host_views, hosts
from manager.model.infra.zones import ClusterRow

LONGEST = 7 * 24 * 60  # minutes
MOST_HOSTS = 1000
MINUTE = 60_000_000


class HostTokenResponse(Response, object="hosttoken"):
    """What a host needs to join this cloud."""

    token: str | None = field("the token; shown once, only its hash is stored")
    manager: str | None = field("where hosts join, host:port")
    cafingerprint: str | None = field("the SHA-256 of the cloud's CA, by which the host knows the manager")
    command: str | None = field("what to run on the host")
    clusterid: str | None = field("the ID of the cluster that alone may adopt the host")
    uses: int | None = field("how many hosts may join with it")
    expires: str | None = field("when it ends", kind="date")


class JoinedHostResponse(Response, object="joinedhost"):
    """A host that has joined and belongs to no cluster yet."""

    id: str | None = field("its ID")
    name: str | None = field("its name, as it told")
    ipaddress: str | None = field("its address")
    hypervisor: str | None = field("its hypervisor")
    arch: str | None = field("its architecture")
    state: str | None = field("Up when it reports")
    url: str | None = field("what addHost takes as its url")
    created: str | None = field("when it joined", kind="date")


@command(roles=ADMINS, event="HOST.TOKEN.CREATE")
class CreateHostToken(Command):
    """Makes a token with which hosts join the cloud (pileus-agent setup), before addHost puts them into a cluster. Ours, not CloudStack's."""

    clusterid: Ref[ClusterRow] | None = param("the ID of the cluster that alone may adopt the host; absent: any", default=None)
    minutes: int = param("how long it is valid, minutes", default=60, low=1, high=LONGEST)
    uses: int = param("how many hosts may join with it", default=1, low=1, high=MOST_HOSTS)

    def run(self, call: Call) -> HostTokenResponse:
        """Only root admins: a host that has joined is given tenants' VMs."""
        fingerprint = authority(call.authority).fingerprint()
        cluster = self.clusterid.row if self.clusterid else None
        token = hosts.create_token(call.tx, cluster.id if cluster else None, self.minutes, self.uses)
        call.event(description=f"Made a token for {self.uses} host{'s' if self.uses > 1 else ''}, valid {self.minutes} minutes",
                   resource=("Cluster", cluster.uuid) if cluster else None)
        return HostTokenResponse(
            token=token, manager=call.joining, cafingerprint=fingerprint, clusterid=cluster.uuid if cluster else None, uses=self.uses,
            expires=show_date(call.tx.now() + self.minutes * MINUTE),
            command=f"pileus-agent setup --manager {call.joining} --token {token} --ca-fingerprint {fingerprint}")


@command(roles=RESOURCE_ADMINS, reads=True)
class ListJoinedHosts(ListCommand):
    """Lists hosts that have joined and wait for addHost. Ours, not CloudStack's."""

    hypervisor: str | None = param("those with this hypervisor", default=None, choices=("KVM", "Simulator"))

    def run(self, call: Call) -> Listing[JoinedHostResponse]:
        """Oldest first."""
        rows, total = host_views.joined(call.tx, *self.limits(call), hypervisor=self.hypervisor, keyword=self.keyword)
        return Listing([JoinedHostResponse(
            id=row.uuid, name=row.name, ipaddress=row.address.rpartition(":")[0] or row.address, hypervisor=row.hypervisor, arch=row.arch,
            state=row.state, url=f"http://{row.uuid}", created=show_date(row.created)) for row in rows], total)
