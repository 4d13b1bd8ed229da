"""deployVirtualMachine."""

from __future__ import annotations

import secrets
import string
from collections.abc import Sequence

from common.ids import is_uuid
from manager.api.affinity.choose import chosen
from manager.api.declare import ADMINS, USERS, Call, Command, Job, Long, Ref, command, param
from manager.api.errors import PARAMETER, ApiError, denied, invalid
from manager.api.mixins import ProjectOwner
from manager.api.plan.build import Plan
from manager.api.userdata import choose as user_data
from manager.api.vm import checks, networks, planned
from manager.api.vm.answer import UserVmResponse
from manager.model.catalog import guests, hypervisors, offerings
from manager.model.catalog.offerings import DiskOfferingRow, ServiceOfferingRow
from manager.model.catalog.templates import TemplateRow
from manager.model.catalog.user_data import UserDataRow
from manager.model.guest import groups, vm_create, vm_needs, weight
from manager.model.guest.vm_create import Created, NewNic, NewVm, NewVolume
from manager.model.infra.hosts import Host
from manager.model.infra.zones import ClusterRow, PodRow, ZoneRow
from manager.model.net.network import NetworkRow
from manager.model.place.affinity import GroupRow
from manager.model.tenancy.accounts import AccountRow
from manager.network.names import user_vm
from manager.placement.filters import PLANNERS
from manager.sagas.immediate import IMMEDIATE, Immediate
from manager.sagas.vm import VM_DEPLOY
from manager.sagas.vm.params import StartVm

GIB = 1 << 30
LETTERS = string.ascii_lowercase.replace("l", "") + string.digits[2:]  # what can be read aloud
ENABLED = "Enabled"


@command(roles=USERS, event="VM.CREATE", clienttoken=True, plan=True)
class DeployVirtualMachine(ProjectOwner, Command):
    """Creates and starts a virtual machine."""

    serviceofferingid: Ref[ServiceOfferingRow] = param("the ID of the service offering")
    zoneid: Ref[ZoneRow] = param("the ID of the zone")
    templateid: Ref[TemplateRow] | None = param("the ID of the template", default=None)
    networkids: list[Ref[NetworkRow]] | None = param("IDs of networks, comma-joined; the first is the default one", default=None)
    iptonetworklist: list[dict[str, str]] | None = param(
        "networks with addresses: iptonetworklist[0].networkid=…&iptonetworklist[0].ip=…&iptonetworklist[0].mac=…", default=None)
    ipaddress: str | None = param("its address in the default network", default=None)
    macaddress: str | None = param("its MAC address in the default network", default=None)
    name: str | None = param("its host name; VM-<id> when absent", default=None)
    displayname: str | None = param("the name that people see", default=None)
    group: str | None = param("the name of the VM group it belongs to, made when the owner has none of that name", default=None)
    affinitygroupids: list[Ref[GroupRow]] | None = param("IDs of affinity groups, comma-joined", default=None)
    affinitygroupnames: list[str] | None = param("names of affinity groups of its owner, comma-joined; not with affinitygroupids", default=None)
    deploymentplanner: str | None = param("one of listDeploymentPlanners, instead of the offering's", default=None, roles=ADMINS, choices=PLANNERS)
    userdata: str | None = param("user data, base64; at most vm.userdata.max.length bytes", default=None, length=1 << 20)
    userdataid: Ref[UserDataRow] | None = param("the ID of registered user data; not with userdata", default=None)
    userdatadetails: dict[str, str] | None = param("values of the user data's variables: userdatadetails[0].name=value; served as metadata",
                                                   default=None, length=4096)
    keypair: str | None = param("the name of an SSH key pair", default=None)
    keypairs: list[str] | None = param("names of SSH key pairs, comma-joined", default=None)
    password: str | None = param("its password, where the template takes one; made up when absent", default=None, secret=True)
    details: dict[str, str] | None = param("details: cpuNumber, cpuSpeed and memory of a customized offering, rootdisksize, …", default=None,
                                           length=4096)
    rootdisksize: Long | None = param("the size of its root disk in GiB, at least the template's", default=None, low=1)
    diskofferingid: Ref[DiskOfferingRow] | None = param("the ID of a disk offering: adds a data disk", default=None)
    size: Long | None = param("the size of that disk in GiB, where its offering is customized", default=None, low=1)
    hypervisor: str | None = param("its hypervisor; the template's when absent", default=None)
    startvm: bool = param("false: only create it", default=True)
    dynamicscalingenabled: bool | None = param("whether it can be scaled while it runs", default=None)
    displayvm: bool = param("whether its owner sees it", default=True, roles=ADMINS)
    customid: str | None = param("the ID it gets", default=None, roles=ADMINS)
    hostid: Ref[Host] | None = param("the ID of the host to start it on", default=None, roles=ADMINS)
    podid: Ref[PodRow] | None = param("the ID of the pod to start it in", default=None, roles=ADMINS)
    clusterid: Ref[ClusterRow] | None = param("the ID of the cluster to start it in", default=None, roles=ADMINS)

    def run(self, call: Call) -> Job[UserVmResponse]:
        """Writes all its rows and starts the saga that makes it real."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        template = self._check(call)
        nics = networks.choose(call, owner, self.zoneid.row, self.networkids, self.iptonetworklist, self.ipaddress, self.macaddress)
        created = vm_create.create(call.tx, self._new(call, owner, template, nics), user_vm)
        what = f"{'Starting' if self.startvm else 'Creating'} VM {created.uuid}"
        instance, of = ("VirtualMachine", created.uuid), (owner.id, owner.domain_id)
        if not self.startvm:
            return call.start(IMMEDIATE, Immediate(f"vm:{created.id}"), id=created.uuid, instance=instance, owner=of, description=what)
        return call.start(VM_DEPLOY, self._start(call, created), id=created.uuid, instance=instance, owner=of, description=what)

    def plan(self, call: Call, plan: Plan) -> None:
        """The same checks; where it would go, and what would be made."""
        owner = call.owner(self.account, self.domainid, self.projectid)
        template = self._check(call)
        nics = networks.choose(call, owner, self.zoneid.row, self.networkids, self.iptonetworklist, self.ipaddress, self.macaddress, planning=True)
        new = self._new(call, owner, template, nics, planning=True)
        asked = self._start(call, Created(0, "", "", [], []))
        wanted = planned.request(call, new, asked, self.serviceofferingid.row, self.diskofferingid.row if self.diskofferingid else None)
        planned.tell(plan, new, asked, wanted, start=self.startvm)

    def _start(self, call: Call, created: Created) -> StartVm:
        return StartVm(
            vm_id=created.id, nic_ids=[nic.id for nic in created.nics], volume_ids=created.volume_ids, network_ids=created.network_ids,
            host_id=self.hostid.row.id if self.hostid else None, cluster_id=self.clusterid.row.id if self.clusterid else None,
            pod_id=self.podid.row.id if self.podid else None, admin=call.caller.is_admin, planner=self.deploymentplanner)

    def _check(self, call: Call) -> TemplateRow:
        zone, offering = self.zoneid.row, self.serviceofferingid.row
        if zone.allocation_state != ENABLED and not call.caller.is_admin:
            raise denied(f"Cannot perform this operation, Zone is currently disabled: {zone.name}")
        if self.templateid is None:
            raise ApiError(PARAMETER, "Unable to execute API command deployvirtualmachine due to missing parameter templateid")
        template = self.templateid.row
        if offering.state != "Active" or offering.system_use:
            raise invalid("serviceofferingid", f"service offering {offering.name} is not for VMs")
        if not offerings.usable_in(call.tx, "service", offering.id, zone.id):
            raise invalid("serviceofferingid", f"service offering {offering.name} is not available in zone {zone.name}")
        if offering.storage_type == "local" and not zone.local_storage:
            raise ApiError(PARAMETER, f"Zone is not configured to use local storage but service offering {offering.name} uses it")
        if self.hypervisor and template.hypervisor and self.hypervisor.lower() != template.hypervisor.lower():
            raise invalid("hypervisor", f"it is {template.hypervisor} for template {template.name}")
        if template.type == "SYSTEM":
            raise invalid("templateid", f"Unable to use system template {template.uuid} to deploy a user vm")
        if template.state != "Active":
            raise ApiError(PARAMETER, f"Template {template.name} ({template.uuid}) is being deleted: choose another")
        if not vm_needs.template_ready(call.tx, template.id, zone.id):
            raise ApiError(PARAMETER, f"Template {template.name} has not been completely downloaded to the zone {zone.name}")
        if self.diskofferingid is not None and not offerings.usable_in(call.tx, "disk", self.diskofferingid.row.id, zone.id):
            raise invalid("diskofferingid", f"disk offering {self.diskofferingid.row.name} is not available in zone {zone.name}")
        if self.diskofferingid is None and self.size is not None:
            raise invalid("size", "it goes with diskofferingid")
        return template

    def _new(self, call: Call, owner: AccountRow, template: TemplateRow, nics: Sequence[NewNic], *, planning: bool = False) -> NewVm:
        offering, zone = self.serviceofferingid.row, self.zoneid.row
        details = checks.kept_details(self.details)
        cpus, mhz, memory = checks.sizes(offering, details, vm_needs.offering_details(call.tx, offering.id) if offering.customized else {})
        name = checks.name(self.name)
        if name is not None:
            vm_needs.name_is_free(call.tx, name, [nic.network.id for nic in nics])
        keys = self._keys(call, owner)
        data = user_data.chosen(call.tx, template.id, self.userdata, self.userdataid, self.userdatadetails,
                                int(call.setting("vm.userdata.max.length")), account_id=owner.id)
        return NewVm(
            account_id=owner.id, domain_id=owner.domain_id, domain_path=owner.domain_path, user_id=call.caller.user_id, zone_id=zone.id,
            template_id=template.id, offering_id=offering.id, os_type_id=template.os_type_id, hypervisor=template.hypervisor or "KVM",
            cpus=cpus, cpu_mhz=mhz, memory_mib=memory, root=self._root(template, details), nics=list(nics), data=self._data(call),
            uuid=self._uuid(call), name=name, display_name=self.displayname, affinity_ids=[group.id for group in chosen(
                call.tx, owner.id, owner.domain_id, owner.domain_path, self.affinitygroupids, self.affinitygroupnames)],
            group_id=groups.named(call.tx, owner.id, owner.domain_id, self.group) if self.group and not planning else None,
            arch=template.arch or "x86_64", ha=offering.ha, display=self.displayvm,
            dynamically_scalable=bool(self.dynamicscalingenabled if self.dynamicscalingenabled is not None else False),
            keypairs=[key.name for key in keys], public_keys="\n".join(key.public_key or "" for key in keys) or None,
            user_data=data.text, user_data_id=data.data_id, user_data_details=data.details,
            password_sealed=self._password(call, template), details=details,
            limit_tags=weight.tags(offering.host_tags, template.tag))

    def _uuid(self, call: Call) -> str | None:
        if self.customid is None:
            return None
        if not is_uuid(self.customid):
            raise invalid("customid", "it is not a UUID")
        if vm_needs.uuid_taken(call.tx, self.customid.lower()):
            raise invalid("customid", "it is in use")
        return self.customid.lower()

    def _keys(self, call: Call, owner: AccountRow) -> list[guests.SshKeyRow]:
        out = []
        for name in dict.fromkeys([*([self.keypair] if self.keypair else []), *(self.keypairs or [])]):
            key = guests.ssh_key_by_name(call.tx, owner.id, name)
            if key is None:
                raise ApiError(PARAMETER, f"A key pair with name {name} was not found.")
            out.append(key)
        return out

    def _password(self, call: Call, template: TemplateRow) -> str | None:
        if not template.password_enabled:
            if self.password:
                raise invalid("password", f"template {template.name} takes no password")
            return None
        length = int(call.setting("vm.password.length"))
        return call.secrets.seal(self.password or "".join(secrets.choice(LETTERS) for _ in range(length)))

    def _root(self, template: TemplateRow, details: dict[str, str]) -> NewVolume:
        offering = self.serviceofferingid.row
        asked = self.rootdisksize
        for key, value in details.items():
            if key.lower() == "rootdisksize":
                asked = Long(checks.int_of("rootdisksize", value))
        if asked is not None and asked * GIB < template.size_bytes:
            raise invalid("rootdisksize", f"Root volume of {asked} GiB is smaller than the template, {template.size_bytes} bytes")
        size = asked * GIB if asked is not None else max(template.size_bytes, offering.root_disk_bytes)
        return NewVolume(size=size, disk_offering_id=offering.disk_offering_id, template_id=template.id,
                         provisioning=offering.provisioning_type or "thin", limit_tags=weight.tags(offering.tags))

    def _data(self, call: Call) -> list[NewVolume]:
        if self.diskofferingid is None:
            return []
        trusted = hypervisors.of(call.tx, (self.templateid.row.hypervisor if self.templateid else None) or "KVM")
        if trusted is not None and trusted.max_data_volumes == 0:
            raise invalid("diskofferingid", f"VMs of {trusted.hypervisor} have no data disks here (updateHypervisorCapabilities)")
        offering = self.diskofferingid.row
        if not offering.customized:
            if self.size is not None:
                raise invalid("size", f"disk offering {offering.name} is not customized")
            return [NewVolume(size=offering.size_bytes, disk_offering_id=offering.id, provisioning=offering.provisioning_type or "thin",
                              limit_tags=weight.tags(offering.tags))]
        low, high = int(call.setting("custom.diskoffering.size.min")), int(call.setting("custom.diskoffering.size.max"))
        if self.size is None or not low <= self.size <= high:
            raise invalid("size", f"disk offering {offering.name} is customized: a size from {low} to {high} GiB is needed")
        return [NewVolume(size=self.size * GIB, disk_offering_id=offering.id, provisioning=offering.provisioning_type or "thin",
                              limit_tags=weight.tags(offering.tags))]
