"""One method for each command of the API. Made by tools/sdk from the OpenAPI document; do not edit."""

from __future__ import annotations

from typing import cast

from pileus_sdk import models
from pileus_sdk.call import Calls, Job, Listed


class Commands(Calls):
    """The commands. Parameters have the names they have on the wire; one that is None is not sent."""

    def acquire_pod_ip_address(self, *, zoneid: str, podid: str | None = None) -> models.PodAddressResponse:
        """Takes a free management address of a pod.

        zoneid: the ID of the zone
        podid: the ID of the pod; any of the zone with a free address when absent
        """
        return cast(models.PodAddressResponse, self._now("acquirePodIpAddress", "object", "acquirepodipaddress", locals()))

    def activate_project(self, *, id: str) -> Job[models.ProjectResponse]:
        """Activates a project that was suspended.

        id: the ID of the project
        """
        return self._job("activateProject", "object", "project", locals())

    def add_account_to_project(self, *, projectid: str, account: str | None = None, projectroleid: str | None = None,
            roletype: str | None = None) -> Job[models.Success]:
        """Adds an account, with all its users, to a project; invites it where project.invite.required is true.

        projectid: the ID of the project
        account: the name of the account, in the project's domain
        projectroleid: the project role whose rules bind it
        roletype: Admin or Regular (default)
        """
        return self._job("addAccountToProject", "success", "", locals())

    def add_annotation(self, *, adminsonly: bool | None = None, annotation: str | None = None, entityid: str | None = None,
            entitytype: str | None = None) -> models.AnnotationResponse:
        """Adds a note to a thing: a VM, a volume, a host, …

        adminsonly: whether only root administrators see it; for them alone
        annotation: the text
        entityid: the ID of the thing
        entitytype: its type, as VM, VOLUME, NETWORK, HOST
        """
        return cast(models.AnnotationResponse, self._now("addAnnotation", "object", "annotation", locals()))

    def add_cluster(self, *, clustername: str, clustertype: str, hypervisor: str, podid: str, zoneid: str,
            allocationstate: str | None = None, arch: str | None = None, storageaccessgroups: list[str] | None = None
        ) -> Listed[models.ClusterResponse]:
        """Creates a cluster in a pod.

        clustername: the name of the cluster
        clustertype: CloudManaged
        hypervisor: the hypervisor of its hosts
        podid: the ID of its pod
        zoneid: the ID of its zone
        allocationstate: Enabled or Disabled
        arch: the architecture of its hosts
        storageaccessgroups: its hosts reach pools that are restricted to one of these groups, comma-joined
        """
        return cast(Listed[models.ClusterResponse], self._now("addCluster", "list", "cluster", locals()))

    def add_guest_os(self, *, oscategoryid: str, osdisplayname: str, name: str | None = None, fordisplay: bool | None = None,
            details: dict[str, str] | None = None) -> Job[models.GuestOSResponse]:
        """Adds a guest OS type, which templates and VMs may then be of.

        oscategoryid: the ID of its category
        osdisplayname: its name, which no other has
        name: another name for people; the same when left out
        fordisplay: whether users are shown it
        details: details: what listResourceDetails shows of it
        """
        return self._job("addGuestOs", "object", "ostype", locals())

    def add_guest_os_mapping(self, *, hypervisor: str, hypervisorversion: str, osnameforhypervisor: str, ostypeid: str | None = None,
            osdisplayname: str | None = None, forced: bool | None = None) -> Job[models.GuestOsMappingResponse]:
        """Adds what a hypervisor calls a guest OS type.

        hypervisor: the hypervisor
        hypervisorversion: its version, or default
        osnameforhypervisor: what the hypervisor calls the type
        ostypeid: the OS type; or give its name
        osdisplayname: the name of the OS type
        forced: replace a mapping that there is
        """
        return self._job("addGuestOsMapping", "object", "guestosmapping", locals())

    def add_host(self, *, hypervisor: str, podid: str, url: str, zoneid: str, clusterid: str | None = None, clustername: str | None = None,
            hosttags: list[str] | None = None, storageaccessgroups: list[str] | None = None, username: str | None = None,
            password: str | None = None, allocationstate: str | None = None) -> Listed[models.HostResponse]:
        """Puts a host that has joined (pileus-agent setup) into a cluster. The same url again answers the same host.

        hypervisor: its hypervisor
        podid: the ID of its pod
        url: http:// and its name or address; for a simulated host anything, as http://sim/c0/h0
        zoneid: the ID of its zone
        clusterid: the ID of its cluster
        clustername: the name of its cluster, instead of clusterid
        hosttags: its tags
        storageaccessgroups: it reaches pools that are restricted to one of these groups, comma-joined
        username: refused: hosts join with a token, nobody logs in to them
        password: refused, as username
        allocationstate: Enabled, or Disabled: VMs are not placed on it until updateHost enables it
        """
        return cast(Listed[models.HostResponse], self._now("addHost", "list", "host", locals()))

    def add_image_store(self, *, provider: str, name: str | None = None, url: str | None = None, zoneid: str | None = None
        ) -> models.ImageStoreResponse:
        """Adds an image store whose service (pileus-secstorage) runs and answers.

        provider: Pileus, or Simulator for a store of simulated hosts, which holds nothing
        name: the name of the image store; its address when absent
        url: how its service is reached: pileus://host:8260
        zoneid: the ID of its zone; absent for all zones
        """
        return cast(models.ImageStoreResponse, self._now("addImageStore", "object", "imagestore", locals()))

    def add_network_service_provider(self, *, name: str, physicalnetworkid: str, destinationphysicalnetworkid: str | None = None,
            servicelist: list[str] | None = None) -> Job[models.PhysicalProviderResponse]:
        """Adds a provider of network services to a physical network, disabled.

        name: its name, as VirtualRouter
        physicalnetworkid: the ID of the physical network
        destinationphysicalnetworkid: the physical network of the same zone that it bridges to
        servicelist: the services that it shall give; all of its own when absent
        """
        return self._job("addNetworkServiceProvider", "object", "networkserviceprovider", locals())

    def add_os_category(self, *, name: str, isfeatured: bool | None = None) -> models.GuestOSCategoryResponse:
        """Adds a guest OS category, the last in order.

        name: its name, which no other has
        isfeatured: whether it is shown first
        """
        return cast(models.GuestOSCategoryResponse, self._now("addOsCategory", "object", "oscategory", locals()))

    def add_resource_detail(self, *, resourceid: str, resourcetype: str, details: dict[str, str], fordisplay: bool | None = None
        ) -> Job[models.Success]:
        """Adds details to an object, or changes them.

        resourceid: the ID of the object
        resourcetype: the kind of the object, as UserVm, Volume, Network, Zone or ServiceOffering
        details: the details: details[0].key=…&details[0].value=…
        fordisplay: whether users see them
        """
        return self._job("addResourceDetail", "success", "", locals())

    def add_secondary_storage(self, *, url: str, zoneid: str | None = None) -> models.ImageStoreResponse:
        """Adds an image store, as addImageStore does: the url says of which provider.

        url: pileus://host:8260, or sim:// and a name for a store of simulated hosts
        zoneid: the ID of its zone; absent for all zones
        """
        return cast(models.ImageStoreResponse, self._now("addSecondaryStorage", "object", "secondarystorage", locals()))

    def add_traffic_type(self, *, physicalnetworkid: str, traffictype: str, isolationmethod: str | None = None,
            kvmnetworklabel: str | None = None, vlan: str | None = None, xennetworklabel: str | None = None
        ) -> Job[models.TrafficTypeResponse]:
        """Lets a physical network carry a kind of traffic.

        physicalnetworkid: the ID of the physical network
        traffictype: Guest, Public, Management, Storage or Control
        isolationmethod: VLAN or VXLAN; the physical network's own when absent
        kvmnetworklabel: the bridge on KVM hosts that carries it, as cloudbr0
        vlan: the VLAN of management or storage traffic
        xennetworklabel: the network on Xen hosts that carries it
        """
        return self._job("addTrafficType", "object", "traffictype", locals())

    def add_user_to_project(self, *, projectid: str, username: str, projectroleid: str | None = None, roletype: str | None = None
        ) -> Job[models.Success]:
        """Adds one user to a project; invites it where project.invite.required is true.

        projectid: the ID of the project
        username: the name of the user, in the project's domain
        projectroleid: the project role whose rules bind it
        roletype: Admin or Regular (default)
        """
        return self._job("addUserToProject", "success", "", locals())

    def archive_alerts(self, *, ids: list[str] | None = None, type: str | None = None, startdate: str | None = None,
            enddate: str | None = None) -> models.Success:
        """Archives alerts: lists hold them no more.

        ids: the IDs of the alerts, comma-joined
        type: alerts of this type, by number or name
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        """
        return cast(models.Success, self._now("archiveAlerts", "success", "", locals()))

    def archive_events(self, *, ids: list[str] | None = None, type: str | None = None, startdate: str | None = None,
            enddate: str | None = None) -> models.Success:
        """Archives events: listEvents shows them only when it is asked to.

        ids: the IDs of events, comma-joined
        type: events of this type, as VM.CREATE
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        """
        return cast(models.Success, self._now("archiveEvents", "success", "", locals()))

    def associate_ip_address(self, *, account: str | None = None, domainid: str | None = None, projectid: str | None = None,
            networkid: str | None = None, zoneid: str | None = None, ipaddress: str | None = None, fordisplay: bool | None = None,
            clienttoken: str | None = None) -> Job[models.IPAddressResponse]:
        """Acquires a public address for a network.

        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        networkid: the network that will have it
        zoneid: instead of the network: the zone, where the account has exactly one network with source NAT
        ipaddress: this address, if it is free
        fordisplay: whether its owner sees it
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        """
        return self._job("associateIpAddress", "object", "ipaddress", locals())

    def cancel_host_as_degraded(self, *, id: str) -> Job[models.HostResponse]:
        """Says that a degraded host is repaired: VMs are placed on it again.

        id: the ID of the host
        """
        return self._job("cancelHostAsDegraded", "object", "host", locals())

    def cancel_host_maintenance(self, *, id: str) -> Job[models.HostResponse]:
        """Ends a host's maintenance, or its preparation: VMs are placed on it again.

        id: the ID of the host
        """
        return self._job("cancelHostMaintenance", "object", "host", locals())

    def cancel_storage_maintenance(self, *, id: str) -> Job[models.StoragePoolResponse]:
        """Ends maintenance of a storage pool: it is Up, and what maintenance stopped is started.

        id: the ID of the storage pool
        """
        return self._job("cancelStorageMaintenance", "object", "storagepool", locals())

    def change_service_for_system_vm(self, *, id: str, serviceofferingid: str, details: dict[str, str] | None = None
        ) -> models.SystemVmResponse:
        """Gives a stopped system VM another service offering.

        id: the ID of the system VM
        serviceofferingid: the ID of the new service offering
        details: values of a custom offering, of which there are none for system VMs
        """
        return cast(models.SystemVmResponse, self._now("changeServiceForSystemVm", "object", "systemvm", locals()))

    def change_storage_pool_scope(self, *, id: str, scope: str, clusterid: str | None = None) -> Job[models.Success]:
        """Changes the scope of a storage pool that is Disabled from a cluster to its zone, or from the zone to a cluster.

        id: the ID of the storage pool
        scope: CLUSTER or ZONE
        clusterid: the ID of the cluster, for scope CLUSTER
        """
        return self._job("changeStoragePoolScope", "success", "", locals())

    def clean_vm_reservations(self) -> Job[models.Success]:
        """Makes what is reserved on hosts and pools what VMs and volumes really hold."""
        return self._job("cleanVMReservations", "success", "", locals())

    def cleanup_simulator_mock(self, *, id: int | None = None) -> models.Success:
        """Removes one fault of simulated hosts, or all.

        id: the ID of the fault; all when absent
        """
        return cast(models.Success, self._now("cleanupSimulatorMock", "success", "", locals()))

    def configure_simulator(self, *, name: str, value: str, clusterid: str | None = None, count: int | None = None,
            hostid: str | None = None, podid: str | None = None, zoneid: str | None = None) -> models.MockResponse:
        """Lets a command go wrong on simulated hosts, as often as `count` says on each; or, with name=BootTime, sets how long VMs take
        to boot.

        name: the command, as StartCommand or ensure_running; * for any; BootTime for the boot time
        value: parts joined by |: result:fail, result:nospace (disk full), wait:MILLISECONDS, timeout (never answers), drop (acts, but the
            answer is lost); for BootTime: milliseconds
        clusterid: only hosts of this cluster
        count: how often on each host; absent: always
        hostid: only this host
        podid: only hosts of this pod
        zoneid: only hosts of this zone
        """
        return cast(models.MockResponse, self._now("configureSimulator", "object", "null", locals()))

    def configure_virtual_router_element(self, *, id: str, enabled: bool) -> Job[models.VirtualRouterProviderResponse]:
        """Enables or disables a virtual router element.

        id: the ID of the element
        enabled: whether it shall be enabled
        """
        return self._job("configureVirtualRouterElement", "object", "virtualrouterelement", locals())

    def create_account(self, *, username: str, password: str, email: str, firstname: str, lastname: str, account: str | None = None,
            accounttype: int | None = None, roleid: str | None = None, domainid: str | None = None, networkdomain: str | None = None,
            accountdetails: dict[str, str] | None = None, timezone: str | None = None, accountid: str | None = None,
            userid: str | None = None) -> models.AccountResponse:
        """Creates an account with its first user.

        username: the first user's name, unique in the domain
        password: the password, in clear; it is stored hashed
        email: the email address
        firstname: first name
        lastname: last name
        account: the account's name; the user's when left out
        accounttype: 0 user, 1 root admin, 2 domain admin, 3 resource admin; or give roleid
        roleid: the role of the account
        domainid: the domain; the caller's when left out
        networkdomain: the domain of its networks
        accountdetails: details, as accountdetails[0].key=value
        timezone: time zone, as Europe/Prague
        accountid: the uuid that the account gets
        userid: the uuid that the user gets
        """
        return cast(models.AccountResponse, self._now("createAccount", "object", "account", locals()))

    def create_affinity_group(self, *, name: str, type: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, description: str | None = None) -> Job[models.AffinityGroupResponse]:
        """Creates an affinity group.

        name: its name
        type: its type, one of listAffinityGroupTypes
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        description: its description
        """
        return self._job("createAffinityGroup", "object", "affinitygroup", locals())

    def create_console_endpoint(self, *, virtualmachineid: str, token: str | None = None) -> models.ConsoleEndpointResponse:
        """Makes a link that opens the console of a virtual machine once.

        virtualmachineid: the ID of the VM; for root admins of a system VM, too
        token: a further secret of the client's: who opens the console must show it
        """
        return cast(models.ConsoleEndpointResponse, self._now("createConsoleEndpoint", "object", "consoleendpoint", locals()))

    def create_disk_offering(self, *, name: str, customizediops: bool | None = None, miniops: int | None = None, maxiops: int | None = None,
            bytesreadrate: int | None = None, bytesreadratemax: int | None = None, bytesreadratemaxlength: int | None = None,
            byteswriterate: int | None = None, byteswriteratemax: int | None = None, byteswriteratemaxlength: int | None = None,
            iopsreadrate: int | None = None, iopsreadratemax: int | None = None, iopsreadratemaxlength: int | None = None,
            iopswriterate: int | None = None, iopswriteratemax: int | None = None, iopswriteratemaxlength: int | None = None,
            cachemode: str | None = None, displaytext: str | None = None, disksize: int | None = None, customized: bool | None = None,
            disksizestrictness: bool | None = None, displayoffering: bool | None = None, domainid: list[str] | None = None,
            zoneid: list[str] | None = None, provisioningtype: str | None = None, storagetype: str | None = None, tags: str | None = None,
            details: dict[str, str] | None = None) -> models.DiskOfferingResponse:
        """Creates a disk offering. A customized one leaves the size to the user.

        name: the name of the disk offering
        customizediops: whether users choose IOPS
        miniops: the least IOPS, of storage that promises any
        maxiops: the most IOPS
        bytesreadrate: bytes per second that may be read
        bytesreadratemax: bytes per second that may be read in a burst
        bytesreadratemaxlength: seconds that a burst of reading may last
        byteswriterate: bytes per second that may be written
        byteswriteratemax: bytes per second that may be written in a burst
        byteswriteratemaxlength: seconds that a burst of writing may last
        iopsreadrate: reads per second
        iopsreadratemax: reads per second in a burst
        iopsreadratemaxlength: seconds that a burst of reads may last
        iopswriterate: writes per second
        iopswriteratemax: writes per second in a burst
        iopswriteratemaxlength: seconds that a burst of writes may last
        cachemode: none, writeback, writethrough or hypervisor_default: what the host's cache does
        displaytext: its description; the name when absent
        disksize: size in GiB
        customized: whether users choose the size
        disksizestrictness: whether volumes keep the size that they were made with
        displayoffering: whether users are shown it
        domainid: the domains that see it; all when absent
        zoneid: the zones where it may be used; all when absent
        provisioningtype: thin, sparse or fat
        storagetype: shared or local
        tags: tags of storage that it needs, comma-joined
        details: details
        """
        return cast(models.DiskOfferingResponse, self._now("createDiskOffering", "object", "diskoffering", locals()))

    def create_domain(self, *, name: str, parentdomainid: str | None = None, networkdomain: str | None = None, domainid: str | None = None
        ) -> models.DomainResponse:
        """Creates a domain below another.

        name: the name; unique below its parent
        parentdomainid: the parent; the caller's domain when left out
        networkdomain: the domain of its networks
        domainid: the uuid that the domain gets
        """
        return cast(models.DomainResponse, self._now("createDomain", "object", "domain", locals()))

    def create_egress_firewall_rule(self, *, networkid: str, protocol: str, cidrlist: list[str] | None = None,
            destcidrlist: list[str] | None = None, startport: int | None = None, endport: int | None = None, icmptype: int | None = None,
            icmpcode: int | None = None, fordisplay: bool | None = None, type: str | None = None, clienttoken: str | None = None
        ) -> Job[models.FirewallResponse]:
        """Says what guests may send out, or, where the offering allows everything, what they may not.

        networkid: the ID of the network
        protocol: tcp, udp, icmp or all
        cidrlist: guests' addresses, comma-joined CIDRs within the network; all when absent
        destcidrlist: where packets go to, comma-joined CIDRs; anywhere when absent
        startport: the first port; all ports when absent
        endport: the last port; the first when absent
        icmptype: the ICMP type; -1, all, when absent
        icmpcode: the ICMP code; -1, all, when absent
        fordisplay: whether its owner sees it
        type: User
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        """
        return self._job("createEgressFirewallRule", "object", "firewallrule", locals())

    def create_firewall_rule(self, *, ipaddressid: str, protocol: str, cidrlist: list[str] | None = None, startport: int | None = None,
            endport: int | None = None, icmptype: int | None = None, icmpcode: int | None = None, fordisplay: bool | None = None,
            type: str | None = None, clienttoken: str | None = None) -> Job[models.FirewallResponse]:
        """Lets packets in to a public address.

        ipaddressid: the ID of the public address
        protocol: tcp, udp or icmp
        cidrlist: where packets may come from, comma-joined CIDRs; anywhere when absent
        startport: the first port; all ports when absent
        endport: the last port; the first when absent
        icmptype: the ICMP type; -1, all, when absent
        icmpcode: the ICMP code; -1, all, when absent
        fordisplay: whether its owner sees it
        type: User
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        """
        return self._job("createFirewallRule", "object", "firewallrule", locals())

    def create_host_token(self, *, clusterid: str | None = None, minutes: int | None = None, uses: int | None = None
        ) -> models.HostTokenResponse:
        """Makes a token with which hosts join the cloud (pileus-agent setup), before addHost puts them into a cluster. Ours, not
        CloudStack's.

        clusterid: the ID of the cluster that alone may adopt the host; absent: any
        minutes: how long it is valid, minutes
        uses: how many hosts may join with it
        """
        return cast(models.HostTokenResponse, self._now("createHostToken", "object", "hosttoken", locals()))

    def create_instance_group(self, *, name: str, account: str | None = None, domainid: str | None = None, projectid: str | None = None
        ) -> models.InstanceGroupResponse:
        """Creates a group of VMs.

        name: its name
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        """
        return cast(models.InstanceGroupResponse, self._now("createInstanceGroup", "object", "instancegroup", locals()))

    def create_management_network_ip_range(self, *, podid: str, gateway: str, netmask: str, startip: str, endip: str | None = None,
            forsystemvms: bool | None = None, vlan: str | None = None) -> Job[models.PodResponse]:
        """Adds a range of management addresses to a pod. It may not overlap with another range of the zone.

        podid: the ID of the pod
        gateway: the gateway of the management network
        netmask: its netmask
        startip: the first address
        endip: the last address; the first when absent
        forsystemvms: whether it is for system VMs alone
        vlan: untagged or a VLAN
        """
        return self._job("createManagementNetworkIpRange", "object", "pod", locals())

    def create_network(self, *, name: str, networkofferingid: str, zoneid: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, displaytext: str | None = None, acltype: str | None = None, displaynetwork: bool | None = None,
            dns1: str | None = None, dns2: str | None = None, gateway: str | None = None, netmask: str | None = None,
            networkdomain: str | None = None, physicalnetworkid: str | None = None, vlan: str | None = None, clienttoken: str | None = None,
            plan: bool | None = None) -> models.NetworkResponse:
        """Creates a network of guests. It costs nothing but rows until the first VM starts in it, unless its offering is persistent.

        name: the name of the network
        networkofferingid: the ID of the network offering
        zoneid: the ID of the zone
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        displaytext: its description; the name when absent
        acltype: who may use it: Account; Domain goes with shared networks only
        displaynetwork: whether its owner sees it
        dns1: the first DNS server; the zone's when absent
        dns2: the second DNS server
        gateway: the address of its router; goes with netmask
        netmask: its netmask; goes with gateway
        networkdomain: the domain of its guests' names
        physicalnetworkid: the ID of the physical network that carries it
        vlan: its VLAN or VNI, where the offering wants one named
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        plan: true: answer what the call would do, and do nothing
        """
        return cast(models.NetworkResponse, self._now("createNetwork", "object", "network", locals()))

    def create_network_offering(self, *, name: str, guestiptype: str, traffictype: str, displaytext: str | None = None,
            availability: str | None = None, conservemode: bool | None = None, details: dict[str, str] | None = None,
            domainid: list[str] | None = None, zoneid: list[str] | None = None, egressdefaultpolicy: bool | None = None,
            enable: bool | None = None, forvpc: bool | None = None, internetprotocol: str | None = None, ispersistent: bool | None = None,
            keepaliveenabled: bool | None = None, maxconnections: int | None = None, networkmode: str | None = None,
            networkrate: int | None = None, serviceofferingid: str | None = None, servicecapabilitylist: list[dict[str, str]] | None = None,
            serviceproviderlist: list[dict[str, str]] | None = None, specifyipranges: bool | None = None, specifyvlan: bool | None = None,
            supportedservices: list[str] | None = None, tags: str | None = None) -> models.NetworkOfferingResponse:
        """Creates a network offering. It is disabled until updateNetworkOffering enables it, or `enable` is true.

        name: the name of the network offering
        guestiptype: Isolated, Shared or L2
        traffictype: Guest
        displaytext: its description; the name when absent
        availability: Required, Optional or Unavailable
        conservemode: whether one address may serve several services
        details: details
        domainid: the domains that see it, with those below; all when absent
        zoneid: the zones where it may be used; all when absent
        egressdefaultpolicy: whether guests may reach the outside unless a rule forbids it
        enable: whether it is enabled at once
        forvpc: whether it is for networks of VPCs; absent: when a provider is that of VPCs
        internetprotocol: IPv4; DualStack comes with IPv6
        ispersistent: whether networks are made ready before their first VM
        keepaliveenabled: whether load balancers keep connections open
        maxconnections: the most connections of a load balancer
        networkmode: NATTED; ROUTED comes with routed networks
        networkrate: Mbit/s of each NIC
        serviceofferingid: the system offering of its routers
        servicecapabilitylist: capabilities: [0].service, [0].capabilitytype, [0].capabilityvalue
        serviceproviderlist: who provides each service: [0].service, [0].provider
        specifyipranges: whether createNetwork must name an address range
        specifyvlan: whether createNetwork must name the VLAN
        supportedservices: the services, comma-joined
        tags: the tags of the physical network that it needs
        """
        return cast(models.NetworkOfferingResponse, self._now("createNetworkOffering", "object", "networkoffering", locals()))

    def create_physical_network(self, *, name: str, zoneid: str, broadcastdomainrange: str | None = None, domainid: str | None = None,
            isolationmethods: list[str] | None = None, networkspeed: str | None = None, tags: list[str] | None = None,
            vlan: str | None = None) -> Job[models.PhysicalNetworkResponse]:
        """Creates a physical network in a zone, with its service providers, all disabled.

        name: the name of the physical network
        zoneid: the ID of its zone
        broadcastdomainrange: ZONE; POD is for basic zones, which are not there
        domainid: the only domain whose networks it carries, with those below
        isolationmethods: VLAN (default) or VXLAN
        networkspeed: its speed, as 1G
        tags: its tags: network offerings with tags choose by them
        vlan: the VLAN ids or VNIs that guest networks may take, as 100-199
        """
        return self._job("createPhysicalNetwork", "object", "physicalnetwork", locals())

    def create_pod(self, *, name: str, zoneid: str, gateway: str | None = None, netmask: str | None = None, startip: str | None = None,
            endip: str | None = None, allocationstate: str | None = None, storageaccessgroups: list[str] | None = None
        ) -> models.PodResponse:
        """Creates a pod in a zone. Its management network may not overlap with another pod's.

        name: the name of the pod
        zoneid: the ID of its zone
        gateway: the gateway of its management network
        netmask: the netmask of its management network
        startip: the first management address that system VMs may take
        endip: the last management address that system VMs may take; absent: startip
        allocationstate: Enabled or Disabled: whether VMs may be placed there
        storageaccessgroups: its hosts reach pools that are restricted to one of these groups, comma-joined
        """
        return cast(models.PodResponse, self._now("createPod", "object", "pod", locals()))

    def create_port_forwarding_rule(self, *, ipaddressid: str, protocol: str, publicport: int, privateport: int, virtualmachineid: str,
            publicendport: int | None = None, privateendport: int | None = None, networkid: str | None = None, vmguestip: str | None = None,
            openfirewall: bool | None = None, fordisplay: bool | None = None, clienttoken: str | None = None
        ) -> Job[models.FirewallRuleResponse]:
        """Leads ports of a public address to a VM, and opens them in the firewall unless told otherwise.

        ipaddressid: the ID of the public address
        protocol: tcp or udp
        publicport: the public address's first port
        privateport: the VM's first port
        virtualmachineid: the ID of the VM
        publicendport: the public address's last port; the first when absent
        privateendport: the VM's last port; the first when absent
        networkid: the VM's network, when it has several: the address's own
        vmguestip: the VM's address in that network
        openfirewall: add a firewall rule that lets anybody in to these ports; it goes with this rule
        fordisplay: whether its owner sees it
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        """
        return self._job("createPortForwardingRule", "object", "portforwardingrule", locals())

    def create_project(self, *, name: str, displaytext: str | None = None, account: str | None = None, domainid: str | None = None,
            accountid: str | None = None, userid: str | None = None) -> Job[models.ProjectResponse]:
        """Creates a project.

        name: its name, unique in its domain
        displaytext: what it is for; its name when left out
        account: the account that will be its first admin; needs domainid
        domainid: the domain of that account
        accountid: the ID of the account that will be its first admin
        userid: the user of that account who alone will be its first admin
        """
        return self._job("createProject", "object", "project", locals())

    def create_project_role(self, *, name: str, projectid: str, description: str | None = None) -> models.ProjectRoleResponse:
        """Creates a project role, whose rules bind the regular members that have it. Without rules it allows all.

        name: its name, unique in the project
        projectid: the ID of the project
        description: what it is for
        """
        return cast(models.ProjectRoleResponse, self._now("createProjectRole", "object", "projectrole", locals()))

    def create_project_role_permission(self, *, projectid: str, projectroleid: str, rule: str, permission: str,
            description: str | None = None) -> models.ProjectRolePermissionResponse:
        """Adds a rule to a project role, as the last one. The first rule that matches a command decides; without one it is allowed.

        projectid: the ID of the project
        projectroleid: the ID of the role
        rule: the name of a command; * stands for any text, as list*
        permission: allow or deny
        description: what it is for
        """
        return cast(models.ProjectRolePermissionResponse, self._now("createProjectRolePermission", "object", "projectrolepermission", locals()))

    def create_role(self, *, name: str, description: str | None = None, ispublic: bool | None = None, roleid: str | None = None,
            type: str | None = None) -> models.RoleResponse:
        """Creates a role: of a type, with that type's default commands; or with the rules of another role.

        name: the name; unique among the roles of its type
        description: what the role is for
        ispublic: whether others than root administrators see the role
        roleid: the role whose type and rules are copied; instead of type
        type: Admin, ResourceAdmin, DomainAdmin or User
        """
        return cast(models.RoleResponse, self._now("createRole", "object", "role", locals()))

    def create_role_permission(self, *, permission: str, roleid: str, rule: str, description: str | None = None
        ) -> models.RolePermissionResponse:
        """Adds a rule to a role; it is tried after the others.

        permission: allow or deny
        roleid: the ID of the role
        rule: the name of a command, or a part of it with *, as list*
        description: why
        """
        return cast(models.RolePermissionResponse, self._now("createRolePermission", "object", "rolepermission", locals()))

    def create_ssh_key_pair(self, *, name: str, account: str | None = None, domainid: str | None = None, projectid: str | None = None
        ) -> models.CreateSSHKeyPairResponse:
        """Makes a new key pair, keeps the public key and answers the private key once.

        name: the name of the key pair
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        """
        return cast(models.CreateSSHKeyPairResponse, self._now("createSSHKeyPair", "object", "keypair", locals()))

    def create_service_offering(self, *, name: str, customizediops: bool | None = None, miniops: int | None = None,
            maxiops: int | None = None, bytesreadrate: int | None = None, bytesreadratemax: int | None = None,
            bytesreadratemaxlength: int | None = None, byteswriterate: int | None = None, byteswriteratemax: int | None = None,
            byteswriteratemaxlength: int | None = None, iopsreadrate: int | None = None, iopsreadratemax: int | None = None,
            iopsreadratemaxlength: int | None = None, iopswriterate: int | None = None, iopswriteratemax: int | None = None,
            iopswriteratemaxlength: int | None = None, cachemode: str | None = None, displaytext: str | None = None,
            cpunumber: int | None = None, cpuspeed: int | None = None, memory: int | None = None, customized: bool | None = None,
            mincpunumber: int | None = None, maxcpunumber: int | None = None, minmemory: int | None = None, maxmemory: int | None = None,
            domainid: list[str] | None = None, zoneid: list[str] | None = None, hosttags: str | None = None, tags: str | None = None,
            offerha: bool | None = None, limitcpuuse: bool | None = None, dynamicscalingenabled: bool | None = None,
            issystem: bool | None = None, systemvmtype: str | None = None, networkrate: int | None = None,
            deploymentplanner: str | None = None, diskofferingid: str | None = None, diskofferingstrictness: bool | None = None,
            provisioningtype: str | None = None, storagetype: str | None = None, rootdisksize: int | None = None,
            serviceofferingdetails: dict[str, str] | None = None) -> models.ServiceOfferingResponse:
        """Creates a service offering. Without cpunumber, cpuspeed and memory, users choose them.

        name: the name of the service offering
        customizediops: whether users choose IOPS
        miniops: the least IOPS, of storage that promises any
        maxiops: the most IOPS
        bytesreadrate: bytes per second that may be read
        bytesreadratemax: bytes per second that may be read in a burst
        bytesreadratemaxlength: seconds that a burst of reading may last
        byteswriterate: bytes per second that may be written
        byteswriteratemax: bytes per second that may be written in a burst
        byteswriteratemaxlength: seconds that a burst of writing may last
        iopsreadrate: reads per second
        iopsreadratemax: reads per second in a burst
        iopsreadratemaxlength: seconds that a burst of reads may last
        iopswriterate: writes per second
        iopswriteratemax: writes per second in a burst
        iopswriteratemaxlength: seconds that a burst of writes may last
        cachemode: none, writeback, writethrough or hypervisor_default: what the host's cache does
        displaytext: its description; the name when absent
        cpunumber: CPU cores
        cpuspeed: MHz of each core
        memory: memory in MiB
        customized: whether users choose CPU and memory
        mincpunumber: the fewest cores that users may choose
        maxcpunumber: the most cores that users may choose
        minmemory: the least memory that users may choose, MiB
        maxmemory: the most memory that users may choose, MiB
        domainid: the domains that see it; all when absent
        zoneid: the zones where it may be used; all when absent
        hosttags: tags of hosts that it needs, comma-joined
        tags: tags of storage that it needs, comma-joined
        offerha: whether VMs are started again when their host dies
        limitcpuuse: whether CPU is limited to what the offering says, even on an idle host
        dynamicscalingenabled: whether CPU and memory may be changed while a VM runs
        issystem: whether it is for system VMs
        systemvmtype: the type of system VM it is for
        networkrate: Mbit/s of the default NIC; 0: unlimited; absent: vm.network.throttling.rate
        deploymentplanner: the planner that finds its VMs' hosts; see listDeploymentPlanners
        diskofferingid: the disk offering of root disks, instead of one of its own
        diskofferingstrictness: whether a VM keeps the disk offering when its service offering is changed
        provisioningtype: thin, sparse or fat
        storagetype: shared or local
        rootdisksize: GiB of the root disk
        serviceofferingdetails: details
        """
        return cast(models.ServiceOfferingResponse, self._now("createServiceOffering", "object", "serviceoffering", locals()))

    def create_storage_network_ip_range(self, *, podid: str, gateway: str, netmask: str, startip: str, endip: str | None = None,
            vlan: int | None = None) -> Job[models.StorageRangeResponse]:
        """Adds a range of addresses on a pod's storage network. The zone needs a physical network for storage traffic.

        podid: the ID of the pod
        gateway: the gateway of the storage network
        netmask: its netmask
        startip: the first address
        endip: the last address; the first when absent
        vlan: its VLAN; absent: none
        """
        return self._job("createStorageNetworkIpRange", "object", "storagenetworkiprange", locals())

    def create_storage_pool(self, *, name: str, url: str, zoneid: str, podid: str | None = None, clusterid: str | None = None,
            hypervisor: str | None = None, scope: str | None = None, provider: str | None = None, tags: str | None = None,
            capacitybytes: int | None = None, capacityiops: int | None = None, details: dict[str, str] | None = None,
            storageaccessgroups: str | None = None, managed: bool | None = None) -> models.StoragePoolResponse:
        """Creates a storage pool, and makes it work on each host of its scope that is Up.

        name: the name of the storage pool
        url: filesystem://host/folder for a host's own disks (host: its ID, name or address), SharedMountPoint:///folder for one that all
            hosts mount at that folder
        zoneid: the ID of its zone
        podid: the ID of its pod
        clusterid: the ID of its cluster
        hypervisor: the hypervisor of its hosts
        scope: CLUSTER or ZONE
        provider: DefaultPrimary
        tags: tags that offerings ask for, comma-joined
        capacitybytes: how much it may hold, when that is less than its file system; bytes
        capacityiops: how many IOPS it can do; only shown, beside what disks ask for at least
        details: its details
        storageaccessgroups: only hosts with one of these storage access groups get it, comma-joined
        managed: whether each volume is a disk of the storage system: not possible here, so only false is
        """
        return cast(models.StoragePoolResponse, self._now("createStoragePool", "object", "storagepool", locals()))

    def create_tags(self, *, resourceids: list[str], resourcetype: str, tags: list[dict[str, str]], customer: str | None = None
        ) -> Job[models.Success]:
        """Adds tags to objects of one kind: to each of them all of the tags, or none to any.

        resourceids: the IDs of the objects, comma-joined
        resourcetype: the kind of the objects, as UserVm, Volume, Template, Network, PublicIpAddress, Project or Zone
        tags: the tags: tags[0].key=…&tags[0].value=…
        customer: a text of the customer's, kept with each tag
        """
        return self._job("createTags", "success", "", locals())

    def create_template(self, *, name: str, ostypeid: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, volumeid: str | None = None, displaytext: str | None = None, bits: int | None = None,
            details: dict[str, str] | None = None, isdynamicallyscalable: bool | None = None, isfeatured: bool | None = None,
            ispublic: bool | None = None, passwordenabled: bool | None = None, requireshvm: bool | None = None,
            sshkeyenabled: bool | None = None, templatetag: str | None = None, clienttoken: str | None = None
        ) -> Job[models.TemplateResponse]:
        """Makes a template of the volume of a stopped VM.

        name: the name of the template
        ostypeid: the ID of its guest OS type
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        volumeid: the ID of the volume; its VM must be stopped
        displaytext: its description; the name when absent
        bits: 32 or 64
        details: details
        isdynamicallyscalable: whether it has tools for scaling while it runs
        isfeatured: whether it is shown first; admins only
        ispublic: whether everybody may use it
        passwordenabled: whether VMs get a password from the router
        requireshvm: whether it needs hardware virtualisation
        sshkeyenabled: whether VMs fetch an SSH key
        templatetag: the tag of hosts that it needs
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        """
        return self._job("createTemplate", "object", "template", locals())

    def create_user(self, *, username: str, password: str, email: str, firstname: str, lastname: str, account: str,
            domainid: str | None = None, timezone: str | None = None, userid: str | None = None) -> models.UserResponse:
        """Creates a user for an account that exists.

        username: the name, unique in the domain
        password: the password, in clear; it is stored hashed
        email: the email address
        firstname: first name
        lastname: last name
        account: the account that the user belongs to
        domainid: the domain of that account; the caller's when left out
        timezone: time zone, as Europe/Prague
        userid: the uuid that the user gets
        """
        return cast(models.UserResponse, self._now("createUser", "object", "user", locals()))

    def create_vpc_offering(self, *, name: str, displaytext: str | None = None, domainid: list[str] | None = None,
            enable: bool | None = None, internetprotocol: str | None = None, networkmode: str | None = None,
            servicecapabilitylist: list[dict[str, str]] | None = None, serviceofferingid: str | None = None,
            serviceproviderlist: list[dict[str, str]] | None = None, supportedservices: list[str] | None = None,
            zoneid: list[str] | None = None) -> Job[models.VpcOfferingResponse]:
        """Creates a VPC offering. It is disabled until updateVPCOffering enables it, or `enable` is true.

        name: the name of the VPC offering
        displaytext: its description; the name when absent
        domainid: the domains that see it, with those below; all when absent
        enable: whether it is enabled at once
        internetprotocol: IPv4; DualStack comes with IPv6
        networkmode: NATTED; ROUTED comes with routed networks
        servicecapabilitylist: capabilities: [0].service, [0].capabilitytype, [0].capabilityvalue
        serviceofferingid: the system offering of its routers
        serviceproviderlist: who provides each service, VpcVirtualRouter when absent: [0].service, [0].provider
        supportedservices: the services, comma-joined
        zoneid: the zones where it may be used; all when absent
        """
        return self._job("createVPCOffering", "object", "vpcoffering", locals())

    def create_vlan_ip_range(self, *, account: str | None = None, domainid: str | None = None, projectid: str | None = None,
            zoneid: str | None = None, physicalnetworkid: str | None = None, networkid: str | None = None, podid: str | None = None,
            forvirtualnetwork: bool | None = None, forsystemvms: bool | None = None, gateway: str | None = None, netmask: str | None = None,
            startip: str | None = None, endip: str | None = None, vlan: str | None = None) -> models.VlanIpRangeResponse:
        """Adds a range of public addresses to a zone.

        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        zoneid: the ID of the zone
        physicalnetworkid: the physical network; the one for public traffic when absent
        networkid: refused: ranges of guest networks come with shared networks
        podid: the ID of the pod; public ranges have none
        forvirtualnetwork: true: public addresses for isolated networks
        forsystemvms: true: kept for system VMs; such a range is nobody's
        gateway: the gateway of the range
        netmask: the netmask of the range
        startip: the first address
        endip: the last address; the first when absent
        vlan: untagged or a VLAN
        """
        return cast(models.VlanIpRangeResponse, self._now("createVlanIpRange", "object", "vlan", locals()))

    def create_webhook(self, *, name: str, payloadurl: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, description: str | None = None, scope: str | None = None, secretkey: str | None = None,
            sslverification: bool | None = None, state: str | None = None) -> models.WebhookResponse:
        """Creates a webhook: events are posted to its URL as they happen.

        name: the name of the webhook
        payloadurl: the URL that events are posted to
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        description: its description
        scope: whose events: Local (the account's), Domain (the domain's and those below) or Global
        secretkey: the key that signs what is posted (HMAC-SHA256 in X-CS-Signature)
        sslverification: whether the receiver's certificate is checked; true for https when absent
        state: Enabled or Disabled
        """
        return cast(models.WebhookResponse, self._now("createWebhook", "object", "webhook", locals()))

    def create_zone(self, *, name: str, dns1: str, internaldns1: str, networktype: str, allocationstate: str | None = None,
            dns2: str | None = None, internaldns2: str | None = None, domain: str | None = None, domainid: str | None = None,
            guestcidraddress: str | None = None, localstorageenabled: bool | None = None, securitygroupenabled: bool | None = None,
            isedge: bool | None = None, storageaccessgroups: list[str] | None = None) -> models.ZoneResponse:
        """Creates a zone. It is disabled until updateZone enables it.

        name: the name of the zone
        dns1: the first DNS server that guests are told
        internaldns1: the first DNS server of hosts and system VMs
        networktype: Advanced; Basic is refused: it is not supported yet
        allocationstate: Enabled or Disabled
        dns2: the second DNS server that guests are told
        internaldns2: the second DNS server of hosts and system VMs
        domain: the network domain of guests
        domainid: the only domain that sees the zone, with those below it
        guestcidraddress: the default CIDR of isolated networks
        localstorageenabled: whether disks may be on hosts' own storage
        securitygroupenabled: whether the zone has security groups; it then needs no public traffic to be enabled
        isedge: whether the zone is an Edge zone, which clients show apart, instead of a Core one
        storageaccessgroups: its hosts reach pools that are restricted to one of these groups, comma-joined
        """
        return cast(models.ZoneResponse, self._now("createZone", "object", "zone", locals()))

    def declare_host_as_degraded(self, *, id: str) -> Job[models.HostResponse]:
        """Says that a host in Alert or Disconnected is broken: nothing is placed on it until cancelHostAsDegraded, even when it comes
        back.

        id: the ID of the host
        """
        return self._job("declareHostAsDegraded", "object", "host", locals())

    def dedicate_cluster(self, *, domainid: str, clusterid: str, account: str | None = None) -> Job[models.DedicateClusterResponse]:
        """Dedicates a cluster to a domain or an account.

        domainid: the ID of the domain that it will be for, with those below it
        clusterid: the ID of the cluster
        account: the account of that domain that it will be for, alone
        """
        return self._job("dedicateCluster", "object", "dedicatedcluster", locals())

    def dedicate_guest_vlan_range(self, *, physicalnetworkid: str, vlanrange: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None) -> models.DedicationResponse:
        """Dedicates VLAN ids or VNIs: only this account's or project's networks get them, and these first.

        physicalnetworkid: the ID of the physical network
        vlanrange: the VLAN ids or VNIs, as 100-110
        account: the account; with domainid, in that domain
        domainid: the domain of the account
        projectid: the project
        """
        return cast(models.DedicationResponse, self._now("dedicateGuestVlanRange", "object", "dedicatedguestvlanrange", locals()))

    def dedicate_host(self, *, domainid: str, hostid: str, account: str | None = None) -> Job[Listed[models.DedicateHostResponse]]:
        """Dedicates a host to a domain or an account.

        domainid: the ID of the domain that it will be for, with those below it
        hostid: the ID of the host
        account: the account of that domain that it will be for, alone
        """
        return self._job("dedicateHost", "list", "dedicatedhost", locals())

    def dedicate_pod(self, *, domainid: str, podid: str, account: str | None = None) -> Job[Listed[models.DedicatePodResponse]]:
        """Dedicates a pod to a domain or an account.

        domainid: the ID of the domain that it will be for, with those below it
        podid: the ID of the pod
        account: the account of that domain that it will be for, alone
        """
        return self._job("dedicatePod", "list", "dedicatedpod", locals())

    def dedicate_public_ip_range(self, *, id: str, domainid: str, account: str | None = None, projectid: str | None = None
        ) -> models.VlanIpRangeResponse:
        """Dedicates a range of public addresses: only this account's, project's or domain's networks get its addresses, and these first.

        id: the ID of the range
        domainid: the domain, or that of the account or project
        account: the only account that may have its addresses
        projectid: the only project that may have its addresses
        """
        return cast(models.VlanIpRangeResponse, self._now("dedicatePublicIpRange", "object", "vlan", locals()))

    def dedicate_zone(self, *, domainid: str, zoneid: str, account: str | None = None) -> Job[Listed[models.DedicateZoneResponse]]:
        """Dedicates a zone to a domain or an account.

        domainid: the ID of the domain that it will be for, with those below it
        zoneid: the ID of the zone
        account: the account of that domain that it will be for, alone
        """
        return self._job("dedicateZone", "list", "dedicatedzone", locals())

    def delete_account(self, *, id: str, plan: bool | None = None) -> Job[models.Success]:
        """Deletes an account with its users and all that it owns: VMs, volumes, networks, addresses, templates, keys.

        id: the account's id
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("deleteAccount", "success", "", locals())

    def delete_account_from_project(self, *, account: str, projectid: str) -> Job[models.Success]:
        """Removes an account from a project. What it made there stays.

        account: the name of the account
        projectid: the ID of the project
        """
        return self._job("deleteAccountFromProject", "success", "", locals())

    def delete_affinity_group(self, *, account: str | None = None, domainid: str | None = None, projectid: str | None = None,
            id: str | None = None, name: str | None = None) -> Job[models.Success]:
        """Deletes an affinity group. Its VMs stay where they are.

        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        id: the ID of the group; instead of name
        name: the name of the group; instead of id
        """
        return self._job("deleteAffinityGroup", "success", "", locals())

    def delete_alerts(self, *, ids: list[str] | None = None, type: str | None = None, startdate: str | None = None,
            enddate: str | None = None) -> models.Success:
        """Deletes alerts.

        ids: the IDs of the alerts, comma-joined
        type: alerts of this type, by number or name
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        """
        return cast(models.Success, self._now("deleteAlerts", "success", "", locals()))

    def delete_cluster(self, *, id: str) -> models.Success:
        """Deletes a cluster without hosts and pools.

        id: the ID of the cluster
        """
        return cast(models.Success, self._now("deleteCluster", "success", "", locals()))

    def delete_disk_offering(self, *, id: str) -> models.Success:
        """Deletes a disk offering. Volumes that were made of it stay as they are.

        id: the ID of the disk offering
        """
        return cast(models.Success, self._now("deleteDiskOffering", "success", "", locals()))

    def delete_domain(self, *, id: str, cleanup: bool | None = None, plan: bool | None = None) -> Job[models.Success]:
        """Deletes a domain; with cleanup also the domains below it, their accounts, and all that these own.

        id: the domain's id
        cleanup: delete what is in it, too; false: refused when there is anything
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("deleteDomain", "success", "", locals())

    def delete_egress_firewall_rule(self, *, id: str) -> Job[models.Success]:
        """Deletes an egress rule of a network.

        id: the ID of the rule
        """
        return self._job("deleteEgressFirewallRule", "success", "", locals())

    def delete_events(self, *, ids: list[str] | None = None, type: str | None = None, startdate: str | None = None,
            enddate: str | None = None) -> models.Success:
        """Deletes events for good.

        ids: the IDs of events, comma-joined
        type: events of this type, as VM.CREATE
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        """
        return cast(models.Success, self._now("deleteEvents", "success", "", locals()))

    def delete_firewall_rule(self, *, id: str) -> Job[models.Success]:
        """Deletes a firewall rule of a public address.

        id: the ID of the rule
        """
        return self._job("deleteFirewallRule", "success", "", locals())

    def delete_host(self, *, id: str, forced: bool | None = None, forcedestroylocalstorage: bool | None = None) -> models.Success:
        """Removes a host. It must be empty, unless forced says that it is gone for good.

        id: the ID of the host
        forced: what runs there, and what it owes, is written off
        forcedestroylocalstorage: VMs with disks on its own storage are destroyed, and these disks written off
        """
        return cast(models.Success, self._now("deleteHost", "success", "", locals()))

    def delete_image_store(self, *, id: str) -> models.Success:
        """Deletes an image store that has no templates; its service keeps its files.

        id: the ID of the image store
        """
        return cast(models.Success, self._now("deleteImageStore", "success", "", locals()))

    def delete_instance_group(self, *, id: str) -> models.Success:
        """Deletes a group of VMs; the VMs stay.

        id: the ID of the group
        """
        return cast(models.Success, self._now("deleteInstanceGroup", "success", "", locals()))

    def delete_management_network_ip_range(self, *, podid: str, startip: str, endip: str, vlan: str) -> Job[models.Success]:
        """Takes a range of management addresses, none of which is taken, from a pod.

        podid: the ID of the pod
        startip: the first address of the range
        endip: the last address of the range
        vlan: its VLAN, or untagged
        """
        return self._job("deleteManagementNetworkIpRange", "success", "", locals())

    def delete_network(self, *, id: str, forced: bool | None = None) -> Job[models.Success]:
        """Deletes a network in which there is no VM; its router, public addresses and rules go with it.

        id: the ID of the network
        forced: delete it even when something could not be cleaned up; nothing is left over here, so it changes nothing
        """
        return self._job("deleteNetwork", "success", "", locals())

    def delete_network_offering(self, *, id: str) -> models.Success:
        """Deletes a network offering that no network has. Default ones stay.

        id: the ID of the network offering
        """
        return cast(models.Success, self._now("deleteNetworkOffering", "success", "", locals()))

    def delete_network_service_provider(self, *, id: str) -> Job[models.Success]:
        """Takes a provider of network services from a physical network, when none of its networks uses it.

        id: the ID of the provider
        """
        return self._job("deleteNetworkServiceProvider", "success", "", locals())

    def delete_os_category(self, *, id: str) -> models.Success:
        """Deletes a guest OS category without OS types.

        id: the ID of the category
        """
        return cast(models.Success, self._now("deleteOsCategory", "success", "", locals()))

    def delete_physical_network(self, *, id: str) -> Job[models.Success]:
        """Deletes a physical network that carries no network and no public addresses, with its traffic types, providers and dedications.

        id: the ID of the physical network
        """
        return self._job("deletePhysicalNetwork", "success", "", locals())

    def delete_pod(self, *, id: str) -> models.Success:
        """Deletes a pod without clusters, hosts, pools and public ranges, none of whose management addresses is taken.

        id: the ID of the pod
        """
        return cast(models.Success, self._now("deletePod", "success", "", locals()))

    def delete_port_forwarding_rule(self, *, id: str) -> Job[models.Success]:
        """Deletes a port forwarding rule, and the firewall rule that was made with it.

        id: the ID of the rule
        """
        return self._job("deletePortForwardingRule", "success", "", locals())

    def delete_project(self, *, id: str, cleanup: bool | None = None) -> Job[models.Success]:
        """Deletes a project, with `cleanup` also everything in it.

        id: the ID of the project
        cleanup: delete all that it owns, too; else a project that owns something is refused
        """
        return self._job("deleteProject", "success", "", locals())

    def delete_project_invitation(self, *, id: str) -> Job[models.Success]:
        """Withdraws an invitation.

        id: the ID of the invitation
        """
        return self._job("deleteProjectInvitation", "success", "", locals())

    def delete_project_role(self, *, id: str, projectid: str) -> models.Success:
        """Deletes a project role that nobody has.

        id: the ID of the role
        projectid: the ID of the project
        """
        return cast(models.Success, self._now("deleteProjectRole", "success", "", locals()))

    def delete_project_role_permission(self, *, id: str, projectid: str) -> models.Success:
        """Removes a rule from a project role.

        id: the ID of the rule
        projectid: the ID of the project
        """
        return cast(models.Success, self._now("deleteProjectRolePermission", "success", "", locals()))

    def delete_role(self, *, id: str) -> models.Success:
        """Deletes a role that no account has.

        id: the ID of the role
        """
        return cast(models.Success, self._now("deleteRole", "success", "", locals()))

    def delete_role_permission(self, *, id: str) -> models.Success:
        """Removes a rule from its role.

        id: the ID of the rule
        """
        return cast(models.Success, self._now("deleteRolePermission", "success", "", locals()))

    def delete_ssh_key_pair(self, *, name: str, account: str | None = None, domainid: str | None = None, projectid: str | None = None
        ) -> models.Success:
        """Deletes a key pair by its name. VMs that have it keep it.

        name: the name of the key pair
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        """
        return cast(models.Success, self._now("deleteSSHKeyPair", "success", "", locals()))

    def delete_service_offering(self, *, id: str) -> models.Success:
        """Deletes a service offering. VMs that were made of it stay as they are.

        id: the ID of the service offering
        """
        return cast(models.Success, self._now("deleteServiceOffering", "success", "", locals()))

    def delete_storage_network_ip_range(self, *, id: str) -> Job[models.Success]:
        """Deletes a range of addresses on a pod's storage network.

        id: the ID of the range
        """
        return self._job("deleteStorageNetworkIpRange", "success", "", locals())

    def delete_storage_pool(self, *, id: str, forced: bool | None = None) -> models.Success:
        """Deletes a storage pool that is in maintenance and has no volumes.

        id: the ID of the storage pool
        forced: expunge destroyed VMs whose volumes are on it
        """
        return cast(models.Success, self._now("deleteStoragePool", "success", "", locals()))

    def delete_tags(self, *, resourceids: list[str], resourcetype: str, tags: list[dict[str, str]] | None = None) -> Job[models.Success]:
        """Removes tags from objects of one kind: those that are named, or all.

        resourceids: the IDs of the objects, comma-joined
        resourcetype: the kind of the objects
        tags: the tags to remove: by key, or by key and value; all when left out
        """
        return self._job("deleteTags", "success", "", locals())

    def delete_template(self, *, id: str, forced: bool | None = None) -> Job[models.Success]:
        """Deletes a template from all its image stores. VMs that were made of it go on.

        id: the ID of the template
        forced: delete it although VMs that were made of it exist
        """
        return self._job("deleteTemplate", "success", "", locals())

    def delete_traffic_type(self, *, id: str) -> Job[models.Success]:
        """Ends that a physical network carries a kind of traffic, when nothing needs it.

        id: the ID of the traffic type
        """
        return self._job("deleteTrafficType", "success", "", locals())

    def delete_user(self, *, id: str) -> models.Success:
        """Deletes a user with its sessions and keys; what its account owns stays.

        id: the user's id
        """
        return cast(models.Success, self._now("deleteUser", "success", "", locals()))

    def delete_user_data(self, *, id: str, account: str | None = None, domainid: str | None = None, projectid: str | None = None
        ) -> models.Success:
        """Deletes registered user data that no VM and no template uses.

        id: its ID
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        """
        return cast(models.Success, self._now("deleteUserData", "success", "", locals()))

    def delete_user_from_project(self, *, projectid: str, userid: str) -> Job[models.Success]:
        """Removes a user, who was added alone, from a project.

        projectid: the ID of the project
        userid: the ID of the user
        """
        return self._job("deleteUserFromProject", "success", "", locals())

    def delete_vpc_offering(self, *, id: str) -> Job[models.Success]:
        """Deletes a VPC offering. Default ones stay.

        id: the ID of the VPC offering
        """
        return self._job("deleteVPCOffering", "success", "", locals())

    def delete_vlan_ip_range(self, *, id: str) -> models.Success:
        """Deletes a range of public addresses, none of which is in use.

        id: the ID of the range
        """
        return cast(models.Success, self._now("deleteVlanIpRange", "success", "", locals()))

    def delete_webhook(self, *, id: str) -> models.Success:
        """Deletes a webhook and the history of its deliveries.

        id: the ID of the webhook
        """
        return cast(models.Success, self._now("deleteWebhook", "success", "", locals()))

    def delete_webhook_delivery(self, *, id: str | None = None, webhookid: str | None = None, managementserverid: str | None = None,
            startdate: str | None = None, enddate: str | None = None) -> models.Success:
        """Deletes the history of what was posted to webhooks; at least one parameter says which.

        id: the ID of the delivery
        webhookid: those of this webhook
        managementserverid: those that this management server posted
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        """
        return cast(models.Success, self._now("deleteWebhookDelivery", "success", "", locals()))

    def delete_zone(self, *, id: str) -> models.Success:
        """Deletes a zone in which nothing is left.

        id: the ID of the zone
        """
        return cast(models.Success, self._now("deleteZone", "success", "", locals()))

    def deploy_virtual_machine(self, *, serviceofferingid: str, zoneid: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, templateid: str | None = None, networkids: list[str] | None = None,
            iptonetworklist: list[dict[str, str]] | None = None, ipaddress: str | None = None, macaddress: str | None = None,
            name: str | None = None, displayname: str | None = None, group: str | None = None, affinitygroupids: list[str] | None = None,
            affinitygroupnames: list[str] | None = None, deploymentplanner: str | None = None, userdata: str | None = None,
            userdataid: str | None = None, userdatadetails: dict[str, str] | None = None, keypair: str | None = None,
            keypairs: list[str] | None = None, password: str | None = None, details: dict[str, str] | None = None,
            rootdisksize: int | None = None, diskofferingid: str | None = None, size: int | None = None, hypervisor: str | None = None,
            startvm: bool | None = None, dynamicscalingenabled: bool | None = None, displayvm: bool | None = None,
            customid: str | None = None, hostid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            clienttoken: str | None = None, plan: bool | None = None) -> Job[models.UserVmResponse]:
        """Creates and starts a virtual machine.

        serviceofferingid: the ID of the service offering
        zoneid: the ID of the zone
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        templateid: the ID of the template
        networkids: IDs of networks, comma-joined; the first is the default one
        iptonetworklist: networks with addresses: iptonetworklist[0].networkid=…&iptonetworklist[0].ip=…&iptonetworklist[0].mac=…
        ipaddress: its address in the default network
        macaddress: its MAC address in the default network
        name: its host name; VM-<id> when absent
        displayname: the name that people see
        group: the name of the VM group it belongs to, made when the owner has none of that name
        affinitygroupids: IDs of affinity groups, comma-joined
        affinitygroupnames: names of affinity groups of its owner, comma-joined; not with affinitygroupids
        deploymentplanner: one of listDeploymentPlanners, instead of the offering's
        userdata: user data, base64; at most vm.userdata.max.length bytes
        userdataid: the ID of registered user data; not with userdata
        userdatadetails: values of the user data's variables: userdatadetails[0].name=value; served as metadata
        keypair: the name of an SSH key pair
        keypairs: names of SSH key pairs, comma-joined
        password: its password, where the template takes one; made up when absent
        details: details: cpuNumber, cpuSpeed and memory of a customized offering, rootdisksize, …
        rootdisksize: the size of its root disk in GiB, at least the template's
        diskofferingid: the ID of a disk offering: adds a data disk
        size: the size of that disk in GiB, where its offering is customized
        hypervisor: its hypervisor; the template's when absent
        startvm: false: only create it
        dynamicscalingenabled: whether it can be scaled while it runs
        displayvm: whether its owner sees it
        customid: the ID it gets
        hostid: the ID of the host to start it on
        podid: the ID of the pod to start it in
        clusterid: the ID of the cluster to start it in
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("deployVirtualMachine", "object", "virtualmachine", locals())

    def destroy_router(self, *, id: str) -> Job[models.DomainRouterResponse]:
        """Destroys a virtual router. The next VM that starts in its network, or a restart of the network, makes another.

        id: the ID of the router
        """
        return self._job("destroyRouter", "object", "router", locals())

    def destroy_system_vm(self, *, id: str) -> Job[models.SystemVmResponse]:
        """Destroys a system VM. A zone that needs one gets another, from the present template and service offering.

        id: the ID of the system VM
        """
        return self._job("destroySystemVm", "object", "systemvm", locals())

    def destroy_virtual_machine(self, *, id: str, expunge: bool | None = None, volumeids: list[str] | None = None, plan: bool | None = None
        ) -> Job[models.UserVmResponse]:
        """Destroys a virtual machine. It can be recovered until it is expunged.

        id: the ID of the VM
        expunge: expunge it at once
        volumeids: IDs of its data volumes that shall be deleted with it, comma-joined
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("destroyVirtualMachine", "object", "virtualmachine", locals())

    def disable_account(self, *, lock: bool, id: str | None = None, account: str | None = None, domainid: str | None = None
        ) -> Job[models.AccountResponse]:
        """Disables an account, and stops its VMs; or locks it, and leaves its VMs alone. Either way nobody can log in or call as it.

        lock: true: the account is locked and its VMs go on; false: it is disabled and they are stopped
        id: the account's id
        account: the account's name; with domainid
        domainid: the domain of the account
        """
        return self._job("disableAccount", "object", "account", locals())

    def disable_role(self, *, id: str) -> models.Success:
        """Disables a role: whoever has it may call nothing.

        id: the ID of the role
        """
        return cast(models.Success, self._now("disableRole", "success", "", locals()))

    def disable_static_nat(self, *, ipaddressid: str) -> Job[models.Success]:
        """Takes the mapping of a public address to a VM away, and the address's firewall rules.

        ipaddressid: the ID of the public address
        """
        return self._job("disableStaticNat", "success", "", locals())

    def disable_user(self, *, id: str) -> Job[models.UserResponse]:
        """Disables a user: its sessions end, its keys stop working, nobody can log in as it.

        id: the user's id
        """
        return self._job("disableUser", "object", "user", locals())

    def disassociate_ip_address(self, *, id: str | None = None, ipaddress: str | None = None) -> Job[models.Success]:
        """Gives a public address back; its rules go with it.

        id: the ID of the public address
        ipaddress: instead of the ID: the address
        """
        return self._job("disassociateIpAddress", "success", "", locals())

    def enable_account(self, *, id: str | None = None, account: str | None = None, domainid: str | None = None) -> models.AccountResponse:
        """Enables an account: its users can log in and call again. VMs that were stopped stay so.

        id: the account's id
        account: the account's name; with domainid
        domainid: the domain of the account
        """
        return cast(models.AccountResponse, self._now("enableAccount", "object", "account", locals()))

    def enable_role(self, *, id: str) -> models.Success:
        """Enables a role again.

        id: the ID of the role
        """
        return cast(models.Success, self._now("enableRole", "success", "", locals()))

    def enable_static_nat(self, *, ipaddressid: str, virtualmachineid: str, networkid: str | None = None, vmguestip: str | None = None
        ) -> models.Success:
        """Maps a public address to a VM, both ways. What may come in is for firewall rules to say.

        ipaddressid: the ID of the public address
        virtualmachineid: the ID of the VM
        networkid: the VM's network, when it has several: the address's own
        vmguestip: the VM's address in that network
        """
        return cast(models.Success, self._now("enableStaticNat", "success", "", locals()))

    def enable_storage_maintenance(self, *, id: str) -> Job[models.StoragePoolResponse]:
        """Takes a storage pool out of use: VMs and routers on it are stopped, and nothing is placed on it.

        id: the ID of the storage pool
        """
        return self._job("enableStorageMaintenance", "object", "storagepool", locals())

    def enable_user(self, *, id: str) -> models.UserResponse:
        """Enables a user that was disabled or locked.

        id: the user's id
        """
        return cast(models.UserResponse, self._now("enableUser", "object", "user", locals()))

    def execute_webhook_delivery(self, *, id: str | None = None, webhookid: str | None = None, payloadurl: str | None = None,
            payload: str | None = None, secretkey: str | None = None, sslverification: bool | None = None
        ) -> models.WebhookDeliveryResponse:
        """Posts a delivery again (id), or a test to a webhook (webhookid) or a URL (payloadurl), and shows what was answered.

        id: the ID of the delivery to post again
        webhookid: the ID of the webhook to test
        payloadurl: the URL to post to, instead of the webhook's
        payload: what to post in a test
        secretkey: the key to sign with, instead of the webhook's
        sslverification: whether the receiver's certificate is checked
        """
        return cast(models.WebhookDeliveryResponse, self._now("executeWebhookDelivery", "object", "webhookdelivery", locals()))

    def explain_permission(self, *, apiname: str, roleid: str | None = None) -> models.PermissionExplanation:
        """Says which rule of the caller's own role decides whether the caller has a command. Ours, not CloudStack's.

        apiname: the name of the command
        roleid: the ID of another role to ask about
        """
        return cast(models.PermissionExplanation, self._now("explainPermission", "object", "permission", locals()))

    def expunge_virtual_machine(self, *, id: str, plan: bool | None = None) -> Job[models.Success]:
        """Expunges a destroyed virtual machine: nothing of it is left.

        id: the ID of the VM
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("expungeVirtualMachine", "success", "", locals())

    def generate_alert(self, *, type: int, name: str, description: str, zoneid: str | None = None, podid: str | None = None
        ) -> Job[models.Success]:
        """Raises an alert, as monitoring programs do.

        type: the type, a number; one of the default types goes with its own name only
        name: the name of the type
        description: what happened
        zoneid: the zone that it is about
        podid: the pod that it is about
        """
        return self._job("generateAlert", "success", "", locals())

    def get_api_limit(self) -> models.ApiLimitResponse:
        """Shows how many calls the caller's account may still make (api.throttling.*)."""
        return cast(models.ApiLimitResponse, self._now("getApiLimit", "object", "apilimit", locals()))

    def get_cloud_identifier(self, *, userid: str) -> models.CloudIdentifierResponse:
        """Answers which cloud this is, signed for a user who has API keys.

        userid: the ID of the user
        """
        return cast(models.CloudIdentifierResponse, self._now("getCloudIdentifier", "object", "cloudidentifier", locals()))

    def get_user(self, *, userapikey: str) -> models.UserResponse:
        """Finds the user that an API key belongs to.

        userapikey: the API key
        """
        return cast(models.UserResponse, self._now("getUser", "object", "user", locals()))

    def get_user_keys(self, *, id: str) -> models.UserKeysResponse:
        """Shows a user's API keys.

        id: the user's id
        """
        return cast(models.UserKeysResponse, self._now("getUserKeys", "object", "userkeys", locals()))

    def get_vm_password(self, *, id: str) -> models.GetVMPasswordResponse:
        """Returns the encrypted password of a virtual machine.

        id: the ID of the VM
        """
        return cast(models.GetVMPasswordResponse, self._now("getVMPassword", "object", "password", locals()))

    def import_role(self, *, name: str, rules: list[dict[str, str]], description: str | None = None, forced: bool | None = None,
            ispublic: bool | None = None, type: str | None = None) -> models.RoleResponse:
        """Makes a role from a list of rules in their order.

        name: the name; unique among the roles of its type
        rules: the rules: rules[0].rule=list*&rules[0].permission=allow&rules[0].description=…
        description: what the role is for
        forced: replace a role of this name and type
        ispublic: whether others than root administrators see the role
        type: Admin, ResourceAdmin, DomainAdmin or User
        """
        return cast(models.RoleResponse, self._now("importRole", "object", "role", locals()))

    def is_account_allowed_to_create_offerings_with_tags(self, *, id: str) -> models.IsAllowedResponse:
        """Tells whether an account may create offerings with tags.

        id: the ID of the account
        """
        return cast(models.IsAllowedResponse, self._now("isAccountAllowedToCreateOfferingsWithTags", "object", "isallowed", locals()))

    def issue_certificate(self, *, provider: str | None = None, csr: str | None = None, domain: str | None = None,
            duration: int | None = None, ipaddress: str | None = None) -> Job[models.CertificateResponse]:
        """Issues a certificate for an operator's own use: for a signing request, or with a new key.

        provider: the certificate authority: root is the only one
        csr: the certificate signing request, PEM, with an EC key; without it a key is made and answered
        domain: the names, comma-joined; absent: those of the request
        duration: how long it is valid, days; absent: a year
        ipaddress: the IP addresses, comma-joined
        """
        return self._job("issueCertificate", "object", "certificates", locals())

    def link_user_data_to_template(self, *, templateid: str | None = None, userdataid: str | None = None, userdatapolicy: str | None = None
        ) -> models.TemplateResponse:
        """Binds user data to a template: new VMs made of it get it.

        templateid: the ID of the template
        userdataid: the ID of the user data; absent: the template is bound to none
        userdatapolicy: whether VMs may have their own: ALLOWOVERRIDE (instead), APPEND (in addition), DENYOVERRIDE (none)
        """
        return cast(models.TemplateResponse, self._now("linkUserDataToTemplate", "object", "template", locals()))

    def list_accounts(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, accounttype: int | None = None, state: str | None = None, iscleanuprequired: bool | None = None,
            apikeyaccess: str | None = None, details: list[str] | None = None, tag: str | None = None, showicon: bool | None = None,
            domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None) -> Listed[models.AccountResponse]:
        """Lists accounts with their users, limits and usage.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list the account of this id
        name: list the account of this name
        accounttype: list accounts of this type: 0 user, 1 admin, 2 domain admin
        state: list accounts in this state: enabled, disabled or locked
        iscleanuprequired: list accounts whose removal is not finished, or the others
        apikeyaccess: list accounts whose API keys are so: Enabled, Disabled or Inherit
        details: all or resource: with limits and usage; min: without
        tag: of limits and usage by tag, those of this tag alone
        showicon: accepted; there are no icons
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        """
        return cast(Listed[models.AccountResponse], self._now("listAccounts", "list", "account", locals()))

    def list_affinity_group_types(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.AffinityGroupTypeResponse]:
        """Lists the types of affinity groups that tenants can create.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.AffinityGroupTypeResponse], self._now("listAffinityGroupTypes", "list", "affinityGroupType", locals()))

    def list_affinity_groups(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, name: str | None = None, type: str | None = None,
            virtualmachineid: str | None = None) -> Listed[models.AffinityGroupResponse]:
        """Lists affinity groups, with those that the caller's domain shares.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the group
        name: its exact name
        type: groups of this type
        virtualmachineid: groups that this VM is in
        """
        return cast(Listed[models.AffinityGroupResponse], self._now("listAffinityGroups", "list", "affinitygroup", locals()))

    def list_alert_types(self) -> Listed[models.AlertTypeResponse]:
        """Lists the types of alerts."""
        return cast(Listed[models.AlertTypeResponse], self._now("listAlertTypes", "list", "alerttype", locals()))

    def list_alerts(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, type: str | None = None) -> Listed[models.AlertResponse]:
        """Lists alerts that were not archived, the newest first.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the alert
        name: alerts with this name of a type, as ALERT.COMPUTE.HOST
        type: alerts of this type, by number or name
        """
        return cast(Listed[models.AlertResponse], self._now("listAlerts", "list", "alert", locals()))

    def list_annotations(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            annotationfilter: str | None = None, entityid: str | None = None, entitytype: str | None = None, id: str | None = None,
            userid: str | None = None) -> Listed[models.AnnotationResponse]:
        """Lists notes: root administrators see all, others those about what they may see.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        annotationfilter: all, or self for one's own
        entityid: list notes about the thing of this ID
        entitytype: list notes about things of this type
        id: list the note of this ID
        userid: list notes of this user
        """
        return cast(Listed[models.AnnotationResponse], self._now("listAnnotations", "list", "annotation", locals()))

    def list_apis(self, *, name: str | None = None) -> Listed[models.ApiDescription]:
        """Describes the commands that the caller has: parameters, answers, what they do.

        name: the command of this name
        """
        return cast(Listed[models.ApiDescription], self._now("listApis", "list", "api", locals()))

    def list_async_jobs(self, *, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            startdate: str | None = None, managementserverid: str | None = None) -> Listed[models.JobResponse]:
        """Lists the jobs that have not ended; with startdate those that ended since, too.

        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        managementserverid: jobs that this management server runs
        """
        return cast(Listed[models.JobResponse], self._now("listAsyncJobs", "list", "asyncjobs", locals()))

    def list_ca_providers(self, *, name: str | None = None) -> Listed[models.CAProviderResponse]:
        """Lists certificate authorities: the cloud has one of its own.

        name: its exact name
        """
        return cast(Listed[models.CAProviderResponse], self._now("listCAProviders", "list", "caprovider", locals()))

    def list_ca_certificate(self, *, provider: str | None = None) -> models.CertificateResponse:
        """Answers the certificate of the cloud's CA, by which clients know the cloud.

        provider: the certificate authority: root is the only one
        """
        return cast(models.CertificateResponse, self._now("listCaCertificate", "object", "cacertificates", locals()))

    def list_capabilities(self) -> models.CapabilityResponse:
        """Shows what this cloud can do."""
        return cast(models.CapabilityResponse, self._now("listCapabilities", "object", "capability", locals()))

    def list_capacity(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, type: int | None = None,
            zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None, fetchlatest: bool | None = None,
            tag: str | None = None, sortby: str | None = None) -> Listed[models.CapacityResponse]:
        """Lists how much of everything there is and is taken: by zone, or for a pod or cluster that is named.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        type: only this type
        zoneid: figures of this zone
        podid: figures of this pod
        clusterid: figures of this cluster
        fetchlatest: always so: figures are of this moment
        tag: figures of hosts and pools with this tag
        sortby: usage: the fullest first
        """
        return cast(Listed[models.CapacityResponse], self._now("listCapacity", "list", "capacity", locals()))

    def list_clusters(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, podid: str | None = None, hypervisor: str | None = None,
            clustertype: str | None = None, allocationstate: str | None = None, managedstate: str | None = None, arch: str | None = None,
            showcapacities: bool | None = None, storageaccessgroup: str | None = None) -> Listed[models.ClusterResponse]:
        """Lists clusters.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the cluster
        name: its exact name
        zoneid: clusters of this zone
        podid: clusters of this pod
        hypervisor: clusters of this hypervisor
        clustertype: CloudManaged
        allocationstate: Enabled or Disabled
        managedstate: Managed or Unmanaged
        arch: clusters of this architecture
        showcapacities: whether the answers tell how much there is and is taken
        storageaccessgroup: clusters with this storage access group
        """
        return cast(Listed[models.ClusterResponse], self._now("listClusters", "list", "cluster", locals()))

    def list_clusters_metrics(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, zoneid: str | None = None, podid: str | None = None,
            hypervisor: str | None = None, clustertype: str | None = None, allocationstate: str | None = None,
            managedstate: str | None = None, arch: str | None = None, showcapacities: bool | None = None,
            storageaccessgroup: str | None = None) -> Listed[models.ClusterMetricsResponse]:
        """Lists clusters with figures of their use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the cluster
        name: its exact name
        zoneid: clusters of this zone
        podid: clusters of this pod
        hypervisor: clusters of this hypervisor
        clustertype: CloudManaged
        allocationstate: Enabled or Disabled
        managedstate: Managed or Unmanaged
        arch: clusters of this architecture
        showcapacities: whether the answers tell how much there is and is taken
        storageaccessgroup: clusters with this storage access group
        """
        return cast(Listed[models.ClusterMetricsResponse], self._now("listClustersMetrics", "list", "cluster", locals()))

    def list_configuration_groups(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            group: str | None = None) -> Listed[models.ConfigurationGroupResponse]:
        """Lists the groups of configuration keys, as browsers show them.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        group: the group of this name
        """
        return cast(Listed[models.ConfigurationGroupResponse], self._now("listConfigurationGroups", "list", "configurationgroup", locals()))

    def list_configurations(self, *, zoneid: str | None = None, clusterid: str | None = None, storageid: str | None = None,
            accountid: str | None = None, domainid: str | None = None, imagestoreuuid: str | None = None, page: int | None = None,
            pagesize: int | None = None, keyword: str | None = None, name: str | None = None, category: str | None = None,
            group: str | None = None, subgroup: str | None = None, parent: str | None = None) -> Listed[models.ConfigurationResponse]:
        """Lists configuration keys with their values; with an object's id those that may be set for it.

        zoneid: the value for this zone
        clusterid: the value for this cluster
        storageid: the value for this storage pool
        accountid: the value for this account
        domainid: the value for this domain
        imagestoreuuid: the value for this image store
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        name: the key of this name
        category: keys of this category
        group: keys of this group; see listConfigurationGroups
        subgroup: keys of this part of a group
        parent: keys that this key switches on
        """
        return cast(Listed[models.ConfigurationResponse], self._now("listConfigurations", "list", "configuration", locals()))

    def list_console_sessions(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, accountid: str | None = None, acquired: bool | None = None, activeonly: bool | None = None,
            clientaddress: str | None = None, consoleendpointcreatoraddress: str | None = None, domainid: str | None = None,
            enddate: str | None = None, hostid: str | None = None, isrecursive: bool | None = None, startdate: str | None = None,
            userid: str | None = None, virtualmachineid: str | None = None) -> Listed[models.ConsoleSessionResponse]:
        """Lists console sessions: users their own, administrators those of their domain, and with isrecursive of the domains below.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the session
        accountid: sessions of this account's users
        acquired: with activeonly=false: only those that were opened
        activeonly: only those that are open now
        clientaddress: sessions opened from this address
        consoleendpointcreatoraddress: sessions whose link was made from this address
        domainid: sessions of this domain's users; absent: of the caller's
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        hostid: sessions of VMs on this host
        isrecursive: the domains below as well
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        userid: sessions of this user
        virtualmachineid: sessions of this VM
        """
        return cast(Listed[models.ConsoleSessionResponse], self._now("listConsoleSessions", "list", "consolesession", locals()))

    def list_db_metrics(self) -> models.DbMetricsResponse:
        """Tells what the database tells of itself."""
        return cast(models.DbMetricsResponse, self._now("listDbMetrics", "object", "dbMetrics", locals()))

    def list_dedicated_clusters(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, affinitygroupid: str | None = None, clusterid: str | None = None
        ) -> Listed[models.DedicateClusterResponse]:
        """Lists dedicated clusters.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: what is for this account; needs domainid
        domainid: what is for this domain or accounts in it
        affinitygroupid: what is dedicated through this affinity group
        clusterid: the ID of the cluster
        """
        return cast(Listed[models.DedicateClusterResponse], self._now("listDedicatedClusters", "list", "dedicatedcluster", locals()))

    def list_dedicated_guest_vlan_ranges(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, account: str | None = None, domainid: str | None = None, guestvlanrange: str | None = None,
            physicalnetworkid: str | None = None, projectid: str | None = None, zoneid: str | None = None
        ) -> Listed[models.DedicationResponse]:
        """Lists dedicated guest VLANs.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the dedicated range
        account: those of this account; with domainid, in that domain
        domainid: those of this domain's accounts
        guestvlanrange: exactly this range, as 100-110
        physicalnetworkid: those of this physical network
        projectid: those of this project
        zoneid: those of this zone
        """
        return cast(Listed[models.DedicationResponse], self._now("listDedicatedGuestVlanRanges", "list", "dedicatedguestvlanrange", locals()))

    def list_dedicated_hosts(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, affinitygroupid: str | None = None, hostid: str | None = None
        ) -> Listed[models.DedicateHostResponse]:
        """Lists dedicated hosts.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: what is for this account; needs domainid
        domainid: what is for this domain or accounts in it
        affinitygroupid: what is dedicated through this affinity group
        hostid: the ID of the host
        """
        return cast(Listed[models.DedicateHostResponse], self._now("listDedicatedHosts", "list", "dedicatedhost", locals()))

    def list_dedicated_pods(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, affinitygroupid: str | None = None, podid: str | None = None
        ) -> Listed[models.DedicatePodResponse]:
        """Lists dedicated pods.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: what is for this account; needs domainid
        domainid: what is for this domain or accounts in it
        affinitygroupid: what is dedicated through this affinity group
        podid: the ID of the pod
        """
        return cast(Listed[models.DedicatePodResponse], self._now("listDedicatedPods", "list", "dedicatedpod", locals()))

    def list_dedicated_zones(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, affinitygroupid: str | None = None, zoneid: str | None = None
        ) -> Listed[models.DedicateZoneResponse]:
        """Lists dedicated zones.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: what is for this account; needs domainid
        domainid: what is for this domain or accounts in it
        affinitygroupid: what is dedicated through this affinity group
        zoneid: the ID of the zone
        """
        return cast(Listed[models.DedicateZoneResponse], self._now("listDedicatedZones", "list", "dedicatedzone", locals()))

    def list_deployment_planners(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.DeploymentPlannersResponse]:
        """Lists the ways of choosing hosts that placement knows.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.DeploymentPlannersResponse], self._now("listDeploymentPlanners", "list", "deploymentPlanner", locals()))

    def list_detail_options(self, *, resourcetype: str, resourceid: str | None = None) -> models.DetailOptionsResponse:
        """Lists the details that mean something for a kind of object.

        resourcetype: the kind of the object, as UserVm
        resourceid: only those that mean something for this object
        """
        return cast(models.DetailOptionsResponse, self._now("listDetailOptions", "object", "detailoptions", locals()))

    def list_disk_offerings(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, name: str | None = None, zoneid: str | None = None,
            state: str | None = None, storagetype: str | None = None, encrypt: bool | None = None, storageid: str | None = None,
            volumeid: str | None = None, virtualmachineid: str | None = None) -> Listed[models.DiskOfferingResponse]:
        """Lists disk offerings that the caller may use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the disk offering
        name: its exact name
        zoneid: offerings that may be used in this zone
        state: Active (default) or Inactive
        storagetype: shared or local
        encrypt: whether disks are encrypted
        storageid: offerings whose volumes may be on this storage pool
        volumeid: offerings that this volume may change to
        virtualmachineid: tells with each whether it suits a new disk of this VM
        """
        return cast(Listed[models.DiskOfferingResponse], self._now("listDiskOfferings", "list", "diskoffering", locals()))

    def list_domain_children(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            showicon: bool | None = None) -> Listed[models.DomainResponse]:
        """Lists the domains below a domain.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the domain; the caller's when left out
        name: list domains of this name
        isrecursive: those further below as well
        listall: without id: those at any depth
        showicon: accepted; there are no icons
        """
        return cast(Listed[models.DomainResponse], self._now("listDomainChildren", "list", "domain", locals()))

    def list_domains(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, level: int | None = None, details: list[str] | None = None, tag: str | None = None,
            showicon: bool | None = None, listall: bool | None = None) -> Listed[models.DomainResponse]:
        """Lists domains with their limits and usage: those within the caller's reach.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list the domain of this id
        name: list domains of this name
        level: list domains that are so far below ROOT
        details: all or resource: with limits and usage; min: without
        tag: of limits and usage by tag, those of this tag alone
        showicon: accepted; there are no icons
        listall: everything the caller may see, which is what is listed anyway
        """
        return cast(Listed[models.DomainResponse], self._now("listDomains", "list", "domain", locals()))

    def list_egress_firewall_rules(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ipaddressid: str | None = None,
            networkid: str | None = None, fordisplay: bool | None = None) -> Listed[models.FirewallResponse]:
        """Lists egress rules of networks.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the rule
        ipaddressid: egress rules have no public address: nothing is listed with it
        networkid: rules of this network
        fordisplay: whether its owner sees it
        """
        return cast(Listed[models.FirewallResponse], self._now("listEgressFirewallRules", "list", "firewallrule", locals()))

    def list_event_types(self) -> Listed[models.EventTypeResponse]:
        """Lists the types of events that commands leave here."""
        return cast(Listed[models.EventTypeResponse], self._now("listEventTypes", "list", "eventtype", locals()))

    def list_events(self, *, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, page: int | None = None, pagesize: int | None = None,
            keyword: str | None = None, id: str | None = None, type: str | None = None, level: str | None = None, state: str | None = None,
            startdate: str | None = None, enddate: str | None = None, duration: int | None = None, entrytime: int | None = None,
            startid: str | None = None, resourceid: str | None = None, resourcetype: str | None = None, archived: bool | None = None
        ) -> Listed[models.EventResponse]:
        """Lists events, the newest first.

        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the event of this id
        type: events of this type, as VM.CREATE
        level: events of this level
        state: events in this state
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        duration: with entrytime: events that began more than so many seconds ago
        entrytime: events that began between `entrytime` and `duration` seconds ago and have not ended
        startid: this event and what followed from it
        resourceid: events of this object; needs resourcetype
        resourcetype: events of this kind of object
        archived: archived events
        """
        return cast(Listed[models.EventResponse], self._now("listEvents", "list", "event", locals()))

    def list_firewall_rules(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ipaddressid: str | None = None,
            networkid: str | None = None, fordisplay: bool | None = None) -> Listed[models.FirewallResponse]:
        """Lists firewall rules of public addresses.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the rule
        ipaddressid: rules of this public address
        networkid: rules of this network
        fordisplay: whether its owner sees it
        """
        return cast(Listed[models.FirewallResponse], self._now("listFirewallRules", "list", "firewallrule", locals()))

    def list_guest_os_mapping(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, ostypeid: str | None = None, osdisplayname: str | None = None, osnameforhypervisor: str | None = None,
            hypervisor: str | None = None, hypervisorversion: str | None = None) -> Listed[models.GuestOsMappingResponse]:
        """Lists what hypervisors call guest OS types.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the mapping
        ostypeid: mappings of this OS type
        osdisplayname: mappings of the OS type of this name
        osnameforhypervisor: mappings to this name
        hypervisor: mappings for this hypervisor
        hypervisorversion: mappings for this version of it
        """
        return cast(Listed[models.GuestOsMappingResponse], self._now("listGuestOsMapping", "list", "guestosmapping", locals()))

    def list_guest_vlans(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            allocatedonly: bool | None = None, id: int | None = None, physicalnetworkid: str | None = None, vnet: str | None = None,
            zoneid: str | None = None) -> Listed[models.GuestVlanResponse]:
        """Lists the VLAN ids and VNIs that guest networks may get or have.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        allocatedonly: only those that networks have
        id: the ID of the VLAN
        physicalnetworkid: those of this physical network
        vnet: exactly this VLAN id or VNI
        zoneid: those of this zone
        """
        return cast(Listed[models.GuestVlanResponse], self._now("listGuestVlans", "list", "guestvlan", locals()))

    def list_host_tags(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.HostTagResponse]:
        """Lists the tags of hosts.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.HostTagResponse], self._now("listHostTags", "list", "hosttag", locals()))

    def list_hosts(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            hypervisor: str | None = None, state: str | None = None, resourcestate: str | None = None, type: str | None = None,
            arch: str | None = None, virtualmachineid: str | None = None, details: list[str] | None = None,
            managementserverid: str | None = None, storageaccessgroup: str | None = None) -> Listed[models.HostResponse]:
        """Lists hosts.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the host
        name: its exact name
        zoneid: hosts of this zone
        podid: hosts of this pod
        clusterid: hosts of this cluster
        hypervisor: hosts with this hypervisor
        state: Up, Down, Connecting, Alert or Disconnected
        resourcestate: Enabled, Disabled or Maintenance
        type: Routing
        arch: hosts of this architecture
        virtualmachineid: hosts that could run this VM
        details: which groups of figures: all (as when absent), capacity, stats, events, min; comma-joined
        managementserverid: hosts whose last report this node took
        storageaccessgroup: hosts with this storage access group of their own
        """
        return cast(Listed[models.HostResponse], self._now("listHosts", "list", "host", locals()))

    def list_hosts_metrics(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            hypervisor: str | None = None, state: str | None = None, resourcestate: str | None = None, type: str | None = None,
            arch: str | None = None, virtualmachineid: str | None = None, details: list[str] | None = None,
            managementserverid: str | None = None, storageaccessgroup: str | None = None) -> Listed[models.HostMetricsResponse]:
        """Lists hosts with figures of their use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the host
        name: its exact name
        zoneid: hosts of this zone
        podid: hosts of this pod
        clusterid: hosts of this cluster
        hypervisor: hosts with this hypervisor
        state: Up, Down, Connecting, Alert or Disconnected
        resourcestate: Enabled, Disabled or Maintenance
        type: Routing
        arch: hosts of this architecture
        virtualmachineid: hosts that could run this VM
        details: which groups of figures: all (as when absent), capacity, stats, events, min; comma-joined
        managementserverid: hosts whose last report this node took
        storageaccessgroup: hosts with this storage access group of their own
        """
        return cast(Listed[models.HostMetricsResponse], self._now("listHostsMetrics", "list", "host", locals()))

    def list_hypervisor_capabilities(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, hypervisor: str | None = None) -> Listed[models.CapabilitiesResponse]:
        """Lists what hypervisors are trusted with.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list those of this id
        hypervisor: list those of this hypervisor
        """
        return cast(Listed[models.CapabilitiesResponse], self._now("listHypervisorCapabilities", "list", "hypervisorCapabilities", locals()))

    def list_hypervisors(self, *, zoneid: str | None = None) -> Listed[models.HypervisorResponse]:
        """Lists hypervisors: those of a zone's clusters, or all that this cloud supports.

        zoneid: those of this zone's clusters
        """
        return cast(Listed[models.HypervisorResponse], self._now("listHypervisors", "list", "hypervisor", locals()))

    def list_image_stores(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, protocol: str | None = None, provider: str | None = None, readonly: bool | None = None,
            zoneid: str | None = None) -> Listed[models.ImageStoreResponse]:
        """Lists image stores.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the image store
        name: its exact name
        protocol: pileus or sim
        provider: Pileus or Simulator
        readonly: whether nothing new is stored
        zoneid: image stores of this zone
        """
        return cast(Listed[models.ImageStoreResponse], self._now("listImageStores", "list", "imagestore", locals()))

    def list_infrastructure(self) -> models.InfrastructureResponse:
        """Tells how many of everything there are."""
        return cast(models.InfrastructureResponse, self._now("listInfrastructure", "object", "infrastructure", locals()))

    def list_instance_groups(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, name: str | None = None) -> Listed[models.InstanceGroupResponse]:
        """Lists groups of VMs.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the group
        name: its exact name
        """
        return cast(Listed[models.InstanceGroupResponse], self._now("listInstanceGroups", "list", "instancegroup", locals()))

    def list_ip_forwarding_rules(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, ipaddressid: str | None = None, virtualmachineid: str | None = None
        ) -> Listed[models.IpForwardingRuleResponse]:
        """Lists the IP forwarding rules: there are none, as only firewall rules open static NAT here. Clients ask for them beside VMs.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the rule
        ipaddressid: rules of this public address
        virtualmachineid: rules that lead to this VM
        """
        return cast(Listed[models.IpForwardingRuleResponse], self._now("listIpForwardingRules", "list", "ipforwardingrule", locals()))

    def list_joined_hosts(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            hypervisor: str | None = None) -> Listed[models.JoinedHostResponse]:
        """Lists hosts that have joined and wait for addHost. Ours, not CloudStack's.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        hypervisor: those with this hypervisor
        """
        return cast(Listed[models.JoinedHostResponse], self._now("listJoinedHosts", "list", "joinedhost", locals()))

    def list_ldap_configurations(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            domainid: str | None = None, hostname: str | None = None, id: str | None = None, listall: bool | None = None,
            port: int | None = None) -> Listed[models.LdapConfigurationResponse]:
        """Lists LDAP servers: there are none, users log in with passwords of this cloud.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        domainid: list those of this domain
        hostname: list the one of this name
        id: list the one of this ID
        listall: list those of all domains
        port: list those with this port
        """
        return cast(Listed[models.LdapConfigurationResponse], self._now("listLdapConfigurations", "list", "LdapConfiguration", locals()))

    def list_management_servers(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, peers: bool | None = None) -> Listed[models.ManagementServerResponse]:
        """Lists the manager's processes: those that run, and those that ended within the last week.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the node
        name: its exact name
        peers: whether the answers tell of the other nodes
        """
        return cast(Listed[models.ManagementServerResponse], self._now("listManagementServers", "list", "managementserver", locals()))

    def list_management_servers_metrics(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, peers: bool | None = None, system: bool | None = None
        ) -> Listed[models.ManagementServerMetricsResponse]:
        """Lists the manager's processes with figures.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the node
        name: its exact name
        peers: whether the answers tell of the other nodes
        system: whether the node that answers tells of its machine, too
        """
        return cast(Listed[models.ManagementServerMetricsResponse], self._now("listManagementServersMetrics", "list", "managementserver", locals()))

    def list_network_isolation_methods(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.IsolationMethodResponse]:
        """Lists how physical networks can keep guest networks apart.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.IsolationMethodResponse], self._now("listNetworkIsolationMethods", "list", "isolationmethod", locals()))

    def list_network_offerings(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, displaytext: str | None = None, availability: str | None = None,
            domainid: str | None = None, forvpc: bool | None = None, guestiptype: str | None = None, isdefault: bool | None = None,
            istagged: bool | None = None, networkid: str | None = None, specifyipranges: bool | None = None,
            specifyvlan: bool | None = None, state: str | None = None, supportedservices: list[str] | None = None,
            sourcenatsupported: bool | None = None, traffictype: str | None = None, tags: str | None = None, zoneid: str | None = None
        ) -> Listed[models.NetworkOfferingResponse]:
        """Lists network offerings that the caller may use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the network offering
        name: its exact name
        displaytext: its exact description
        availability: Required, Optional or Unavailable
        domainid: offerings of this domain alone
        forvpc: whether it is for networks of VPCs
        guestiptype: Isolated, Shared or L2
        isdefault: whether Pileus made it
        istagged: whether it has tags
        networkid: offerings that this network could change to
        specifyipranges: whether createNetwork must name an address range
        specifyvlan: whether createNetwork must name the VLAN
        state: Enabled or Disabled
        supportedservices: offerings with all of these services
        sourcenatsupported: whether it has source NAT
        traffictype: Guest
        tags: its exact tags
        zoneid: offerings that may be used in this zone
        """
        return cast(Listed[models.NetworkOfferingResponse], self._now("listNetworkOfferings", "list", "networkoffering", locals()))

    def list_network_service_providers(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            name: str | None = None, physicalnetworkid: str | None = None, state: str | None = None
        ) -> Listed[models.PhysicalProviderResponse]:
        """Lists the providers of network services.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        name: its exact name, as VirtualRouter
        physicalnetworkid: providers of this physical network
        state: Enabled, Disabled or Shutdown
        """
        return cast(Listed[models.PhysicalProviderResponse], self._now("listNetworkServiceProviders", "list", "networkserviceprovider", locals()))

    def list_networks(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, name: str | None = None,
            acltype: str | None = None, canusefordeploy: bool | None = None, displaynetwork: bool | None = None, forvpc: bool | None = None,
            issystem: bool | None = None, networkfilter: str | None = None, networkofferingid: str | None = None,
            physicalnetworkid: str | None = None, restartrequired: bool | None = None, retrieveonlyresourcecount: bool | None = None,
            specifyipranges: bool | None = None, supportedservices: list[str] | None = None, traffictype: str | None = None,
            type: str | None = None, vlan: str | None = None, zoneid: str | None = None) -> Listed[models.NetworkResponse]:
        """Lists networks.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the network
        name: its exact name
        acltype: who may use it: Account or Domain
        canusefordeploy: whether VMs may be deployed in it
        displaynetwork: whether its owner sees it
        forvpc: whether it belongs to a VPC
        issystem: true: Pileus's own networks, of which there are none in this list
        networkfilter: Account, Domain, AccountDomain, Shared or All
        networkofferingid: networks of this offering
        physicalnetworkid: networks on this physical network
        restartrequired: whether a restart is needed
        retrieveonlyresourcecount: only count them
        specifyipranges: whether createNetwork had to name an address range
        supportedservices: networks with all of these services
        traffictype: Guest
        type: Isolated, Shared or L2
        vlan: its VLAN or VNI
        zoneid: networks of this zone
        """
        return cast(Listed[models.NetworkResponse], self._now("listNetworks", "list", "network", locals()))

    def list_nics(self, *, virtualmachineid: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            nicid: str | None = None, networkid: str | None = None, fordisplay: bool | None = None) -> Listed[models.NicResponse]:
        """Lists the network cards of a VM.

        virtualmachineid: the ID of the VM
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        nicid: the ID of the NIC
        networkid: NICs in this network
        fordisplay: false: NICs that their owner does not see, of which there are none
        """
        return cast(Listed[models.NicResponse], self._now("listNics", "list", "nic", locals()))

    def list_os_categories(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, isfeatured: bool | None = None, arch: str | None = None, zoneid: str | None = None,
            showicon: bool | None = None) -> Listed[models.GuestOSCategoryResponse]:
        """Lists guest OS categories.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the category
        name: its exact name
        isfeatured: whether it is shown first
        arch: categories of which there are templates for this architecture
        zoneid: categories of which there are templates in this zone
        showicon: accepted; there are no icons
        """
        return cast(Listed[models.GuestOSCategoryResponse], self._now("listOsCategories", "list", "oscategory", locals()))

    def list_os_types(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            description: str | None = None, oscategoryid: str | None = None, fordisplay: bool | None = None
        ) -> Listed[models.GuestOSResponse]:
        """Lists guest OS types.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the OS type
        description: its exact name
        oscategoryid: types of this category
        fordisplay: those that users are shown, or the others
        """
        return cast(Listed[models.GuestOSResponse], self._now("listOsTypes", "list", "ostype", locals()))

    def list_physical_networks(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, zoneid: str | None = None) -> Listed[models.PhysicalNetworkResponse]:
        """Lists physical networks.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the physical network
        name: its exact name
        zoneid: physical networks of this zone
        """
        return cast(Listed[models.PhysicalNetworkResponse], self._now("listPhysicalNetworks", "list", "physicalnetwork", locals()))

    def list_pods(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, allocationstate: str | None = None, showcapacities: bool | None = None,
            storageaccessgroup: str | None = None) -> Listed[models.PodResponse]:
        """Lists pods.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the pod
        name: its exact name
        zoneid: pods of this zone
        allocationstate: Enabled or Disabled
        showcapacities: whether the answers tell how much there is and is taken
        storageaccessgroup: pods with this storage access group
        """
        return cast(Listed[models.PodResponse], self._now("listPods", "list", "pod", locals()))

    def list_port_forwarding_rules(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ipaddressid: str | None = None,
            networkid: str | None = None, fordisplay: bool | None = None) -> Listed[models.FirewallRuleResponse]:
        """Lists port forwarding rules.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the rule
        ipaddressid: rules of this public address
        networkid: rules of this network
        fordisplay: whether its owner sees it
        """
        return cast(Listed[models.FirewallRuleResponse], self._now("listPortForwardingRules", "list", "portforwardingrule", locals()))

    def list_project_accounts(self, *, projectid: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, userid: str | None = None, role: str | None = None, projectroleid: str | None = None
        ) -> Listed[models.ProjectAccountResponse]:
        """Lists the members of a project.

        projectid: the ID of the project
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: the member account of this name
        userid: the member user of this ID, or the account that it is of
        role: members with this role: Admin or Regular
        projectroleid: members with this project role
        """
        return cast(Listed[models.ProjectAccountResponse], self._now("listProjectAccounts", "list", "projectaccount", locals()))

    def list_project_invitations(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            id: str | None = None, projectid: str | None = None, userid: str | None = None, state: str | None = None,
            activeonly: bool | None = None) -> Listed[models.ProjectInvitationResponse]:
        """Lists invitations: the caller's, those of a project that it is an admin of, with listall all that it may see.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        id: the invitation of this ID
        projectid: invitations to this project
        userid: invitations of this user alone
        state: invitations in this state: Pending, Completed, Expired, Declined
        activeonly: only those that still can be accepted
        """
        return cast(Listed[models.ProjectInvitationResponse], self._now("listProjectInvitations", "list", "projectinvitation", locals()))

    def list_project_role_permissions(self, *, projectid: str, projectroleid: str | None = None
        ) -> Listed[models.ProjectRolePermissionResponse]:
        """Lists the rules of a project's roles, in the order in which they are tried.

        projectid: the ID of the project
        projectroleid: rules of this role alone
        """
        return cast(Listed[models.ProjectRolePermissionResponse], self._now("listProjectRolePermissions", "list", "projectrolepermission", locals()))

    def list_project_roles(self, *, projectid: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            projectroleid: str | None = None, name: str | None = None) -> Listed[models.ProjectRoleResponse]:
        """Lists the roles of a project.

        projectid: the ID of the project
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        projectroleid: the role of this ID
        name: the role of this name
        """
        return cast(Listed[models.ProjectRoleResponse], self._now("listProjectRoles", "list", "projectrole", locals()))

    def list_projects(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, id: str | None = None, name: str | None = None, displaytext: str | None = None,
            state: str | None = None, username: str | None = None, details: list[str] | None = None, showicon: bool | None = None
        ) -> Listed[models.ProjectResponse]:
        """Lists projects with their limits and what they use: those that the caller is in, admins' with listall those of their domains.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        id: the project of this ID
        name: the project of this name
        displaytext: projects of this text
        state: projects in this state: Active, Suspended, Disabled
        username: projects that this user is in
        details: what to answer of each: all, resource (limits and what is used) or min
        showicon: there are no icons
        """
        return cast(Listed[models.ProjectResponse], self._now("listProjects", "list", "project", locals()))

    def list_public_ip_addresses(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, allocatedonly: bool | None = None,
            associatednetworkid: str | None = None, fordisplay: bool | None = None, forsystemvms: bool | None = None,
            forvirtualnetwork: bool | None = None, ipaddress: str | None = None, issourcenat: bool | None = None,
            isstaticnat: bool | None = None, networkid: str | None = None, physicalnetworkid: str | None = None,
            retrieveonlyresourcecount: bool | None = None, state: str | None = None, vlanid: str | None = None, zoneid: str | None = None
        ) -> Listed[models.PublicIpResponse]:
        """Lists public addresses.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the public address
        allocatedonly: false: free ones, too
        associatednetworkid: addresses of this network
        fordisplay: whether its owner sees it
        forsystemvms: true: those kept for system VMs
        forvirtualnetwork: whether it is for isolated networks, as all are
        ipaddress: the address
        issourcenat: whether its network's guests reach the outside by it
        isstaticnat: whether it is mapped to a VM
        networkid: the same as associatednetworkid
        physicalnetworkid: addresses that this physical network carries
        retrieveonlyresourcecount: only count them
        state: Free, Allocating, Allocated or Releasing
        vlanid: addresses of this range
        zoneid: addresses of this zone
        """
        return cast(Listed[models.PublicIpResponse], self._now("listPublicIpAddresses", "list", "publicipaddress", locals()))

    def list_regions(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: int | None = None,
            name: str | None = None) -> Listed[models.RegionResponse]:
        """Lists regions: this cloud is one.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list the region of this number
        name: list the region of this name
        """
        return cast(Listed[models.RegionResponse], self._now("listRegions", "list", "region", locals()))

    def list_resource_details(self, *, resourcetype: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, resourceid: str | None = None, key: str | None = None, value: str | None = None,
            fordisplay: bool | None = None) -> Listed[models.ResourceDetailResponse]:
        """Lists details of objects of one kind.

        resourcetype: the kind of the objects
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        resourceid: details of the object with this ID
        key: the detail with this key
        value: details with this value
        fordisplay: whether users see them
        """
        return cast(Listed[models.ResourceDetailResponse], self._now("listResourceDetails", "list", "resourcedetail", locals()))

    def list_resource_limits(self, *, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, page: int | None = None, pagesize: int | None = None,
            keyword: str | None = None, id: int | None = None, resourcetype: int | None = None, resourcetypename: str | None = None,
            tag: str | None = None) -> Listed[models.LimitResponse]:
        """Lists resource limits: of accounts and projects; of a whole domain when only domainid is given.

        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: refused: limits have no ids here; use resourcetype and account
        resourcetype: one kind: 0 VMs, 1 IPs, 2 volumes, 3 snapshots, 4 templates, 5 projects, 6 networks, 7 VPCs, 8 CPUs, 9 memory (MiB),
            10 primary storage (GiB), 11 secondary storage (GiB)
        resourcetypename: one kind by name, as user_vm
        tag: limits for this tag of hosts or storage alone
        """
        return cast(Listed[models.LimitResponse], self._now("listResourceLimits", "list", "resourcelimit", locals()))

    def list_role_permissions(self, *, roleid: str | None = None) -> Listed[models.RolePermissionResponse]:
        """Lists rules in the order in which they are tried: of one role, or of all.

        roleid: the ID of the role
        """
        return cast(Listed[models.RolePermissionResponse], self._now("listRolePermissions", "list", "rolepermission", locals()))

    def list_roles(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, state: str | None = None, type: str | None = None) -> Listed[models.RoleResponse]:
        """Lists roles; those of root administrators, and private ones, only to root administrators.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list the role of this ID
        name: list roles of this name
        state: list roles in this state: enabled or disabled
        type: list roles of this type: Admin, ResourceAdmin, DomainAdmin or User
        """
        return cast(Listed[models.RoleResponse], self._now("listRoles", "list", "role", locals()))

    def list_routers(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, account: str | None = None,
            domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None, projectid: str | None = None,
            id: str | None = None, name: str | None = None, arch: str | None = None, clusterid: str | None = None,
            fetchhealthcheckresults: bool | None = None, forvpc: bool | None = None, healthchecksfailed: bool | None = None,
            hostid: str | None = None, networkid: str | None = None, podid: str | None = None, state: str | None = None,
            version: str | None = None, zoneid: str | None = None) -> Listed[models.DomainRouterResponse]:
        """Lists virtual routers.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the router
        name: its exact name
        arch: its processor's architecture
        clusterid: routers in this cluster
        fetchhealthcheckresults: whether to tell what its checks said
        forvpc: true: routers of VPCs, of which there are none
        healthchecksfailed: whether a check failed, or it did not answer
        hostid: routers on this host
        networkid: the router of this network
        podid: routers in this pod
        state: Starting, Running, Stopping or Stopped
        version: the version of its software
        zoneid: routers in this zone
        """
        return cast(Listed[models.DomainRouterResponse], self._now("listRouters", "list", "router", locals()))

    def list_ssh_key_pairs(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, name: str | None = None, fingerprint: str | None = None
        ) -> Listed[models.SSHKeyPairResponse]:
        """Lists SSH key pairs.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the key pair
        name: its exact name
        fingerprint: its fingerprint
        """
        return cast(Listed[models.SSHKeyPairResponse], self._now("listSSHKeyPairs", "list", "sshkeypair", locals()))

    def list_service_offerings(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, name: str | None = None, zoneid: str | None = None,
            issystem: bool | None = None, systemvmtype: str | None = None, cpunumber: int | None = None, cpuspeed: int | None = None,
            memory: int | None = None, state: str | None = None, storagetype: str | None = None, encryptroot: bool | None = None,
            virtualmachineid: str | None = None) -> Listed[models.ServiceOfferingResponse]:
        """Lists service offerings that the caller may use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the service offering
        name: its exact name
        zoneid: offerings that may be used in this zone
        issystem: offerings for system VMs; root admins only
        systemvmtype: offerings for this type of system VM
        cpunumber: offerings with at least this many cores, or customized
        cpuspeed: offerings with at least this many MHz, or customized
        memory: offerings with at least this much memory in MiB, or customized
        state: Active (default) or Inactive
        storagetype: shared or local
        encryptroot: whether root disks are encrypted
        virtualmachineid: offerings that this VM may change to
        """
        return cast(Listed[models.ServiceOfferingResponse], self._now("listServiceOfferings", "list", "serviceoffering", locals()))

    def list_storage_network_ip_range(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, podid: str | None = None, zoneid: str | None = None) -> Listed[models.StorageRangeResponse]:
        """Lists ranges of addresses on storage networks.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the range
        podid: ranges of this pod
        zoneid: ranges of this zone
        """
        return cast(Listed[models.StorageRangeResponse], self._now("listStorageNetworkIpRange", "list", "storagenetworkiprange", locals()))

    def list_storage_pools(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            hostid: str | None = None, ipaddress: str | None = None, path: str | None = None, scope: str | None = None,
            storageaccessgroup: str | None = None, status: str | None = None) -> Listed[models.StoragePoolResponse]:
        """Lists storage pools.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the storage pool
        name: its exact name
        zoneid: pools of this zone
        podid: pools of this pod
        clusterid: pools of this cluster
        hostid: pools that this host has
        ipaddress: pools that this address serves
        path: its exact folder
        scope: HOST, CLUSTER or ZONE
        storageaccessgroup: pools that are restricted to this storage access group
        status: its state, as Up
        """
        return cast(Listed[models.StoragePoolResponse], self._now("listStoragePools", "list", "storagepool", locals()))

    def list_storage_pools_metrics(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, zoneid: str | None = None, podid: str | None = None,
            clusterid: str | None = None, hostid: str | None = None, ipaddress: str | None = None, path: str | None = None,
            scope: str | None = None, storageaccessgroup: str | None = None, status: str | None = None
        ) -> Listed[models.StoragePoolMetricsResponse]:
        """Lists storage pools with figures of their use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the storage pool
        name: its exact name
        zoneid: pools of this zone
        podid: pools of this pod
        clusterid: pools of this cluster
        hostid: pools that this host has
        ipaddress: pools that this address serves
        path: its exact folder
        scope: HOST, CLUSTER or ZONE
        storageaccessgroup: pools that are restricted to this storage access group
        status: its state, as Up
        """
        return cast(Listed[models.StoragePoolMetricsResponse], self._now("listStoragePoolsMetrics", "list", "storagepool", locals()))

    def list_storage_providers(self, *, type: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.StorageProviderResponse]:
        """Lists the providers of storage of a type.

        type: primary, image or object
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.StorageProviderResponse], self._now("listStorageProviders", "list", "dataStoreProvider", locals()))

    def list_storage_tags(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.StorageTagResponse]:
        """Lists the tags of storage pools: offerings may ask for them.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.StorageTagResponse], self._now("listStorageTags", "list", "storagetag", locals()))

    def list_supported_network_services(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            provider: str | None = None, service: str | None = None) -> Listed[models.ServiceResponse]:
        """Lists the services that network offerings may have, and who can give them.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        provider: services of this provider, as VirtualRouter
        service: this service alone, as Dhcp
        """
        return cast(Listed[models.ServiceResponse], self._now("listSupportedNetworkServices", "list", "networkservice", locals()))

    def list_system_vms(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, arch: str | None = None, hostid: str | None = None, podid: str | None = None, state: str | None = None,
            storageid: str | None = None, systemvmtype: str | None = None, zoneid: str | None = None) -> Listed[models.SystemVmResponse]:
        """Lists system VMs: the console proxies.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the system VM
        name: its exact name
        arch: its processor's architecture
        hostid: system VMs on this host
        podid: system VMs in this pod
        state: Starting, Running, Stopping or Stopped
        storageid: system VMs with a volume on this storage pool
        systemvmtype: consoleproxy or secondarystoragevm (there are none: image services are no VMs)
        zoneid: system VMs in this zone
        """
        return cast(Listed[models.SystemVmResponse], self._now("listSystemVms", "list", "systemvm", locals()))

    def list_system_vms_usage_history(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            name: str | None = None, startdate: str | None = None, enddate: str | None = None, id: str | None = None,
            ids: list[str] | None = None) -> Listed[models.VmMetricsStatsResponse]:
        """Lists what was measured of system VMs, as long as it is kept.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        name: part of its name
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        id: the ID of the system VM
        ids: IDs of system VMs, comma-joined; not with id
        """
        return cast(Listed[models.VmMetricsStatsResponse], self._now("listSystemVmsUsageHistory", "list", "virtualmachine", locals()))

    def list_tags(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, account: str | None = None,
            domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None, projectid: str | None = None,
            resourcetype: str | None = None, resourceid: str | None = None, key: str | None = None, value: str | None = None,
            customer: str | None = None) -> Listed[models.TagResponse]:
        """Lists tags of objects.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        resourcetype: tags of this kind of object
        resourceid: tags of the object with this ID
        key: tags with this key
        value: tags with this value
        customer: tags with this customer's text
        """
        return cast(Listed[models.TagResponse], self._now("listTags", "list", "tag", locals()))

    def list_templates(self, *, templatefilter: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ids: list[str] | None = None,
            name: str | None = None, hypervisor: str | None = None, zoneid: str | None = None, isready: bool | None = None,
            arch: str | None = None, templatetype: str | None = None) -> Listed[models.TemplateResponse]:
        """Lists templates.

        templatefilter: featured: public and featured; self: the caller's own; selfexecutable: those that are ready; sharedexecutable:
            others' that the caller may use; executable: all that can be used; community: public, not featured; all: everything, admins only
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the template
        ids: the IDs of the templates, comma-joined
        name: its exact name
        hypervisor: templates for this hypervisor
        zoneid: templates that this zone has
        isready: whether VMs can be made of it
        arch: templates of this architecture
        templatetype: USER, BUILTIN or SYSTEM
        """
        return cast(Listed[models.TemplateResponse], self._now("listTemplates", "list", "template", locals()))

    def list_traffic_type_implementors(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            traffictype: str | None = None) -> Listed[models.ImplementorResponse]:
        """Lists what makes the networks of each traffic type.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        traffictype: of this traffic type alone
        """
        return cast(Listed[models.ImplementorResponse], self._now("listTrafficTypeImplementors", "list", "traffictypeimplementorresponse", locals()))

    def list_traffic_types(self, *, physicalnetworkid: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.TrafficTypeResponse]:
        """Lists what a physical network carries.

        physicalnetworkid: the ID of the physical network
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.TrafficTypeResponse], self._now("listTrafficTypes", "list", "traffictype", locals()))

    def list_user_data(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, name: str | None = None) -> Listed[models.UserDataResponse]:
        """Lists registered user data.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: its ID
        name: its exact name
        """
        return cast(Listed[models.UserDataResponse], self._now("listUserData", "list", "userdata", locals()))

    def list_user_two_factor_authenticator_providers(self, *, name: str | None = None) -> Listed[models.SessionProviderResponse]:
        """Lists the kinds of second factors.

        name: list the provider of this name
        """
        return cast(Listed[models.SessionProviderResponse], self._now("listUserTwoFactorAuthenticatorProviders", "list", "providers", locals()))

    def list_users(self, *, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, username: str | None = None, accounttype: int | None = None, state: str | None = None,
            apikeyaccess: str | None = None, usersource: str | None = None, showicon: bool | None = None) -> Listed[models.UserResponse]:
        """Lists users.

        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list the user of this id
        username: list the user of this name
        accounttype: list users of accounts of this type: 0 user, 1 admin, 2 domain admin
        state: list users in this state: enabled, disabled or locked
        apikeyaccess: list users whose API keys are so: Enabled, Disabled or Inherit
        usersource: list users that come from there: native, ldap, saml2, saml2disabled or oauth2
        showicon: answer icons; there are none yet
        """
        return cast(Listed[models.UserResponse], self._now("listUsers", "list", "user", locals()))

    def list_vpc_offerings(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, displaytext: str | None = None, domainid: str | None = None, isdefault: bool | None = None,
            state: str | None = None, supportedservices: list[str] | None = None, zoneid: str | None = None
        ) -> Listed[models.VpcOfferingResponse]:
        """Lists VPC offerings that the caller may use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the VPC offering
        name: its exact name
        displaytext: its exact description
        domainid: offerings of this domain alone
        isdefault: whether Pileus made it
        state: Enabled or Disabled
        supportedservices: offerings with all of these services
        zoneid: offerings that may be used in this zone
        """
        return cast(Listed[models.VpcOfferingResponse], self._now("listVPCOfferings", "list", "vpcoffering", locals()))

    def list_virtual_machines(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ids: list[str] | None = None,
            name: str | None = None, state: str | None = None, zoneid: str | None = None, podid: str | None = None,
            clusterid: str | None = None, hostid: str | None = None, storageid: str | None = None, templateid: str | None = None,
            serviceofferingid: str | None = None, networkid: str | None = None, userid: str | None = None, hypervisor: str | None = None,
            arch: str | None = None, keypair: str | None = None, haenable: bool | None = None, displayvm: bool | None = None,
            forvirtualnetwork: bool | None = None, details: list[str] | None = None, userdataid: str | None = None,
            groupid: str | None = None, affinitygroupid: str | None = None, userdata: bool | None = None,
            retrieveonlyresourcecount: bool | None = None) -> Listed[models.UserVmResponse]:
        """Lists virtual machines.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the VM
        ids: IDs of VMs, comma-joined; not with id
        name: the exact name of the VM
        state: VMs in this state; Present: all but destroyed and expunging ones
        zoneid: VMs in this zone
        podid: VMs on hosts of this pod
        clusterid: VMs on hosts of this cluster
        hostid: VMs on this host
        storageid: VMs with a volume on this pool
        templateid: VMs made of this template
        serviceofferingid: VMs of this service offering
        networkid: VMs with a NIC in this network
        userid: VMs that this user created
        hypervisor: VMs of this hypervisor
        arch: VMs of this architecture
        keypair: VMs with this SSH key pair
        haenable: VMs with or without high availability
        displayvm: VMs that their owners see, or do not
        forvirtualnetwork: VMs with or without a NIC in an isolated network
        details: what to answer of each: all, group, nics, stats, secgrp, tmpl, servoff, diskoff, backoff, iso, volume, min, affgrp
        userdataid: VMs with this registered user data
        groupid: VMs of this VM group
        affinitygroupid: VMs of this affinity group
        userdata: answer the user data, too
        retrieveonlyresourcecount: answer only the count
        """
        return cast(Listed[models.UserVmResponse], self._now("listVirtualMachines", "list", "virtualmachine", locals()))

    def list_virtual_machines_metrics(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ids: list[str] | None = None,
            name: str | None = None, state: str | None = None, zoneid: str | None = None, podid: str | None = None,
            clusterid: str | None = None, hostid: str | None = None, storageid: str | None = None, templateid: str | None = None,
            serviceofferingid: str | None = None, networkid: str | None = None, userid: str | None = None, hypervisor: str | None = None,
            arch: str | None = None, keypair: str | None = None, haenable: bool | None = None, displayvm: bool | None = None,
            forvirtualnetwork: bool | None = None, details: list[str] | None = None, userdataid: str | None = None,
            groupid: str | None = None, affinitygroupid: str | None = None, userdata: bool | None = None,
            retrieveonlyresourcecount: bool | None = None, showicon: bool | None = None, accumulate: bool | None = None
        ) -> Listed[models.VmMetricsResponse]:
        """Lists virtual machines with figures of their use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the VM
        ids: IDs of VMs, comma-joined; not with id
        name: the exact name of the VM
        state: VMs in this state; Present: all but destroyed and expunging ones
        zoneid: VMs in this zone
        podid: VMs on hosts of this pod
        clusterid: VMs on hosts of this cluster
        hostid: VMs on this host
        storageid: VMs with a volume on this pool
        templateid: VMs made of this template
        serviceofferingid: VMs of this service offering
        networkid: VMs with a NIC in this network
        userid: VMs that this user created
        hypervisor: VMs of this hypervisor
        arch: VMs of this architecture
        keypair: VMs with this SSH key pair
        haenable: VMs with or without high availability
        displayvm: VMs that their owners see, or do not
        forvirtualnetwork: VMs with or without a NIC in an isolated network
        details: what to answer of each: all, group, nics, stats, secgrp, tmpl, servoff, diskoff, backoff, iso, volume, min, affgrp
        userdataid: VMs with this registered user data
        groupid: VMs of this VM group
        affinitygroupid: VMs of this affinity group
        userdata: answer the user data, too
        retrieveonlyresourcecount: answer only the count
        showicon: whether icons are answered: there are none
        accumulate: sums of all looks that are kept, instead of the last; vm.stats.increment.metrics when absent
        """
        return cast(Listed[models.VmMetricsResponse], self._now("listVirtualMachinesMetrics", "list", "virtualmachine", locals()))

    def list_virtual_machines_usage_history(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            name: str | None = None, startdate: str | None = None, enddate: str | None = None, id: str | None = None,
            ids: list[str] | None = None) -> Listed[models.VmMetricsStatsResponse]:
        """Lists what was measured of virtual machines, as long as it is kept.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        name: part of its name
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        id: the ID of the VM
        ids: IDs of VMs, comma-joined; not with id
        """
        return cast(Listed[models.VmMetricsStatsResponse], self._now("listVirtualMachinesUsageHistory", "list", "virtualmachine", locals()))

    def list_virtual_router_elements(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, nspid: str | None = None, enabled: bool | None = None) -> Listed[models.VirtualRouterProviderResponse]:
        """Lists virtual router elements.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the element
        nspid: elements of this provider
        enabled: whether it is enabled
        """
        return cast(Listed[models.VirtualRouterProviderResponse], self._now("listVirtualRouterElements", "list", "virtualrouterelement", locals()))

    def list_vlan_ip_ranges(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, account: str | None = None, domainid: str | None = None, projectid: str | None = None,
            forvirtualnetwork: bool | None = None, networkid: str | None = None, physicalnetworkid: str | None = None,
            podid: str | None = None, vlan: str | None = None, zoneid: str | None = None) -> Listed[models.ListedRange]:
        """Lists ranges of public addresses.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the range
        account: ranges of this account alone; needs domainid
        domainid: ranges of this domain alone
        projectid: ranges of this project alone
        forvirtualnetwork: whether it is for isolated networks
        networkid: ranges of this network
        physicalnetworkid: ranges that this physical network carries
        podid: ranges of this pod
        vlan: untagged or a VLAN
        zoneid: ranges of this zone
        """
        return cast(Listed[models.ListedRange], self._now("listVlanIpRanges", "list", "vlaniprange", locals()))

    def list_volumes(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ids: list[str] | None = None,
            name: str | None = None, type: str | None = None, state: str | None = None, virtualmachineid: str | None = None,
            zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None, hostid: str | None = None,
            storageid: str | None = None, diskofferingid: str | None = None, serviceofferingid: str | None = None,
            displayvolume: bool | None = None, listsystemvms: bool | None = None, retrieveonlyresourcecount: bool | None = None
        ) -> Listed[models.VolumeResponse]:
        """Lists volumes.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the volume
        ids: IDs of volumes, comma-joined; not with id
        name: the exact name of the volume
        type: ROOT or DATADISK
        state: volumes in this state
        virtualmachineid: volumes of this VM
        zoneid: volumes in this zone
        podid: volumes on pools of this pod
        clusterid: volumes on pools of this cluster
        hostid: volumes of VMs on this host
        storageid: volumes on this pool
        diskofferingid: volumes of this disk offering
        serviceofferingid: volumes of VMs of this service offering
        displayvolume: volumes that their owners see, or do not
        listsystemvms: volumes of system VMs, too
        retrieveonlyresourcecount: answer only the count
        """
        return cast(Listed[models.VolumeResponse], self._now("listVolumes", "list", "volume", locals()))

    def list_volumes_metrics(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ids: list[str] | None = None,
            name: str | None = None, type: str | None = None, state: str | None = None, virtualmachineid: str | None = None,
            zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None, hostid: str | None = None,
            storageid: str | None = None, diskofferingid: str | None = None, serviceofferingid: str | None = None,
            displayvolume: bool | None = None, listsystemvms: bool | None = None, retrieveonlyresourcecount: bool | None = None
        ) -> Listed[models.VolumeMetricsResponse]:
        """Lists volumes with figures of their use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        id: the ID of the volume
        ids: IDs of volumes, comma-joined; not with id
        name: the exact name of the volume
        type: ROOT or DATADISK
        state: volumes in this state
        virtualmachineid: volumes of this VM
        zoneid: volumes in this zone
        podid: volumes on pools of this pod
        clusterid: volumes on pools of this cluster
        hostid: volumes of VMs on this host
        storageid: volumes on this pool
        diskofferingid: volumes of this disk offering
        serviceofferingid: volumes of VMs of this service offering
        displayvolume: volumes that their owners see, or do not
        listsystemvms: volumes of system VMs, too
        retrieveonlyresourcecount: answer only the count
        """
        return cast(Listed[models.VolumeMetricsResponse], self._now("listVolumesMetrics", "list", "volume", locals()))

    def list_volumes_usage_history(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            name: str | None = None, startdate: str | None = None, enddate: str | None = None, id: str | None = None,
            ids: list[str] | None = None) -> Listed[models.VolumeMetricsStatsResponse]:
        """Lists what was measured of volumes, as long as it is kept.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        name: part of its name
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        id: the ID of the volume
        ids: IDs of volumes, comma-joined; not with id
        """
        return cast(Listed[models.VolumeMetricsStatsResponse], self._now("listVolumesUsageHistory", "list", "volume", locals()))

    def list_webhook_deliveries(self, *, id: str | None = None, webhookid: str | None = None, managementserverid: str | None = None,
            startdate: str | None = None, enddate: str | None = None, page: int | None = None, pagesize: int | None = None,
            keyword: str | None = None, eventtype: str | None = None) -> Listed[models.WebhookDeliveryResponse]:
        """Lists what was posted to webhooks, the newest first.

        id: the ID of the delivery
        webhookid: those of this webhook
        managementserverid: those that this management server posted
        startdate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        enddate: yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss, or ISO 8601 with a zone
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        eventtype: those of events of this type
        """
        return cast(Listed[models.WebhookDeliveryResponse], self._now("listWebhookDeliveries", "list", "webhookdelivery", locals()))

    def list_webhooks(self, *, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, page: int | None = None, pagesize: int | None = None,
            keyword: str | None = None, id: str | None = None, name: str | None = None, scope: str | None = None, state: str | None = None
        ) -> Listed[models.WebhookResponse]:
        """Lists webhooks.

        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the webhook
        name: its exact name
        scope: those of this scope
        state: Enabled or Disabled
        """
        return cast(Listed[models.WebhookResponse], self._now("listWebhooks", "list", "webhook", locals()))

    def list_zones(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, id: str | None = None, ids: list[str] | None = None, name: str | None = None,
            networktype: str | None = None, domainid: str | None = None, available: bool | None = None, showcapacities: bool | None = None,
            showicon: bool | None = None, storageaccessgroup: str | None = None) -> Listed[models.ZoneResponse]:
        """Lists zones: to users, the enabled ones that their domain sees.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        id: the ID of the zone
        ids: the IDs of the zones, comma-joined
        name: its exact name
        networktype: Basic or Advanced
        domainid: zones of this domain alone
        available: true: only zones where VMs may be started; false: only those where the caller has VMs
        showcapacities: whether the answers tell how much there is and is taken; admins only
        showicon: zones have no icons
        storageaccessgroup: zones with this storage access group; admins only
        """
        return cast(Listed[models.ZoneResponse], self._now("listZones", "list", "zone", locals()))

    def list_zones_metrics(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, id: str | None = None, ids: list[str] | None = None, name: str | None = None,
            networktype: str | None = None, domainid: str | None = None, available: bool | None = None, showcapacities: bool | None = None,
            showicon: bool | None = None, storageaccessgroup: str | None = None) -> Listed[models.ZoneMetricsResponse]:
        """Lists zones with figures of their use.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        tags: list by tags: tags[0].key=…&tags[0].value=…
        id: the ID of the zone
        ids: the IDs of the zones, comma-joined
        name: its exact name
        networktype: Basic or Advanced
        domainid: zones of this domain alone
        available: true: only zones where VMs may be started; false: only those where the caller has VMs
        showcapacities: whether the answers tell how much there is and is taken; admins only
        showicon: zones have no icons
        storageaccessgroup: zones with this storage access group; admins only
        """
        return cast(Listed[models.ZoneMetricsResponse], self._now("listZonesMetrics", "list", "zone", locals()))

    def lock_account(self, *, account: str, domainid: str) -> models.Locked:
        """Locks an account: nobody can log in or call as it. Its VMs go on.

        account: the account's name
        domainid: the domain of the account
        """
        return cast(models.Locked, self._now("lockAccount", "flat", "", locals()))

    def lock_user(self, *, id: str) -> models.UserResponse:
        """Locks an enabled user: as disableUser, but meant to pass.

        id: the user's id
        """
        return cast(models.UserResponse, self._now("lockUser", "object", "user", locals()))

    def login(self, *, username: str, password: str, domain: str | None = None, domainid: int | None = None) -> models.LoginResponse:
        """Logs a user in and begins a session. By POST only.

        username: the user's name
        password: the password
        domain: the path of the user's domain, as /sales/emea; nothing or / is ROOT
        domainid: not supported: use domain
        """
        return cast(models.LoginResponse, self._now("login", "flat", "", locals()))

    def logout(self) -> models.LogoutResponse:
        """Ends the caller's session."""
        return cast(models.LogoutResponse, self._now("logout", "flat", "", locals()))

    def mark_default_zone_for_account(self, *, account: str, domainid: str, zoneid: str) -> Job[models.AccountResponse]:
        """Marks a zone as the one that an account is shown first.

        account: the account's name
        domainid: the domain of the account
        zoneid: the zone
        """
        return self._job("markDefaultZoneForAccount", "object", "account", locals())

    def move_domain(self, *, domainid: str, parentdomainid: str) -> models.DomainResponse:
        """Moves a domain, with all that is in it and below it, below another. What it uses counts there.

        domainid: the domain to move
        parentdomainid: the domain that it will be below
        """
        return cast(models.DomainResponse, self._now("moveDomain", "object", "domain", locals()))

    def move_user(self, *, id: str, account: str | None = None, accountid: str | None = None) -> models.Success:
        """Moves a user to another account of its domain; it takes its keys along and acts for the new account from then on.

        id: the user's id
        account: the name of the new account, in the user's domain
        accountid: the new account; instead of account
        """
        return cast(models.Success, self._now("moveUser", "success", "", locals()))

    def patch_system_vm(self, *, id: str | None = None, forced: bool | None = None) -> Job[models.Success]:
        """Gives a running system VM the managers' present addresses and starts its program anew with them; the machine runs on. Its code
        comes with the template: destroy it to get another from a newer one.

        id: the ID of the system VM
        forced: start the program anew, as is done in any case
        """
        return self._job("patchSystemVm", "success", "", locals())

    def prepare_host_for_maintenance(self, *, id: str, plan: bool | None = None) -> Job[models.HostResponse]:
        """Takes a host out of placement, and puts it into Maintenance when the last VM has left it. The job names the VMs that stay.

        id: the ID of the host
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("prepareHostForMaintenance", "object", "host", locals())

    def provision_certificate(self, *, hostid: str, provider: str | None = None, reconnect: bool | None = None) -> Job[models.Success]:
        """Gives a host a new certificate.

        hostid: the ID of the host
        provider: the certificate authority: root is the only one
        reconnect: true: the old certificate is revoked once the host has reported with the new one; false: it stays valid
        """
        return self._job("provisionCertificate", "success", "", locals())

    def query_async_job_result(self, *, jobid: str) -> models.JobFlatResponse:
        """Shows how an asynchronous job stands, and its result once it has ended.

        jobid: the job's id
        """
        return cast(models.JobFlatResponse, self._now("queryAsyncJobResult", "flat", "", locals()))

    def query_simulator_mock(self, *, id: int | None = None) -> models.MockResponse:
        """Answers a fault of simulated hosts, and how often it still happens.

        id: the ID of the fault; the newest when absent
        """
        return cast(models.MockResponse, self._now("querySimulatorMock", "object", "null", locals()))

    def reboot_router(self, *, id: str, forced: bool | None = None) -> Job[models.DomainRouterResponse]:
        """Reboots a virtual router: its guests are without DHCP, DNS and NAT meanwhile.

        id: the ID of the router
        forced: power it off at once, as is done in any case
        """
        return self._job("rebootRouter", "object", "router", locals())

    def reboot_system_vm(self, *, id: str, forced: bool | None = None) -> Job[models.SystemVmResponse]:
        """Reboots a system VM: the pages of its console sessions connect again by themselves.

        id: the ID of the system VM
        forced: power it off at once, as is done in any case
        """
        return self._job("rebootSystemVm", "object", "systemvm", locals())

    def reboot_virtual_machine(self, *, id: str, forced: bool | None = None) -> Job[models.UserVmResponse]:
        """Reboots a virtual machine.

        id: the ID of the VM
        forced: power it off and on, without asking the guest
        """
        return self._job("rebootVirtualMachine", "object", "virtualmachine", locals())

    def reconnect_host(self, *, id: str) -> Job[models.HostResponse]:
        """Reconnects a host: it is dialled, and counts as Up when it has reported anew.

        id: the ID of the host
        """
        return self._job("reconnectHost", "object", "host", locals())

    def recover_virtual_machine(self, *, id: str) -> models.UserVmResponse:
        """Recovers a destroyed virtual machine: it is Stopped again.

        id: the ID of the VM
        """
        return cast(models.UserVmResponse, self._now("recoverVirtualMachine", "object", "virtualmachine", locals()))

    def register_ssh_key_pair(self, *, name: str, publickey: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None) -> models.SSHKeyPairResponse:
        """Keeps the public key of a key pair that the user has.

        name: the name of the key pair
        publickey: the public key, an OpenSSH line
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        """
        return cast(models.SSHKeyPairResponse, self._now("registerSSHKeyPair", "object", "keypair", locals()))

    def register_template(self, *, name: str, format: str, hypervisor: str, url: str, account: str | None = None,
            domainid: str | None = None, projectid: str | None = None, displaytext: str | None = None, arch: str | None = None,
            bits: int | None = None, checksum: str | None = None, details: dict[str, str] | None = None,
            isdynamicallyscalable: bool | None = None, isextractable: bool | None = None, isfeatured: bool | None = None,
            ispublic: bool | None = None, isrouting: bool | None = None, ostypeid: str | None = None, passwordenabled: bool | None = None,
            requireshvm: bool | None = None, sshkeyenabled: bool | None = None, templatetag: str | None = None, zoneid: str | None = None,
            zoneids: list[str] | None = None, clienttoken: str | None = None) -> Listed[models.TemplateResponse]:
        """Registers a template: the image store fetches it from a URL, checks it and keeps it. Its status tells how far that is.

        name: the name of the template
        format: QCOW2 or RAW
        hypervisor: the hypervisor it is for
        url: where it is fetched from: http or https; gzip, bzip2 and xz are unpacked
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        displaytext: its description; the name when absent
        arch: its architecture
        bits: 32 or 64
        checksum: its checksum, as {SHA-256}…; without it, nothing proves that the right image arrived
        details: details
        isdynamicallyscalable: whether it has tools for scaling while it runs
        isextractable: whether it may be downloaded
        isfeatured: whether it is shown first; admins only
        ispublic: whether everybody may use it
        isrouting: whether it is the image of system VMs; admins only
        ostypeid: the ID of its guest OS type; Other Linux when absent
        passwordenabled: whether VMs get a password from the router
        requireshvm: whether it needs hardware virtualisation
        sshkeyenabled: whether VMs fetch an SSH key
        templatetag: the tag of hosts that it needs; admins only
        zoneid: the zone that shall have it; -1 or absent: all
        zoneids: the zones that shall have it, comma-joined
        clienttoken: makes the call repeatable: the same call with the same token answers the first one's object
        """
        return cast(Listed[models.TemplateResponse], self._now("registerTemplate", "list", "template", locals()))

    def register_user_data(self, *, name: str, userdata: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, params: str | None = None) -> models.UserDataResponse:
        """Keeps user data under a name, for many VMs.

        name: its name
        userdata: the user data, base64; at most vm.userdata.max.length bytes
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        params: the names of variables in it, comma-joined: VMs get their values as metadata (userdatadetails)
        """
        return cast(models.UserDataResponse, self._now("registerUserData", "object", "userdata", locals()))

    def register_user_keys(self, *, id: str) -> models.UserKeysResponse:
        """Makes new API keys for a user; the old ones stop working everywhere within two seconds.

        id: the user's id
        """
        return cast(models.UserKeysResponse, self._now("registerUserKeys", "object", "userkeys", locals()))

    def release_dedicated_cluster(self, *, clusterid: str) -> Job[models.Success]:
        """Releases a dedicated cluster. VMs stay where they are; the affinity group goes with the last thing that was dedicated through
        it.

        clusterid: the ID of the cluster
        """
        return self._job("releaseDedicatedCluster", "success", "", locals())

    def release_dedicated_guest_vlan_range(self, *, id: str) -> Job[models.Success]:
        """Ends a dedication of guest VLANs. Networks that have some of them keep them.

        id: the ID of the dedicated range
        """
        return self._job("releaseDedicatedGuestVlanRange", "success", "", locals())

    def release_dedicated_host(self, *, hostid: str) -> Job[models.Success]:
        """Releases a dedicated host. VMs stay where they are; the affinity group goes with the last thing that was dedicated through it.

        hostid: the ID of the host
        """
        return self._job("releaseDedicatedHost", "success", "", locals())

    def release_dedicated_pod(self, *, podid: str) -> Job[models.Success]:
        """Releases a dedicated pod. VMs stay where they are; the affinity group goes with the last thing that was dedicated through it.

        podid: the ID of the pod
        """
        return self._job("releaseDedicatedPod", "success", "", locals())

    def release_dedicated_zone(self, *, zoneid: str) -> Job[models.Success]:
        """Releases a dedicated zone. VMs stay where they are; the affinity group goes with the last thing that was dedicated through it.

        zoneid: the ID of the zone
        """
        return self._job("releaseDedicatedZone", "success", "", locals())

    def release_host_reservation(self, *, id: str) -> Job[models.Success]:
        """Gives back what VMs that do not run hold of a host's CPU and memory.

        id: the ID of the host
        """
        return self._job("releaseHostReservation", "success", "", locals())

    def release_pod_ip_address(self, *, id: int) -> models.Success:
        """Gives a management address back.

        id: the number that acquirePodIpAddress answered
        """
        return cast(models.Success, self._now("releasePodIpAddress", "success", "", locals()))

    def release_public_ip_range(self, *, id: str) -> models.Success:
        """Ends a dedication of public addresses. Who has some of them keeps them.

        id: the ID of the range
        """
        return cast(models.Success, self._now("releasePublicIpRange", "success", "", locals()))

    def remove_annotation(self, *, id: str) -> models.AnnotationResponse:
        """Removes a note: one's own, or as root administrator any.

        id: the ID of the annotation
        """
        return cast(models.AnnotationResponse, self._now("removeAnnotation", "object", "annotation", locals()))

    def remove_guest_os(self, *, id: str) -> Job[models.Success]:
        """Removes a guest OS type that an administrator added and that nothing is of.

        id: the ID of the OS type
        """
        return self._job("removeGuestOs", "success", "", locals())

    def remove_guest_os_mapping(self, *, id: str) -> Job[models.Success]:
        """Removes what a hypervisor calls a guest OS type.

        id: the ID of the mapping
        """
        return self._job("removeGuestOsMapping", "success", "", locals())

    def remove_management_server(self, *, id: str) -> models.Success:
        """Forgets a node that is Down and runs nothing.

        id: the ID of the node
        """
        return cast(models.Success, self._now("removeManagementServer", "success", "", locals()))

    def remove_resource_detail(self, *, resourceid: str, resourcetype: str, key: str | None = None) -> Job[models.Success]:
        """Removes details of an object: one, or all.

        resourceid: the ID of the object
        resourcetype: the kind of the object
        key: the key of the detail; all when left out
        """
        return self._job("removeResourceDetail", "success", "", locals())

    def reset_api_limit(self, *, account: str | None = None) -> models.Success:
        """Lets an account, or all, start anew with their calls; on all management servers within two seconds.

        account: the ID of the account; all when left out
        """
        return cast(models.Success, self._now("resetApiLimit", "success", "", locals()))

    def reset_configuration(self, *, name: str, zoneid: str | None = None, clusterid: str | None = None, storageid: str | None = None,
            accountid: str | None = None, domainid: str | None = None, imagestoreid: str | None = None) -> models.ConfigurationResponse:
        """Gives a configuration key its default back; for an object, the value that holds around it.

        name: the key
        zoneid: the value for this zone
        clusterid: the value for this cluster
        storageid: the value for this storage pool
        accountid: the value for this account
        domainid: the value for this domain
        imagestoreid: the value for this image store
        """
        return cast(models.ConfigurationResponse, self._now("resetConfiguration", "object", "configuration", locals()))

    def restart_network(self, *, id: str, cleanup: bool | None = None, plan: bool | None = None) -> Job[models.Success]:
        """Restarts a network: its router is told everything again, or made anew.

        id: the ID of the network
        cleanup: make its router anew from the image
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("restartNetwork", "success", "", locals())

    def revoke_certificate(self, *, serial: str, provider: str | None = None, cn: str | None = None) -> Job[models.Success]:
        """Revokes a certificate: who shows it is refused from then on.

        serial: its serial number, hexadecimal
        provider: the certificate authority: root is the only one
        cn: its name, as a check against typing errors
        """
        return self._job("revokeCertificate", "success", "", locals())

    def scale_system_vm(self, *, id: str, serviceofferingid: str, details: dict[str, str] | None = None) -> Job[models.SystemVmResponse]:
        """Gives a stopped system VM another service offering, as a job.

        id: the ID of the system VM
        serviceofferingid: the ID of the new service offering
        details: values of a custom offering, of which there are none for system VMs
        """
        return self._job("scaleSystemVm", "object", "systemvm", locals())

    def setup_user_two_factor_authentication(self, *, enable: bool | None = None, provider: str | None = None, userid: str | None = None
        ) -> models.SetupResponse:
        """Sets up a second factor for the caller, which counts once a code was validated; or takes one away.

        enable: true sets it up, false takes it away
        provider: the kind: totp
        userid: the user whose second factor is taken away; for administrators
        """
        return cast(models.SetupResponse, self._now("setupUserTwoFactorAuthentication", "object", "setup2fa", locals()))

    def start_system_vm(self, *, id: str) -> Job[models.SystemVmResponse]:
        """Starts a system VM.

        id: the ID of the system VM
        """
        return self._job("startSystemVm", "object", "systemvm", locals())

    def start_virtual_machine(self, *, id: str, hostid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            deploymentplanner: str | None = None, considerlasthost: bool | None = None, plan: bool | None = None
        ) -> Job[models.UserVmResponse]:
        """Starts a virtual machine.

        id: the ID of the VM
        hostid: the ID of the host to start it on
        podid: the ID of the pod to start it in
        clusterid: the ID of the cluster to start it in
        deploymentplanner: one of listDeploymentPlanners, instead of the offering's
        considerlasthost: prefer the host it ran on last
        plan: true: answer what the call would do, and do nothing
        """
        return self._job("startVirtualMachine", "object", "virtualmachine", locals())

    def stop_system_vm(self, *, id: str, forced: bool | None = None) -> Job[models.SystemVmResponse]:
        """Stops a system VM: console sessions in it end. A console proxy that its zone needs is started again, if consoleproxy.restart
        says so.

        id: the ID of the system VM
        forced: power it off at once, as is done in any case
        """
        return self._job("stopSystemVm", "object", "systemvm", locals())

    def stop_virtual_machine(self, *, id: str, forced: bool | None = None) -> Job[models.UserVmResponse]:
        """Stops a virtual machine.

        id: the ID of the VM
        forced: power it off at once, without asking the guest
        """
        return self._job("stopVirtualMachine", "object", "virtualmachine", locals())

    def suspend_project(self, *, id: str) -> Job[models.ProjectResponse]:
        """Suspends a project: its VMs are stopped, and nothing is created or started in it.

        id: the ID of the project
        """
        return self._job("suspendProject", "object", "project", locals())

    def update_account(self, *, id: str | None = None, account: str | None = None, domainid: str | None = None, newname: str | None = None,
            roleid: str | None = None, networkdomain: str | None = None, accountdetails: dict[str, str] | None = None,
            apikeyaccess: str | None = None) -> models.AccountResponse:
        """Changes an account: its name, role, network domain, details, and whether its API keys work.

        id: the account's id
        account: the account's name; with domainid
        domainid: the domain of the account
        newname: the new name, unique in the domain
        roleid: the new role
        networkdomain: the domain of its new networks; empty: the zone's
        accountdetails: details to add or change, as accountdetails[0].key=value
        apikeyaccess: whether its users' API keys work: Enabled, Disabled or Inherit
        """
        return cast(models.AccountResponse, self._now("updateAccount", "object", "account", locals()))

    def update_annotation_visibility(self, *, adminsonly: bool, id: str) -> models.AnnotationResponse:
        """Shows a note to all who see the thing, or to root administrators alone.

        adminsonly: whether only root administrators see it
        id: the ID of the annotation
        """
        return cast(models.AnnotationResponse, self._now("updateAnnotationVisibility", "object", "annotation", locals()))

    def update_cluster(self, *, id: str, clustername: str | None = None, allocationstate: str | None = None, arch: str | None = None,
            clustertype: str | None = None, hypervisor: str | None = None, managedstate: str | None = None) -> models.ClusterResponse:
        """Changes a cluster: its name, whether VMs are placed there, whether its hosts are managed; while it is empty also what its
        hosts are.

        id: the ID of the cluster
        clustername: its new name
        allocationstate: Enabled or Disabled: whether VMs may be placed there
        arch: the architecture of its hosts; only while it has none
        clustertype: CloudManaged: hosts join one by one; ExternalManaged is refused
        hypervisor: the hypervisor of its hosts; only while it has none
        managedstate: Managed, or Unmanaged: its hosts are disconnected, VMs go on, nothing is placed or watched there
        """
        return cast(models.ClusterResponse, self._now("updateCluster", "object", "cluster", locals()))

    def update_configuration(self, *, name: str, zoneid: str | None = None, clusterid: str | None = None, storageid: str | None = None,
            accountid: str | None = None, domainid: str | None = None, imagestoreuuid: str | None = None, value: str | None = None
        ) -> models.ConfigurationResponse:
        """Sets a configuration key; in effect on all nodes within two seconds.

        name: the key
        zoneid: the value for this zone
        clusterid: the value for this cluster
        storageid: the value for this storage pool
        accountid: the value for this account
        domainid: the value for this domain
        imagestoreuuid: the value for this image store
        value: its new value
        """
        return cast(models.ConfigurationResponse, self._now("updateConfiguration", "object", "configuration", locals()))

    def update_disk_offering(self, *, id: str, bytesreadrate: int | None = None, bytesreadratemax: int | None = None,
            bytesreadratemaxlength: int | None = None, byteswriterate: int | None = None, byteswriteratemax: int | None = None,
            byteswriteratemaxlength: int | None = None, iopsreadrate: int | None = None, iopsreadratemax: int | None = None,
            iopsreadratemaxlength: int | None = None, iopswriterate: int | None = None, iopswriteratemax: int | None = None,
            iopswriteratemaxlength: int | None = None, cachemode: str | None = None, name: str | None = None,
            displaytext: str | None = None, displayoffering: bool | None = None, sortkey: int | None = None, state: str | None = None,
            tags: str | None = None, domainid: str | None = None, zoneid: str | None = None) -> models.DiskOfferingResponse:
        """Changes a disk offering. Its rates hold for VMs that start afterwards.

        id: the ID of the disk offering
        bytesreadrate: bytes per second that may be read
        bytesreadratemax: bytes per second that may be read in a burst
        bytesreadratemaxlength: seconds that a burst of reading may last
        byteswriterate: bytes per second that may be written
        byteswriteratemax: bytes per second that may be written in a burst
        byteswriteratemaxlength: seconds that a burst of writing may last
        iopsreadrate: reads per second
        iopsreadratemax: reads per second in a burst
        iopsreadratemaxlength: seconds that a burst of reads may last
        iopswriterate: writes per second
        iopswriteratemax: writes per second in a burst
        iopswriteratemaxlength: seconds that a burst of writes may last
        cachemode: none, writeback, writethrough or hypervisor_default: what the host's cache does
        name: its new name
        displaytext: its new description
        displayoffering: whether users are shown it
        sortkey: where it stands in lists: the smaller the earlier
        state: Active or Inactive
        tags: tags of storage that it needs, comma-joined; empty: none
        domainid: the domains that see it, comma-joined; public: all
        zoneid: the zones where it may be used, comma-joined; all: all
        """
        return cast(models.DiskOfferingResponse, self._now("updateDiskOffering", "object", "diskoffering", locals()))

    def update_domain(self, *, id: str, name: str | None = None, networkdomain: str | None = None) -> models.DomainResponse:
        """Changes a domain's name, and the paths of those below it with it, and its network domain.

        id: the domain's id
        name: the new name, unique below its parent
        networkdomain: the domain of its accounts' new networks; empty: the zone's
        """
        return cast(models.DomainResponse, self._now("updateDomain", "object", "domain", locals()))

    def update_guest_os(self, *, id: str, osdisplayname: str | None = None, oscategoryid: str | None = None, fordisplay: bool | None = None,
            details: dict[str, str] | None = None) -> Job[models.GuestOSResponse]:
        """Changes a guest OS type.

        id: the ID of the OS type
        osdisplayname: its new name, which no other has
        oscategoryid: its new category
        fordisplay: whether users are shown it
        details: details to add or change
        """
        return self._job("updateGuestOs", "object", "ostype", locals())

    def update_guest_os_mapping(self, *, id: str, osnameforhypervisor: str) -> Job[models.GuestOsMappingResponse]:
        """Changes what a hypervisor calls a guest OS type.

        id: the ID of the mapping
        osnameforhypervisor: what the hypervisor calls the type
        """
        return self._job("updateGuestOsMapping", "object", "guestosmapping", locals())

    def update_host(self, *, id: str, allocationstate: str | None = None, annotation: str | None = None, hosttags: list[str] | None = None,
            istagarule: bool | None = None, name: str | None = None, oscategoryid: str | None = None, url: str | None = None
        ) -> models.HostResponse:
        """Enables or disables a host, or changes its name, tags, url, preferred OS category and annotation.

        id: the ID of the host
        allocationstate: Enable or Disable: whether VMs may be placed on it
        annotation: a note, which is added to its annotations
        hosttags: its tags, comma-joined; empty: none
        istagarule: whether hosttags is a rule; true is refused: tags are plain
        name: its new name
        oscategoryid: the ID of the OS category that it prefers
        url: the url by which addHost knows it
        """
        return cast(models.HostResponse, self._now("updateHost", "object", "host", locals()))

    def update_hypervisor_capabilities(self, *, id: str | None = None, hypervisor: str | None = None, hypervisorversion: str | None = None,
            maxguestslimit: int | None = None, maxdatavolumeslimit: int | None = None, maxhostspercluster: int | None = None
        ) -> models.CapabilitiesResponse:
        """Changes what a hypervisor is trusted with: placement, new hosts and new VMs keep to it from now on.

        id: the capabilities; or give hypervisor and its version
        hypervisor: the hypervisor
        hypervisorversion: its version, as default
        maxguestslimit: how many VMs a host may run; -1: any number
        maxdatavolumeslimit: how many data disks a VM may have; -1: any number
        maxhostspercluster: how many hosts a cluster may have; -1: any number
        """
        return cast(models.CapabilitiesResponse, self._now("updateHypervisorCapabilities", "object", "hypervisorcapabilities", locals()))

    def update_image_store(self, *, id: str, name: str | None = None, readonly: bool | None = None, capacitybytes: int | None = None
        ) -> models.ImageStoreResponse:
        """Changes an image store.

        id: the ID of the image store
        name: its new name
        readonly: whether nothing new is stored on it
        capacitybytes: how much it may hold, when that is less than its file system; bytes
        """
        return cast(models.ImageStoreResponse, self._now("updateImageStore", "object", "imagestore", locals()))

    def update_instance_group(self, *, id: str, name: str | None = None) -> models.InstanceGroupResponse:
        """Renames a group of VMs.

        id: the ID of the group
        name: its new name
        """
        return cast(models.InstanceGroupResponse, self._now("updateInstanceGroup", "object", "instancegroup", locals()))

    def update_network_offering(self, *, id: str | None = None, name: str | None = None, displaytext: str | None = None,
            availability: str | None = None, domainid: str | None = None, zoneid: str | None = None, keepaliveenabled: bool | None = None,
            maxconnections: int | None = None, state: str | None = None, sortkey: int | None = None, tags: str | None = None
        ) -> models.NetworkOfferingResponse:
        """Enables, disables or describes a network offering.

        id: the ID of the network offering
        name: its new name
        displaytext: its description
        availability: Required, Optional or Unavailable
        domainid: the domains that see it, comma-joined; public: all
        zoneid: the zones where it may be used, comma-joined; all: everywhere
        keepaliveenabled: whether load balancers keep connections open
        maxconnections: the most connections of a load balancer
        state: Enabled or Disabled
        sortkey: its place in lists: low comes first
        tags: the tags of the physical network that it needs; new networks are made by them
        """
        return cast(models.NetworkOfferingResponse, self._now("updateNetworkOffering", "object", "networkoffering", locals()))

    def update_network_service_provider(self, *, id: str, servicelist: list[str] | None = None, state: str | None = None
        ) -> Job[models.PhysicalProviderResponse]:
        """Enables, disables or shuts down a provider, or chooses among its services. New networks need enabled providers of their
        services.

        id: the ID of the provider
        servicelist: the services that it shall give
        state: Enabled, Disabled or Shutdown
        """
        return self._job("updateNetworkServiceProvider", "object", "networkserviceprovider", locals())

    def update_os_category(self, *, id: str, name: str | None = None, isfeatured: bool | None = None, sortkey: int | None = None
        ) -> models.GuestOSCategoryResponse:
        """Changes a guest OS category.

        id: the ID of the category
        name: its new name, which no other has
        isfeatured: whether it is shown first
        sortkey: its place in the list, the lowest first
        """
        return cast(models.GuestOSCategoryResponse, self._now("updateOsCategory", "object", "oscategory", locals()))

    def update_physical_network(self, *, id: str, state: str | None = None, vlan: str | None = None, networkspeed: str | None = None,
            tags: list[str] | None = None) -> Job[models.PhysicalNetworkResponse]:
        """Enables or disables a physical network, or changes its ranges and tags. New networks are only made on enabled ones.

        id: the ID of the physical network
        state: Enabled or Disabled
        vlan: the VLAN ids or VNIs that guest networks may take, all of them
        networkspeed: its speed
        tags: its tags, all of them
        """
        return self._job("updatePhysicalNetwork", "object", "physicalnetwork", locals())

    def update_pod(self, *, id: str, name: str | None = None, allocationstate: str | None = None, gateway: str | None = None,
            netmask: str | None = None, startip: str | None = None, endip: str | None = None) -> models.PodResponse:
        """Changes a pod: its name, its management network and first range, whether VMs are placed there.

        id: the ID of the pod
        name: its new name
        allocationstate: Enabled or Disabled: whether VMs may be placed there
        gateway: the gateway of its management network
        netmask: the netmask of its management network
        startip: the first management address that system VMs may take
        endip: the last management address that system VMs may take
        """
        return cast(models.PodResponse, self._now("updatePod", "object", "pod", locals()))

    def update_pod_management_network_ip_range(self, *, podid: str, currentstartip: str, currentendip: str, newstartip: str | None = None,
            newendip: str | None = None) -> Job[models.Success]:
        """Moves the ends of a range of a pod's management addresses. None that is taken can go.

        podid: the ID of the pod
        currentstartip: the first address of the range now
        currentendip: the last address of the range now
        newstartip: the first address from now on; as it is when absent
        newendip: the last address from now on; as it is when absent
        """
        return self._job("updatePodManagementNetworkIpRange", "success", "", locals())

    def update_project(self, *, id: str, name: str | None = None, displaytext: str | None = None, account: str | None = None,
            userid: str | None = None, roletype: str | None = None, swapowner: bool | None = None) -> Job[models.ProjectResponse]:
        """Updates a project: its name, its text, who its admins are.

        id: the ID of the project
        name: its new name
        displaytext: what it is for
        account: the member account that becomes its owner, or whose role changes
        userid: the ID of the member user whose role changes; needs swapowner=false
        roletype: with swapowner=false: the member's role, Admin or Regular
        swapowner: true (default): the account takes the place of the first admin; false: only the member's role changes
        """
        return self._job("updateProject", "object", "project", locals())

    def update_project_invitation(self, *, projectid: str, account: str | None = None, userid: str | None = None, accept: bool | None = None
        ) -> Job[models.Success]:
        """Accepts or declines an invitation.

        projectid: the ID of the project
        account: the account that is invited; the caller's when neither it nor userid is given
        userid: the ID of the user that is invited alone
        accept: true (default): accept it; false: decline it
        """
        return self._job("updateProjectInvitation", "success", "", locals())

    def update_project_role(self, *, id: str, projectid: str, name: str | None = None, description: str | None = None
        ) -> models.ProjectRoleResponse:
        """Updates a project role's name and description.

        id: the ID of the role
        projectid: the ID of the project
        name: its new name
        description: what it is for
        """
        return cast(models.ProjectRoleResponse, self._now("updateProjectRole", "object", "projectrole", locals()))

    def update_project_role_permission(self, *, projectid: str, projectroleid: str, projectrolepermissionid: str | None = None,
            permission: str | None = None, ruleorder: list[str] | None = None) -> models.Success:
        """Changes what a rule says, or the order in which the rules are tried.

        projectid: the ID of the project
        projectroleid: the ID of the role
        projectrolepermissionid: the ID of the rule that changes; with permission
        permission: allow or deny
        ruleorder: the IDs of all rules in their new order, comma-joined
        """
        return cast(models.Success, self._now("updateProjectRolePermission", "success", "", locals()))

    def update_region(self, *, id: int, name: str | None = None, endpoint: str | None = None) -> models.RegionResponse:
        """Changes a region's name or the URL of its API.

        id: the number of the region
        name: the new name
        endpoint: the URL of its API, as https://cloud.example.org/client/
        """
        return cast(models.RegionResponse, self._now("updateRegion", "object", "region", locals()))

    def update_resource_count(self, *, domainid: str, account: str | None = None, projectid: str | None = None,
            resourcetype: int | None = None, tag: str | None = None) -> Listed[models.CountResponse]:
        """Counts again what an account, a project or a domain has, and puts its counters right.

        domainid: the domain; of the account, or as a whole
        account: the account in that domain
        projectid: the project
        resourcetype: one kind: 0 VMs, 1 IPs, 2 volumes, 3 snapshots, 4 templates, 5 projects, 6 networks, 7 VPCs, 8 CPUs, 9 memory (MiB),
            10 primary storage (GiB), 11 secondary storage (GiB)
        tag: things with this tag of hosts or storage alone
        """
        return cast(Listed[models.CountResponse], self._now("updateResourceCount", "list", "resourcecount", locals()))

    def update_resource_limit(self, *, resourcetype: int, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, max: int | None = None, tag: str | None = None) -> models.LimitResponse:
        """Sets a resource limit of an account, a project or a domain. It holds from now on; what is there already stays.

        resourcetype: the kind: 0 VMs, 1 IPs, 2 volumes, 3 snapshots, 4 templates, 5 projects, 6 networks, 7 VPCs, 8 CPUs, 9 memory (MiB),
            10 primary storage (GiB), 11 secondary storage (GiB)
        account: the account; with domainid, in that domain
        domainid: the domain; of the account, or as a whole
        projectid: the project
        max: how much; -1 or absent: no limit
        tag: for things with this tag of hosts or storage alone
        """
        return cast(models.LimitResponse, self._now("updateResourceLimit", "object", "resourcelimit", locals()))

    def update_role(self, *, id: str, description: str | None = None, ispublic: bool | None = None, name: str | None = None,
            type: str | None = None) -> models.RoleResponse:
        """Changes a role's name, description, visibility, or, while no account has it, its type.

        id: the ID of the role
        description: what the role is for
        ispublic: whether others than root administrators see the role
        name: the new name
        type: Admin, ResourceAdmin, DomainAdmin or User
        """
        return cast(models.RoleResponse, self._now("updateRole", "object", "role", locals()))

    def update_role_permission(self, *, roleid: str, permission: str | None = None, ruleid: str | None = None,
            ruleorder: list[str] | None = None) -> models.Success:
        """Changes one rule's permission, or the order of all rules of a role.

        roleid: the ID of the role
        permission: allow or deny; with ruleid
        ruleid: the rule whose permission changes
        ruleorder: the IDs of all rules of the role in their new order, comma-separated
        """
        return cast(models.Success, self._now("updateRolePermission", "success", "", locals()))

    def update_service_offering(self, *, id: str, name: str | None = None, displaytext: str | None = None, sortkey: int | None = None,
            state: str | None = None, hosttags: str | None = None, storagetags: str | None = None, domainid: str | None = None,
            zoneid: str | None = None) -> models.ServiceOfferingResponse:
        """Changes a service offering; what it says of CPU and memory stays.

        id: the ID of the service offering
        name: its new name
        displaytext: its new description
        sortkey: where it stands in lists: the smaller the earlier
        state: Active or Inactive
        hosttags: tags of hosts that it needs, comma-joined; empty: none
        storagetags: tags of storage that it needs, comma-joined; empty: none
        domainid: the domains that see it, comma-joined; public: all
        zoneid: the zones where it may be used, comma-joined; all: all
        """
        return cast(models.ServiceOfferingResponse, self._now("updateServiceOffering", "object", "serviceoffering", locals()))

    def update_storage_network_ip_range(self, *, id: str, endip: str | None = None, netmask: str | None = None, startip: str | None = None,
            vlan: int | None = None) -> Job[models.StorageRangeResponse]:
        """Changes a range of addresses on a pod's storage network.

        id: the ID of the range
        endip: the last address
        netmask: the netmask of the storage network
        startip: the first address
        vlan: its VLAN
        """
        return self._job("updateStorageNetworkIpRange", "object", "storagenetworkiprange", locals())

    def update_storage_pool(self, *, id: str, name: str | None = None, tags: list[str] | None = None, details: dict[str, str] | None = None,
            capacitybytes: int | None = None, capacityiops: int | None = None, enabled: bool | None = None) -> models.StoragePoolResponse:
        """Changes a storage pool; disables it, so that it gets no new volumes, or enables it again.

        id: the ID of the storage pool
        name: its new name
        tags: its tags instead of those it had; empty for none
        details: its details instead of those it had
        capacitybytes: how much it may hold, when that is less than its file system; bytes
        capacityiops: how many IOPS it can do; only shown, beside what disks ask for at least
        enabled: true: new volumes may be placed on it; false: not
        """
        return cast(models.StoragePoolResponse, self._now("updateStoragePool", "object", "storagepool", locals()))

    def update_traffic_type(self, *, id: str, kvmnetworklabel: str | None = None, xennetworklabel: str | None = None
        ) -> Job[models.TrafficTypeResponse]:
        """Changes the bridges that carry a traffic type. What runs is not touched: networks and routers take them at their next start.

        id: the ID of the traffic type
        kvmnetworklabel: the bridge on KVM hosts that carries it; empty: cloudbr0
        xennetworklabel: the network on Xen hosts that carries it
        """
        return self._job("updateTrafficType", "object", "traffictype", locals())

    def update_user(self, *, id: str, apikeyaccess: str | None = None, currentpassword: str | None = None, email: str | None = None,
            firstname: str | None = None, lastname: str | None = None, mandate2fa: bool | None = None, password: str | None = None,
            timezone: str | None = None, userapikey: str | None = None, username: str | None = None, usersecretkey: str | None = None
        ) -> models.UserResponse:
        """Changes a user: names, password, keys, whether it needs a second factor.

        id: the user's id
        apikeyaccess: whether its API keys work: Enabled, Disabled or Inherit
        currentpassword: the password that it has now; administrators need not know it
        email: the email address
        firstname: first name
        lastname: last name
        mandate2fa: whether its sessions need a second factor; for administrators
        password: the new password, in clear; it is stored hashed
        timezone: time zone, as Europe/Prague
        userapikey: the API key; with usersecretkey
        username: the new name, unique in the domain
        usersecretkey: the secret key; with userapikey
        """
        return cast(models.UserResponse, self._now("updateUser", "object", "user", locals()))

    def update_vm_affinity_group(self, *, id: str, affinitygroupids: list[str] | None = None, affinitygroupnames: list[str] | None = None
        ) -> Job[models.UserVmResponse]:
        """Puts a stopped VM into these affinity groups, and no others. They count from its next start.

        id: the ID of the VM
        affinitygroupids: IDs of the groups, comma-joined
        affinitygroupnames: names of its owner's groups, comma-joined; not with affinitygroupids
        """
        return self._job("updateVMAffinityGroup", "object", "virtualmachine", locals())

    def update_vpc_offering(self, *, id: str, displaytext: str | None = None, domainid: str | None = None, name: str | None = None,
            sortkey: int | None = None, state: str | None = None, zoneid: str | None = None) -> Job[models.VpcOfferingResponse]:
        """Enables, disables or describes a VPC offering, or changes who sees it.

        id: the ID of the VPC offering
        displaytext: its description
        domainid: the domains that see it, comma-joined; public: all
        name: its new name
        sortkey: its place in lists: low comes first
        state: Enabled or Disabled
        zoneid: the zones where it may be used, comma-joined; all: everywhere
        """
        return self._job("updateVPCOffering", "object", "vpcoffering", locals())

    def update_virtual_machine(self, *, id: str, name: str | None = None, displayname: str | None = None, group: str | None = None,
            userdata: str | None = None, userdataid: str | None = None, userdatadetails: dict[str, str] | None = None,
            details: dict[str, str] | None = None, cleanupdetails: bool | None = None, ostypeid: str | None = None,
            haenable: bool | None = None, isdynamicallyscalable: bool | None = None, deleteprotection: bool | None = None,
            displayvm: bool | None = None, customid: str | None = None) -> models.UserVmResponse:
        """Updates properties of a virtual machine. Those of its hardware take effect at its next start.

        id: the ID of the VM
        name: its new host name
        displayname: the name that people see
        group: the group it belongs to; empty: none
        userdata: user data, base64; at most vm.userdata.max.length bytes; empty: none
        userdataid: the ID of registered user data; not with userdata
        userdatadetails: values of the user data's variables: userdatadetails[0].name=value; served as metadata
        details: details; replaces all that users can change
        cleanupdetails: remove all details
        ostypeid: the ID of its guest OS type
        haenable: whether it is started elsewhere when its host fails
        isdynamicallyscalable: whether it can be scaled while it runs
        deleteprotection: whether it is protected from deletion
        displayvm: whether its owner sees it
        customid: a new ID
        """
        return cast(models.UserVmResponse, self._now("updateVirtualMachine", "object", "virtualmachine", locals()))

    def update_vlan_ip_range(self, *, id: str, endip: str | None = None, forsystemvms: bool | None = None, gateway: str | None = None,
            netmask: str | None = None, startip: str | None = None) -> models.VlanIpRangeResponse:
        """Changes which addresses a range of public addresses holds. None that is in use can go.

        id: the ID of the range
        endip: the last address
        forsystemvms: whether it is kept for system VMs
        gateway: the gateway of the range, while none of its addresses is in use
        netmask: the netmask of the range, while none of its addresses is in use
        startip: the first address
        """
        return cast(models.VlanIpRangeResponse, self._now("updateVlanIpRange", "object", "vlan", locals()))

    def update_webhook(self, *, id: str, name: str | None = None, description: str | None = None, payloadurl: str | None = None,
            scope: str | None = None, secretkey: str | None = None, sslverification: bool | None = None, state: str | None = None
        ) -> models.WebhookResponse:
        """Changes a webhook.

        id: the ID of the webhook
        name: its new name
        description: its new description
        payloadurl: the URL that events are posted to
        scope: whose events: Local, Domain or Global
        secretkey: the key that signs what is posted; empty: nothing is signed
        sslverification: whether the receiver's certificate is checked
        state: Enabled or Disabled
        """
        return cast(models.WebhookResponse, self._now("updateWebhook", "object", "webhook", locals()))

    def update_zone(self, *, id: str, name: str | None = None, allocationstate: str | None = None, details: dict[str, str] | None = None,
            dns1: str | None = None, dns2: str | None = None, internaldns1: str | None = None, internaldns2: str | None = None,
            domain: str | None = None, guestcidraddress: str | None = None, localstorageenabled: bool | None = None,
            sortkey: int | None = None, dhcpprovider: str | None = None, ispublic: bool | None = None) -> models.ZoneResponse:
        """Changes a zone; enables or disables it.

        id: the ID of the zone
        name: its new name
        allocationstate: Enabled: VMs may be started here; Disabled: by admins only
        details: details to set
        dns1: the first DNS server that guests are told
        dns2: the second DNS server that guests are told
        internaldns1: the first DNS server of hosts and system VMs
        internaldns2: the second DNS server of hosts and system VMs
        domain: the network domain of guests
        guestcidraddress: the default CIDR of isolated networks
        localstorageenabled: whether disks may be on hosts' own storage
        sortkey: its place in lists: low comes first
        dhcpprovider: who serves DHCP
        ispublic: true: a zone of one domain becomes everybody's; there is no way back
        """
        return cast(models.ZoneResponse, self._now("updateZone", "object", "zone", locals()))

    def upload_custom_certificate(self, *, certificate: str, domainsuffix: str, id: int | None = None, name: str | None = None,
            privatekey: str | None = None) -> Job[models.CustomCertificateResponse]:
        """Uploads the certificate of console proxies: first those above it, the root (id 1) before all, at last the server's with its
        key.

        certificate: the certificate, PEM
        domainsuffix: the domain that it is for; the same for the whole chain
        id: of an authority's certificate: its place in the chain, 1 for the root
        name: of an authority's certificate: a name of its own
        privatekey: of the server's certificate: its private key, PEM, without a passphrase
        """
        return self._job("uploadCustomCertificate", "object", "customcertificate", locals())

    def validate_user_two_factor_authentication_code(self, *, codefor2fa: str) -> models.Success:
        """Gives the code of the second factor: after a login, or to prove one that was just set up.

        codefor2fa: the code that the authenticator program shows
        """
        return cast(models.Success, self._now("validateUserTwoFactorAuthenticationCode", "success", "", locals()))
