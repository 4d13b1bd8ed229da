"""listCapabilities and listHypervisors."""

from __future__ import annotations

from manager.api.declare import USERS, Call, Command, Listing, Ref, command, param
from manager.api.responses import Response, field
from manager.api.wire.encode import VERSION
from manager.model.infra.infra_names import hypervisors
from manager.model.infra.zones import ZoneRow

VERSION_SHOWN = "expose.cloudstack.version.api.list.capabilities"


class CapabilityResponse(Response, object="capability"):
    """What this cloud can do."""

    securitygroupsenabled: bool | None = field("true if security groups are supported")
    dynamicrolesenabled: bool | None = field("true if roles may have rules")
    cloudstackversion: str | None = field("the version of the API")
    userpublictemplateenabled: bool | None = field("true if users may make public templates")
    supportELB: str | None = field("true if elastic load balancing is supported")
    projectinviterequired: bool | None = field("true if projects ask before they add somebody")
    allowusercreateprojects: bool | None = field("true if users may create projects")
    customdiskofferingminsize: int | None = field("the smallest custom disk, in GiB")
    customdiskofferingmaxsize: int | None = field("the largest custom disk, in GiB")
    regionsecondaryenabled: bool | None = field("true if secondary storage spans the region")
    kvmsnapshotenabled: bool | None = field("true if snapshots of running KVM guests are supported")
    allowuserviewdestroyedvm: bool | None = field("true if the caller sees its destroyed VMs")
    allowuserexpungerecovervm: bool | None = field("true if the caller may expunge and recover its VMs")
    allowuserexpungerecovervolume: bool | None = field("true if the caller may expunge and recover its volumes")
    allowuserviewalldomainaccounts: bool | None = field("true if users see all accounts of their domain")
    allowuserforcestopvm: bool | None = field("true if the caller may force the stop of its VMs")
    kubernetesserviceenabled: bool | None = field("true if Kubernetes clusters are supported")
    kubernetesclusterexperimentalfeaturesenabled: bool | None = field("true if experimental features of Kubernetes clusters are on")
    apilimitinterval: int | None = field("seconds in which calls are counted; absent where they are not limited")
    apilimitmax: int | None = field("calls that an account may make in that time; absent where they are not limited")
    defaultuipagesize: int | None = field("how many rows the UI shows on a page")
    instancesstatsretentiontime: int | None = field("minutes for which figures of VMs are kept")
    instancesstatsuseronly: bool | None = field("true if figures of system VMs are left out")
    instancesdisksstatsretentionenabled: bool | None = field("true if figures of volumes are kept")
    instancesdisksstatsretentiontime: int | None = field("minutes for which figures of volumes are kept")
    customhypervisordisplayname: str | None = field("how a custom hypervisor is called")
    instanceleaseenabled: bool | None = field("true if VMs may have a lease")
    dynamicscalingenabled: bool | None = field("true if VMs may grow while they run")
    additionalconfigenabled: bool | None = field("true if VMs may have additional configuration")


@command(roles=USERS, reads=True)
class ListCapabilities(Command):
    """Shows what this cloud can do."""

    def run(self, call: Call) -> CapabilityResponse:
        """True only for what is there."""
        free = not call.caller.is_admin
        account = call.caller.account_id
        limited = bool(call.setting("api.throttling.enabled"))
        return CapabilityResponse(
            kubernetesclusterexperimentalfeaturesenabled=False, customhypervisordisplayname="Custom",
            apilimitinterval=call.setting("api.throttling.interval") if limited else None,
            apilimitmax=call.setting("api.throttling.max") if limited else None,
            instancesstatsretentiontime=call.setting("vm.stats.max.retention.time"),
            instancesstatsuseronly=bool(call.setting("vm.stats.user.vm.only")),
            instancesdisksstatsretentionenabled=bool(call.setting("vm.disk.stats.retention.enabled")),
            instancesdisksstatsretentiontime=call.setting("vm.disk.stats.max.retention.time"),
            securitygroupsenabled=False, dynamicrolesenabled=True, cloudstackversion=VERSION if call.setting(VERSION_SHOWN) else None,
            userpublictemplateenabled=bool(call.setting("allow.public.user.templates", account=account)), supportELB="false",
            projectinviterequired=bool(call.setting("project.invite.required")),
            allowusercreateprojects=bool(call.setting("allow.user.create.projects")),
            customdiskofferingminsize=call.setting("custom.diskoffering.size.min"),
            customdiskofferingmaxsize=call.setting("custom.diskoffering.size.max"), regionsecondaryenabled=False, kvmsnapshotenabled=False,
            allowuserviewdestroyedvm=not free or bool(call.setting("allow.user.view.destroyed.vm", account=account)),
            allowuserexpungerecovervm=not free or bool(call.setting("allow.user.expunge.recover.vm", account=account)),
            allowuserexpungerecovervolume=False, allowuserviewalldomainaccounts=False,
            allowuserforcestopvm=not free or bool(call.setting("allow.user.force.stop.vm", account=account)), kubernetesserviceenabled=False,
            defaultuipagesize=call.setting("default.ui.page.size"), instanceleaseenabled=False,
            dynamicscalingenabled=False, additionalconfigenabled=False)


class HypervisorResponse(Response, object="hypervisor"):
    """A kind of hypervisor."""

    name: str | None = field("its name, as KVM")


@command(roles=USERS, reads=True)
class ListHypervisors(Command):
    """Lists hypervisors: those of a zone's clusters, or all that this cloud supports."""

    zoneid: Ref[ZoneRow] | None = param("those of this zone's clusters", default=None)

    def run(self, call: Call) -> Listing[HypervisorResponse]:
        """By name."""
        if self.zoneid is not None:
            names = hypervisors(call.tx, self.zoneid.row.id)
        else:
            names = sorted(part.strip() for part in str(call.setting("hypervisor.list")).split(",") if part.strip())
        return Listing([HypervisorResponse(name=name) for name in names], len(names))
