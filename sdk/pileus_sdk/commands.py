"""One method for each command of the API. Made by tools/sdk from the OpenAPI document; do not edit."""

from __future__ import annotations

from typing import cast

from pileus_sdk import models
from pileus_sdk.call import Calls, Job, Listed


class Commands(Calls):
    """The commands. Parameters have the names they have on the wire; one that is None is not sent."""

    def add_cluster(self, *, clustername: str, clustertype: str, hypervisor: str, podid: str, zoneid: str,
            allocationstate: str | None = None, arch: str | None = None) -> Listed[models.ClusterResponse]:
        """Creates a cluster in a pod.

        clustername: the name of the cluster
        clustertype: CloudManaged
        hypervisor: the hypervisor of its hosts
        podid: the ID of its pod
        zoneid: the ID of its zone
        allocationstate: Enabled or Disabled
        arch: the architecture of its hosts
        """
        return cast(Listed[models.ClusterResponse], self._now("addCluster", "list", "cluster", locals()))

    def add_host(self, *, hypervisor: str, podid: str, url: str, zoneid: str, clusterid: str | None = None, clustername: str | None = None,
            hosttags: list[str] | None = None, username: str | None = None, password: str | None = None, allocationstate: str | None = None
        ) -> Listed[models.HostResponse]:
        """Puts a host that has joined (pileus-agent setup) into a cluster. The same url again answers the same host.

        hypervisor: its hypervisor
        podid: the ID of its pod
        url: http:// and its name or address; for a simulated host anything, as http://sim/c0/h0
        zoneid: the ID of its zone
        clusterid: the ID of its cluster
        clustername: the name of its cluster, instead of clusterid
        hosttags: its tags
        username: refused: hosts join with a token, nobody logs in to them
        password: refused, as username
        allocationstate: Enabled
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

    def create_disk_offering(self, *, name: str, displaytext: str | None = None, disksize: int | None = None,
            customized: bool | None = None, displayoffering: bool | None = None, domainid: list[str] | None = None,
            zoneid: list[str] | None = None, provisioningtype: str | None = None, storagetype: str | None = None, tags: str | None = None,
            details: dict[str, str] | None = None) -> models.DiskOfferingResponse:
        """Creates a disk offering. A customized one leaves the size to the user.

        name: the name of the disk offering
        displaytext: its description; the name when absent
        disksize: size in GiB
        customized: whether users choose the size
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

    def create_network(self, *, name: str, networkofferingid: str, zoneid: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, displaytext: str | None = None, acltype: str | None = None, displaynetwork: bool | None = None,
            dns1: str | None = None, dns2: str | None = None, gateway: str | None = None, netmask: str | None = None,
            networkdomain: str | None = None, physicalnetworkid: str | None = None, vlan: str | None = None, clienttoken: str | None = None
        ) -> models.NetworkResponse:
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
        """
        return cast(models.NetworkResponse, self._now("createNetwork", "object", "network", locals()))

    def create_network_offering(self, *, name: str, guestiptype: str, traffictype: str, displaytext: str | None = None,
            availability: str | None = None, conservemode: bool | None = None, details: dict[str, str] | None = None,
            domainid: list[str] | None = None, zoneid: list[str] | None = None, egressdefaultpolicy: bool | None = None,
            enable: bool | None = None, ispersistent: bool | None = None, networkrate: int | None = None,
            serviceofferingid: str | None = None, servicecapabilitylist: list[dict[str, str]] | None = None,
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
        domainid: the domains that see it; all when absent
        zoneid: the zones where it may be used; all when absent
        egressdefaultpolicy: whether guests may reach the outside unless a rule forbids it
        enable: whether it is enabled at once
        ispersistent: whether networks are made ready before their first VM
        networkrate: Mbit/s of each NIC
        serviceofferingid: the service offering of its routers
        servicecapabilitylist: capabilities: [0].service, [0].capabilitytype, [0].capabilityvalue
        serviceproviderlist: who provides each service: [0].service, [0].provider
        specifyipranges: whether createNetwork must name an address range
        specifyvlan: whether createNetwork must name the VLAN
        supportedservices: the services, comma-joined
        tags: the tags of physical networks that it needs
        """
        return cast(models.NetworkOfferingResponse, self._now("createNetworkOffering", "object", "networkoffering", locals()))

    def create_physical_network(self, *, name: str, zoneid: str, broadcastdomainrange: str | None = None, domainid: str | None = None,
            isolationmethods: list[str] | None = None, networkspeed: str | None = None, tags: list[str] | None = None,
            vlan: str | None = None) -> Job[models.PhysicalNetworkResponse]:
        """Creates a physical network in a zone, with its service providers, all disabled.

        name: the name of the physical network
        zoneid: the ID of its zone
        broadcastdomainrange: ZONE
        domainid: the only domain that may use it
        isolationmethods: VLAN (default) or VXLAN
        networkspeed: its speed, as 1G
        tags: its tags
        vlan: the VLAN ids or VNIs that guest networks may take, as 100-199
        """
        return self._job("createPhysicalNetwork", "object", "physicalnetwork", locals())

    def create_pod(self, *, name: str, zoneid: str, gateway: str | None = None, netmask: str | None = None, startip: str | None = None,
            endip: str | None = None, allocationstate: str | None = None) -> models.PodResponse:
        """Creates a pod in a zone.

        name: the name of the pod
        zoneid: the ID of its zone
        gateway: the gateway of its management network
        netmask: the netmask of its management network
        startip: the first management address that system VMs may take
        endip: the last management address that system VMs may take; absent: startip
        allocationstate: Enabled or Disabled
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

    def create_ssh_key_pair(self, *, name: str, account: str | None = None, domainid: str | None = None, projectid: str | None = None
        ) -> models.CreateSSHKeyPairResponse:
        """Makes a new key pair, keeps the public key and answers the private key once.

        name: the name of the key pair
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        """
        return cast(models.CreateSSHKeyPairResponse, self._now("createSSHKeyPair", "object", "keypair", locals()))

    def create_service_offering(self, *, name: str, displaytext: str | None = None, cpunumber: int | None = None,
            cpuspeed: int | None = None, memory: int | None = None, customized: bool | None = None, mincpunumber: int | None = None,
            maxcpunumber: int | None = None, minmemory: int | None = None, maxmemory: int | None = None, domainid: list[str] | None = None,
            zoneid: list[str] | None = None, hosttags: str | None = None, tags: str | None = None, offerha: bool | None = None,
            limitcpuuse: bool | None = None, dynamicscalingenabled: bool | None = None, issystem: bool | None = None,
            systemvmtype: str | None = None, networkrate: int | None = None, provisioningtype: str | None = None,
            storagetype: str | None = None, rootdisksize: int | None = None, serviceofferingdetails: dict[str, str] | None = None
        ) -> models.ServiceOfferingResponse:
        """Creates a service offering. Without cpunumber, cpuspeed and memory, users choose them.

        name: the name of the service offering
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
        limitcpuuse: whether CPU is limited to what the offering says
        dynamicscalingenabled: whether CPU and memory may be changed while a VM runs
        issystem: whether it is for system VMs
        systemvmtype: the type of system VM it is for
        networkrate: Mbit/s of each NIC
        provisioningtype: thin, sparse or fat
        storagetype: shared or local
        rootdisksize: GiB of the root disk
        serviceofferingdetails: details
        """
        return cast(models.ServiceOfferingResponse, self._now("createServiceOffering", "object", "serviceoffering", locals()))

    def create_storage_pool(self, *, name: str, url: str, zoneid: str, podid: str | None = None, clusterid: str | None = None,
            hypervisor: str | None = None, scope: str | None = None, provider: str | None = None, tags: str | None = None,
            capacitybytes: int | None = None) -> models.StoragePoolResponse:
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
        capacitybytes: unused: the file system's size is measured
        """
        return cast(models.StoragePoolResponse, self._now("createStoragePool", "object", "storagepool", locals()))

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
        forsystemvms: true: kept for system VMs
        gateway: the gateway of the range
        netmask: the netmask of the range
        startip: the first address
        endip: the last address; the first when absent
        vlan: untagged or a VLAN
        """
        return cast(models.VlanIpRangeResponse, self._now("createVlanIpRange", "object", "vlan", locals()))

    def create_zone(self, *, name: str, dns1: str, internaldns1: str, networktype: str, allocationstate: str | None = None,
            dns2: str | None = None, internaldns2: str | None = None, domain: str | None = None, domainid: str | None = None,
            guestcidraddress: str | None = None, localstorageenabled: bool | None = None) -> models.ZoneResponse:
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
        """
        return cast(models.ZoneResponse, self._now("createZone", "object", "zone", locals()))

    def delete_egress_firewall_rule(self, *, id: str) -> Job[models.Success]:
        """Deletes an egress rule of a network.

        id: the ID of the rule
        """
        return self._job("deleteEgressFirewallRule", "success", "", locals())

    def delete_firewall_rule(self, *, id: str) -> Job[models.Success]:
        """Deletes a firewall rule of a public address.

        id: the ID of the rule
        """
        return self._job("deleteFirewallRule", "success", "", locals())

    def delete_host(self, *, id: str, forced: bool | None = None) -> models.Success:
        """Removes a host. It must be empty, unless forced says that it is gone for good.

        id: the ID of the host
        forced: what runs there, and what it owes, is written off
        """
        return cast(models.Success, self._now("deleteHost", "success", "", locals()))

    def delete_network(self, *, id: str, forced: bool | None = None) -> Job[models.Success]:
        """Deletes a network in which there is no VM; its router, public addresses and rules go with it.

        id: the ID of the network
        forced: delete it even when something could not be cleaned up; nothing is left over here, so it changes nothing
        """
        return self._job("deleteNetwork", "success", "", locals())

    def delete_port_forwarding_rule(self, *, id: str) -> Job[models.Success]:
        """Deletes a port forwarding rule, and the firewall rule that was made with it.

        id: the ID of the rule
        """
        return self._job("deletePortForwardingRule", "success", "", locals())

    def delete_ssh_key_pair(self, *, name: str, account: str | None = None, domainid: str | None = None, projectid: str | None = None
        ) -> models.Success:
        """Deletes a key pair by its name. VMs that have it keep it.

        name: the name of the key pair
        account: the account that will own it; needs domainid
        domainid: the domain of that account
        projectid: the project that will own it
        """
        return cast(models.Success, self._now("deleteSSHKeyPair", "success", "", locals()))

    def delete_template(self, *, id: str, forced: bool | None = None) -> Job[models.Success]:
        """Deletes a template from all its image stores. VMs that were made of it go on.

        id: the ID of the template
        forced: delete it although VMs that were made of it exist
        """
        return self._job("deleteTemplate", "success", "", locals())

    def deploy_virtual_machine(self, *, serviceofferingid: str, zoneid: str, account: str | None = None, domainid: str | None = None,
            projectid: str | None = None, templateid: str | None = None, networkids: list[str] | None = None,
            iptonetworklist: list[dict[str, str]] | None = None, ipaddress: str | None = None, macaddress: str | None = None,
            name: str | None = None, displayname: str | None = None, group: str | None = None, userdata: str | None = None,
            keypair: str | None = None, keypairs: list[str] | None = None, password: str | None = None,
            details: dict[str, str] | None = None, rootdisksize: int | None = None, diskofferingid: str | None = None,
            size: int | None = None, hypervisor: str | None = None, startvm: bool | None = None, dynamicscalingenabled: bool | None = None,
            displayvm: bool | None = None, customid: str | None = None, hostid: str | None = None, podid: str | None = None,
            clusterid: str | None = None, clienttoken: str | None = None) -> Job[models.UserVmResponse]:
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
        group: the group it belongs to
        userdata: user data, base64; at most vm.userdata.max.length bytes
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
        """
        return self._job("deployVirtualMachine", "object", "virtualmachine", locals())

    def destroy_router(self, *, id: str) -> Job[models.DomainRouterResponse]:
        """Destroys a virtual router. The next VM that starts in its network, or a restart of the network, makes another.

        id: the ID of the router
        """
        return self._job("destroyRouter", "object", "router", locals())

    def destroy_virtual_machine(self, *, id: str, expunge: bool | None = None, volumeids: list[str] | None = None
        ) -> Job[models.UserVmResponse]:
        """Destroys a virtual machine. It can be recovered until it is expunged.

        id: the ID of the VM
        expunge: expunge it at once
        volumeids: IDs of its data volumes that shall be deleted with it, comma-joined
        """
        return self._job("destroyVirtualMachine", "object", "virtualmachine", locals())

    def disable_static_nat(self, *, ipaddressid: str) -> Job[models.Success]:
        """Takes the mapping of a public address to a VM away, and the address's firewall rules.

        ipaddressid: the ID of the public address
        """
        return self._job("disableStaticNat", "success", "", locals())

    def disassociate_ip_address(self, *, id: str | None = None, ipaddress: str | None = None) -> Job[models.Success]:
        """Gives a public address back; its rules go with it.

        id: the ID of the public address
        ipaddress: instead of the ID: the address
        """
        return self._job("disassociateIpAddress", "success", "", locals())

    def enable_static_nat(self, *, ipaddressid: str, virtualmachineid: str, networkid: str | None = None, vmguestip: str | None = None
        ) -> models.Success:
        """Maps a public address to a VM, both ways. What may come in is for firewall rules to say.

        ipaddressid: the ID of the public address
        virtualmachineid: the ID of the VM
        networkid: the VM's network, when it has several: the address's own
        vmguestip: the VM's address in that network
        """
        return cast(models.Success, self._now("enableStaticNat", "success", "", locals()))

    def expunge_virtual_machine(self, *, id: str) -> Job[models.Success]:
        """Expunges a destroyed virtual machine: nothing of it is left.

        id: the ID of the VM
        """
        return self._job("expungeVirtualMachine", "success", "", locals())

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

    def list_accounts(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, accounttype: int | None = None, state: str | None = None, domainid: str | None = None,
            isrecursive: bool | None = None, listall: bool | None = None) -> Listed[models.AccountResponse]:
        """Lists accounts with their users, limits and usage.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list the account of this id
        name: list the account of this name
        accounttype: list accounts of this type: 0 user, 1 admin, 2 domain admin
        state: list accounts in this state
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        """
        return cast(Listed[models.AccountResponse], self._now("listAccounts", "list", "account", locals()))

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

    def list_capabilities(self) -> models.CapabilityResponse:
        """Shows what this cloud can do."""
        return cast(models.CapabilityResponse, self._now("listCapabilities", "object", "capability", locals()))

    def list_capacity(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, type: int | None = None,
            zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None, fetchlatest: bool | None = None,
            sortby: str | None = None) -> Listed[models.CapacityResponse]:
        """Lists how much of everything there is and is taken: by zone, or for a pod or cluster that is named.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        type: only this type
        zoneid: figures of this zone
        podid: figures of this pod
        clusterid: figures of this cluster
        fetchlatest: always so: figures are of this moment
        sortby: usage: the fullest first
        """
        return cast(Listed[models.CapacityResponse], self._now("listCapacity", "list", "capacity", locals()))

    def list_clusters(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, podid: str | None = None, hypervisor: str | None = None,
            clustertype: str | None = None, allocationstate: str | None = None, managedstate: str | None = None, arch: str | None = None
        ) -> Listed[models.ClusterResponse]:
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
        """
        return cast(Listed[models.ClusterResponse], self._now("listClusters", "list", "cluster", locals()))

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

    def list_disk_offerings(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, name: str | None = None, zoneid: str | None = None,
            state: str | None = None, storagetype: str | None = None, encrypt: bool | None = None) -> Listed[models.DiskOfferingResponse]:
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
        """
        return cast(Listed[models.DiskOfferingResponse], self._now("listDiskOfferings", "list", "diskoffering", locals()))

    def list_domains(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, level: int | None = None, listall: bool | None = None) -> Listed[models.DomainResponse]:
        """Lists domains: those within the caller's reach.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: list the domain of this id
        name: list domains of this name
        level: list domains that are so far below ROOT
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
        duration: with entrytime: how many seconds back they began
        entrytime: events that began between `duration` and `entrytime` seconds ago and have not ended
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

    def list_hosts(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            hypervisor: str | None = None, state: str | None = None, resourcestate: str | None = None, type: str | None = None,
            arch: str | None = None, virtualmachineid: str | None = None, details: list[str] | None = None) -> Listed[models.HostResponse]:
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
        details: which groups of fields; all are always answered
        """
        return cast(Listed[models.HostResponse], self._now("listHosts", "list", "host", locals()))

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

    def list_network_offerings(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, name: str | None = None, displaytext: str | None = None, availability: str | None = None,
            domainid: str | None = None, forvpc: bool | None = None, guestiptype: str | None = None, isdefault: bool | None = None,
            specifyipranges: bool | None = None, specifyvlan: bool | None = None, state: str | None = None,
            supportedservices: list[str] | None = None, sourcenatsupported: bool | None = None, traffictype: str | None = None,
            tags: str | None = None, zoneid: str | None = None) -> Listed[models.NetworkOfferingResponse]:
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
            name: str | None = None, physicalnetworkid: str | None = None, state: str | None = None) -> Listed[models.ProviderResponse]:
        """Lists the providers of network services.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        name: its exact name, as VirtualRouter
        physicalnetworkid: providers of this physical network
        state: Enabled, Disabled or Shutdown
        """
        return cast(Listed[models.ProviderResponse], self._now("listNetworkServiceProviders", "list", "networkserviceprovider", locals()))

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
            name: str | None = None, isfeatured: bool | None = None) -> Listed[models.GuestOSCategoryResponse]:
        """Lists guest OS categories.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the category
        name: its exact name
        isfeatured: whether it is shown first
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
        fordisplay: all types are for display; false lists none
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
            name: str | None = None, zoneid: str | None = None, allocationstate: str | None = None) -> Listed[models.PodResponse]:
        """Lists pods.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the pod
        name: its exact name
        zoneid: pods of this zone
        allocationstate: Enabled or Disabled
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

    def list_resource_limits(self, *, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, page: int | None = None, pagesize: int | None = None,
            keyword: str | None = None, id: int | None = None, resourcetype: int | None = None, resourcetypename: str | None = None
        ) -> Listed[models.LimitResponse]:
        """Lists resource limits: of accounts; of a whole domain when only domainid is given.

        account: list what this account owns; with domainid, in that domain
        domainid: list only what belongs to this domain
        isrecursive: with domainid: the domains below as well
        listall: everything the caller may see
        projectid: list what this project owns; -1 for all projects'
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: not supported: limits have no ids here
        resourcetype: one kind: 0 VMs, 1 IPs, 2 volumes, 3 snapshots, 4 templates, 5 projects, 6 networks, 7 VPCs, 8 CPUs, 9 memory, 10
            primary storage, 11 secondary storage
        resourcetypename: one kind by name, as user_vm
        """
        return cast(Listed[models.LimitResponse], self._now("listResourceLimits", "list", "resourcelimit", locals()))

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
            memory: int | None = None, state: str | None = None, storagetype: str | None = None) -> Listed[models.ServiceOfferingResponse]:
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
        """
        return cast(Listed[models.ServiceOfferingResponse], self._now("listServiceOfferings", "list", "serviceoffering", locals()))

    def list_storage_pools(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            name: str | None = None, zoneid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            hostid: str | None = None, ipaddress: str | None = None, path: str | None = None, scope: str | None = None,
            status: str | None = None) -> Listed[models.StoragePoolResponse]:
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
        status: its state, as Up
        """
        return cast(Listed[models.StoragePoolResponse], self._now("listStoragePools", "list", "storagepool", locals()))

    def list_templates(self, *, templatefilter: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None, listall: bool | None = None,
            projectid: str | None = None, id: str | None = None, ids: list[str] | None = None, name: str | None = None,
            hypervisor: str | None = None, zoneid: str | None = None, isready: bool | None = None, arch: str | None = None,
            templatetype: str | None = None) -> Listed[models.TemplateResponse]:
        """Lists templates.

        templatefilter: featured: public and featured; self: the caller's own; selfexecutable: those that are ready; sharedexecutable:
            others' that the caller may use; executable: all that can be used; community: public, not featured; all: everything, admins only
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
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

    def list_traffic_types(self, *, physicalnetworkid: str, page: int | None = None, pagesize: int | None = None, keyword: str | None = None
        ) -> Listed[models.TrafficTypeResponse]:
        """Lists what a physical network carries.

        physicalnetworkid: the ID of the physical network
        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        """
        return cast(Listed[models.TrafficTypeResponse], self._now("listTrafficTypes", "list", "traffictype", locals()))

    def list_users(self, *, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            id: str | None = None, username: str | None = None, accounttype: int | None = None, state: str | None = None
        ) -> Listed[models.UserResponse]:
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
        state: list users in this state
        """
        return cast(Listed[models.UserResponse], self._now("listUsers", "list", "user", locals()))

    def list_virtual_machines(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None,
            tags: dict[str, str] | None = None, account: str | None = None, domainid: str | None = None, isrecursive: bool | None = None,
            listall: bool | None = None, projectid: str | None = None, id: str | None = None, ids: list[str] | None = None,
            name: str | None = None, state: str | None = None, zoneid: str | None = None, podid: str | None = None,
            clusterid: str | None = None, hostid: str | None = None, storageid: str | None = None, templateid: str | None = None,
            serviceofferingid: str | None = None, networkid: str | None = None, userid: str | None = None, hypervisor: str | None = None,
            arch: str | None = None, keypair: str | None = None, haenable: bool | None = None, displayvm: bool | None = None,
            forvirtualnetwork: bool | None = None, details: list[str] | None = None, userdata: bool | None = None,
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
        userdata: answer the user data, too
        retrieveonlyresourcecount: answer only the count
        """
        return cast(Listed[models.UserVmResponse], self._now("listVirtualMachines", "list", "virtualmachine", locals()))

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

    def list_zones(self, *, page: int | None = None, pagesize: int | None = None, keyword: str | None = None, id: str | None = None,
            ids: list[str] | None = None, name: str | None = None, networktype: str | None = None, domainid: str | None = None,
            available: bool | None = None) -> Listed[models.ZoneResponse]:
        """Lists zones: to users, the enabled ones that their domain sees.

        page: the page to return, from 1; needs pagesize
        pagesize: how many items a page has; -1 for all
        keyword: list by keyword: part of the name
        id: the ID of the zone
        ids: the IDs of the zones, comma-joined
        name: its exact name
        networktype: Basic or Advanced
        domainid: zones of this domain alone
        available: true: only zones where VMs may be started
        """
        return cast(Listed[models.ZoneResponse], self._now("listZones", "list", "zone", locals()))

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

    def reboot_virtual_machine(self, *, id: str, forced: bool | None = None) -> Job[models.UserVmResponse]:
        """Reboots a virtual machine.

        id: the ID of the VM
        forced: power it off and on, without asking the guest
        """
        return self._job("rebootVirtualMachine", "object", "virtualmachine", locals())

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

    def register_user_keys(self, *, id: str) -> models.UserKeysResponse:
        """Makes new API keys for a user; the old ones stop working everywhere within two seconds.

        id: the user's id
        """
        return cast(models.UserKeysResponse, self._now("registerUserKeys", "object", "userkeys", locals()))

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

    def restart_network(self, *, id: str, cleanup: bool | None = None) -> Job[models.Success]:
        """Restarts a network: its router is told everything again, or made anew.

        id: the ID of the network
        cleanup: make its router anew from the image
        """
        return self._job("restartNetwork", "success", "", locals())

    def start_virtual_machine(self, *, id: str, hostid: str | None = None, podid: str | None = None, clusterid: str | None = None,
            considerlasthost: bool | None = None) -> Job[models.UserVmResponse]:
        """Starts a virtual machine.

        id: the ID of the VM
        hostid: the ID of the host to start it on
        podid: the ID of the pod to start it in
        clusterid: the ID of the cluster to start it in
        considerlasthost: prefer the host it ran on last
        """
        return self._job("startVirtualMachine", "object", "virtualmachine", locals())

    def stop_virtual_machine(self, *, id: str, forced: bool | None = None) -> Job[models.UserVmResponse]:
        """Stops a virtual machine.

        id: the ID of the VM
        forced: power it off at once, without asking the guest
        """
        return self._job("stopVirtualMachine", "object", "virtualmachine", locals())

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

    def update_host(self, *, id: str, allocationstate: str | None = None, annotation: str | None = None, hosttags: list[str] | None = None,
            name: str | None = None) -> models.HostResponse:
        """Enables or disables a host, or changes its tags, name and annotation.

        id: the ID of the host
        allocationstate: Enable or Disable: whether VMs may be placed on it
        annotation: a note for administrators
        hosttags: its tags
        name: its new name
        """
        return cast(models.HostResponse, self._now("updateHost", "object", "host", locals()))

    def update_network_offering(self, *, id: str | None = None, name: str | None = None, displaytext: str | None = None,
            availability: str | None = None, state: str | None = None, sortkey: int | None = None, tags: str | None = None
        ) -> models.NetworkOfferingResponse:
        """Enables, disables or describes a network offering.

        id: the ID of the network offering
        name: its new name
        displaytext: its description
        availability: Required, Optional or Unavailable
        state: Enabled or Disabled
        sortkey: its place in lists: low comes first
        tags: the tags of physical networks that it needs
        """
        return cast(models.NetworkOfferingResponse, self._now("updateNetworkOffering", "object", "networkoffering", locals()))

    def update_network_service_provider(self, *, id: str, servicelist: list[str] | None = None, state: str | None = None
        ) -> Job[models.ProviderResponse]:
        """Enables or disables a provider, or chooses among its services.

        id: the ID of the provider
        servicelist: the services that it shall give
        state: Enabled, Disabled or Shutdown
        """
        return self._job("updateNetworkServiceProvider", "object", "networkserviceprovider", locals())

    def update_physical_network(self, *, id: str, state: str | None = None, vlan: str | None = None, networkspeed: str | None = None,
            tags: list[str] | None = None) -> Job[models.PhysicalNetworkResponse]:
        """Enables or disables a physical network, or changes its ranges and tags.

        id: the ID of the physical network
        state: Enabled or Disabled
        vlan: the VLAN ids or VNIs that guest networks may take
        networkspeed: its speed
        tags: its tags
        """
        return self._job("updatePhysicalNetwork", "object", "physicalnetwork", locals())

    def update_virtual_machine(self, *, id: str, name: str | None = None, displayname: str | None = None, group: str | None = None,
            userdata: str | None = None, details: dict[str, str] | None = None, cleanupdetails: bool | None = None,
            ostypeid: str | None = None, haenable: bool | None = None, isdynamicallyscalable: bool | None = None,
            deleteprotection: bool | None = None, displayvm: bool | None = None, customid: str | None = None) -> models.UserVmResponse:
        """Updates properties of a virtual machine. Those of its hardware take effect at its next start.

        id: the ID of the VM
        name: its new host name
        displayname: the name that people see
        group: the group it belongs to; empty: none
        userdata: user data, base64; at most vm.userdata.max.length bytes; empty: none
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

    def update_zone(self, *, id: str, name: str | None = None, allocationstate: str | None = None, details: dict[str, str] | None = None,
            dns1: str | None = None, dns2: str | None = None, internaldns1: str | None = None, internaldns2: str | None = None,
            domain: str | None = None, guestcidraddress: str | None = None, localstorageenabled: bool | None = None,
            sortkey: int | None = None) -> models.ZoneResponse:
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
        """
        return cast(models.ZoneResponse, self._now("updateZone", "object", "zone", locals()))
