"""listVirtualMachines."""

from __future__ import annotations

import functools

from manager.api.declare import ADMINS, USERS, ApiError, Call, ListCommand, Listing, Ref, command, param
from manager.api.errors import PARAMETER, invalid
from manager.api.mixins import ProjectFilter, Tagged
from manager.api.vm.answer import GROUPS, UserVmResponse, answers
from manager.model.catalog.offerings import ServiceOfferingRow
from manager.model.catalog.templates import TemplateRow
from manager.model.catalog.user_data import UserDataRow
from manager.model.guest import vm_views
from manager.model.guest.groups import GroupRow
from manager.model.guest.vm import VmRow
from manager.model.guest.vm_views import Filter
from manager.model.infra.hosts import Host
from manager.model.infra.pools import PoolRow
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.net.network import NetworkRow
from manager.model.place.affinity import GroupRow as AffinityRow
from manager.model.tenancy.accounts import UserRow

PRESENT = "present"
STATES = {state.lower(): state for state in (
    "Starting", "Running", "Stopping", "Stopped", "Destroyed", "Expunging", "Migrating", "Error", "Unknown", "Shutdown", "Restoring")}


@command(roles=USERS, reads=True)
class ListVirtualMachines(ProjectFilter, Tagged, ListCommand):
    """Lists virtual machines."""

    id: Ref[VmRow] | None = param("the ID of the VM", default=None)
    ids: list[Ref[VmRow]] | None = param("IDs of VMs, comma-joined; not with id", default=None)
    name: str | None = param("the exact name of the VM", default=None)
    state: str | None = param("VMs in this state; Present: all but destroyed and expunging ones", default=None)
    zoneid: Ref[ZoneRow] | None = param("VMs in this zone", default=None)
    podid: Ref[PodRow] | None = param("VMs on hosts of this pod", default=None, roles=ADMINS)
    clusterid: Ref[ClusterRow] | None = param("VMs on hosts of this cluster", default=None, roles=ADMINS)
    hostid: Ref[Host] | None = param("VMs on this host", default=None, roles=ADMINS)
    storageid: Ref[PoolRow] | None = param("VMs with a volume on this pool", default=None, roles=ADMINS)
    templateid: Ref[TemplateRow] | None = param("VMs made of this template", default=None)
    serviceofferingid: Ref[ServiceOfferingRow] | None = param("VMs of this service offering", default=None)
    networkid: Ref[NetworkRow] | None = param("VMs with a NIC in this network", default=None)
    userid: Ref[UserRow] | None = param("VMs that this user created", default=None)
    hypervisor: str | None = param("VMs of this hypervisor", default=None)
    arch: str | None = param("VMs of this architecture", default=None, choices=("x86_64", "aarch64"))
    keypair: str | None = param("VMs with this SSH key pair", default=None)
    haenable: bool | None = param("VMs with or without high availability", default=None)
    displayvm: bool | None = param("VMs that their owners see, or do not", default=None, roles=ADMINS)
    forvirtualnetwork: bool | None = param("VMs with or without a NIC in an isolated network", default=None)
    details: list[str] | None = param(
        "what to answer of each: all, group, nics, stats, secgrp, tmpl, servoff, diskoff, backoff, iso, volume, min, affgrp", default=None)
    userdataid: Ref[UserDataRow] | None = param("VMs with this registered user data", default=None)
    groupid: Ref[GroupRow] | None = param("VMs of this VM group", default=None)
    affinitygroupid: Ref[AffinityRow] | None = param("VMs of this affinity group", default=None)
    userdata: bool = param("answer the user data, too", default=False)
    retrieveonlyresourcecount: bool = param("answer only the count", default=False)

    def run(self, call: Call) -> Listing[UserVmResponse]:
        """The ids of the page, then their details in batches."""
        limit, offset = self.limits(call)
        groups = {group.strip().lower() for group in self.details or ["all"]}
        if not groups <= GROUPS:
            raise invalid("details", f"{', '.join(sorted(groups - GROUPS))} is not one of {', '.join(sorted(GROUPS))}")
        ids, total = vm_views.page(call.tx, call.scope(self), self._filter(call), limit, offset)
        if self.retrieveonlyresourcecount:
            return Listing([], total)
        shown = functools.partial(answers, nics=bool(groups & {"all", "nics"}), user_data=self.userdata)
        return call.listing(shown, ids, total)

    def _filter(self, call: Call) -> Filter:
        if self.id is not None and self.ids:
            raise ApiError(PARAMETER, "Specify either id or ids but not both parameters")
        wanted = [self.id.row.id] if self.id is not None else [ref.row.id for ref in self.ids] if self.ids else None
        state = self._state()
        hides = not call.caller.is_admin and not call.setting("allow.user.view.destroyed.vm", account=call.caller.account_id)
        return Filter(
            exact={
                "name": self.name, "state": state, "zone_id": self.zoneid and self.zoneid.row.id, "host_id": self.hostid and self.hostid.row.id,
                "template_id": self.templateid and self.templateid.row.id, "user_id": self.userid and self.userid.row.id,
                "offering_id": self.serviceofferingid and self.serviceofferingid.row.id, "arch": self.arch,
                "hypervisor": self._hypervisor(), "ha": self.haenable, "display": self.displayvm},
            ids=wanted, keyword=self.keyword, present=hides or (self.state or "").lower() == PRESENT,
            network_id=self.networkid.row.id if self.networkid else None, pod_id=self.podid.row.id if self.podid else None,
            cluster_id=self.clusterid.row.id if self.clusterid else None, pool_id=self.storageid.row.id if self.storageid else None,
            user_data_id=self.userdataid.row.id if self.userdataid else None,
            affinity_id=self.affinitygroupid.row.id if self.affinitygroupid else None, group_id=self.groupid.row.id if self.groupid else None,
            keypair=self.keypair, virtual_network=self.forvirtualnetwork,
            tags=self.tags)

    def _state(self) -> str | None:
        if not self.state or self.state.lower() == PRESENT:
            return None
        if self.state.lower() not in STATES:
            raise invalid("state", f"{self.state} is not a state of VMs")
        return STATES[self.state.lower()]

    def _hypervisor(self) -> str | None:
        if not self.hypervisor:
            return None
        known = {"kvm": "KVM", "simulator": "Simulator", "xenserver": "XenServer", "lxc": "LXC"}
        return known.get(self.hypervisor.lower(), self.hypervisor)
