"""The answers of the API. Made by tools/sdk from the OpenAPI document; do not edit."""

from __future__ import annotations

from typing import Any, TypedDict


class AccountResponse(TypedDict, total=False):
    """An account with its limits and what it uses."""
    id: str
    # the id of the account
    name: str
    # the name of the account
    accounttype: int
    # 0 user, 1 admin, 2 domain admin
    roleid: str
    # the ID of the role
    roletype: str
    # the type of the role
    rolename: str
    # the name of the role
    domainid: str
    # id of the domain the account belongs to
    domain: str
    # name of the domain the account belongs to
    domainpath: str
    # path of the domain the account belongs to
    defaultzoneid: str
    # the default zone of the account
    vmlimit: str
    # how many VMs the account may have
    vmtotal: int
    # how many VMs the account has
    vmavailable: str
    # how many VMs the account may still make
    iplimit: str
    # how many public IP addresses the account may have
    iptotal: int
    # how many public IP addresses the account has
    ipavailable: str
    # how many public IP addresses the account may still take
    volumelimit: str
    # how many volumes the account may have
    volumetotal: int
    # how many volumes the account has
    volumeavailable: str
    # how many volumes the account may still make
    snapshotlimit: str
    # how many snapshots the account may have
    snapshottotal: int
    # how many snapshots the account has
    snapshotavailable: str
    # how many snapshots the account may still make
    templatelimit: str
    # how many templates the account may have
    templatetotal: int
    # how many templates the account has
    templateavailable: str
    # how many templates the account may still make
    projectlimit: str
    # how many projects the account may have
    projecttotal: int
    # how many projects the account has
    projectavailable: str
    # how many projects the account may still make
    networklimit: str
    # how many networks the account may have
    networktotal: int
    # how many networks the account has
    networkavailable: str
    # how many networks the account may still make
    vpclimit: str
    # how many VPCs the account may have
    vpctotal: int
    # how many VPCs the account has
    vpcavailable: str
    # how many VPCs the account may still make
    cpulimit: str
    # how many CPU cores the account may have
    cputotal: int
    # how many CPU cores the account has
    cpuavailable: str
    # how many CPU cores the account may still take
    memorylimit: str
    # how much memory (MiB) the account may have
    memorytotal: int
    # how much memory (MiB) the account has
    memoryavailable: str
    # how much memory (MiB) the account may still take
    primarystoragelimit: str
    # how much primary storage (GiB) the account may have
    primarystoragetotal: int
    # how much primary storage (GiB) the account has
    primarystorageavailable: str
    # how much primary storage (GiB) the account may still take
    secondarystoragelimit: str
    # how much secondary storage (GiB) the account may have
    secondarystoragetotal: float
    # how much secondary storage (GiB) the account has
    secondarystorageavailable: str
    # how much secondary storage (GiB) the account may still take
    vmstopped: int
    # how many of its VMs are stopped
    vmrunning: int
    # how many of its VMs run
    state: str
    # enabled, disabled or locked
    iscleanuprequired: bool
    # true if its removal is not finished
    created: str
    # when the account was created
    user: list[UserResponse]
    # the users of the account
    networkdomain: str
    # the network domain
    accountdetails: dict[str, str]
    # details of the account
    isdefault: bool
    # true if the account is a default one, which cannot be deleted


class ApiDescription(TypedDict, total=False):
    """ApiDiscoveryResponse."""
    name: str
    # the name of the command
    description: str
    # what it does
    since: str
    # the version it is there since
    isasync: bool
    # true if it is asynchronous
    related: str
    # commands that answer the same object, comma-joined
    params: list[ParamDescription]
    # its parameters
    response: list[FieldDescription]
    # the fields of its answer
    type: str
    # the type of the answer


class CapabilityResponse(TypedDict, total=False):
    """What this cloud can do."""
    securitygroupsenabled: bool
    # true if security groups are supported
    dynamicrolesenabled: bool
    # true if roles may have rules
    cloudstackversion: str
    # the version of the API
    userpublictemplateenabled: bool
    # true if users may make public templates
    supportELB: str
    # true if elastic load balancing is supported
    projectinviterequired: bool
    # true if projects ask before they add somebody
    allowusercreateprojects: bool
    # true if users may create projects
    customdiskofferingminsize: int
    # the smallest custom disk, in GiB
    customdiskofferingmaxsize: int
    # the largest custom disk, in GiB
    regionsecondaryenabled: bool
    # true if secondary storage spans the region
    kvmsnapshotenabled: bool
    # true if snapshots of running KVM guests are supported
    allowuserviewdestroyedvm: bool
    # true if the caller sees its destroyed VMs
    allowuserexpungerecovervm: bool
    # true if the caller may expunge and recover its VMs
    allowuserexpungerecovervolume: bool
    # true if the caller may expunge and recover its volumes
    allowuserviewalldomainaccounts: bool
    # true if users see all accounts of their domain
    allowuserforcestopvm: bool
    # true if the caller may force the stop of its VMs
    kubernetesserviceenabled: bool
    # true if Kubernetes clusters are supported
    defaultuipagesize: int
    # how many rows the UI shows on a page
    instanceleaseenabled: bool
    # true if VMs may have a lease
    dynamicscalingenabled: bool
    # true if VMs may grow while they run
    additionalconfigenabled: bool
    # true if VMs may have additional configuration


class CapacityResponse(TypedDict, total=False):
    """How much of something there is in a place, and how much of it is taken."""
    type: int
    # 0 memory, 1 CPU, 2 storage in use, 3 storage promised, 4 public addresses, 6 secondary storage, 7 VLANs
    name: str
    # the name of the type
    zoneid: str
    # the ID of the zone
    zonename: str
    # the name of the zone
    podid: str
    # the ID of the pod; -1 for a whole zone
    podname: str
    # the name of the pod; All for a whole zone
    clusterid: str
    # the ID of the cluster
    clustername: str
    # the name of the cluster
    capacityallocated: int
    # what is promised
    capacityused: int
    # what is taken
    capacitytotal: int
    # what there is
    percentused: str
    # what is taken, in percent


class ClusterResponse(TypedDict, total=False):
    """A cluster: hosts of one hypervisor that share storage."""
    id: str
    # the ID of the cluster
    name: str
    # its name
    podid: str
    # the ID of its pod
    podname: str
    # the name of its pod
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    hypervisortype: str
    # the hypervisor of its hosts
    clustertype: str
    # CloudManaged
    allocationstate: str
    # Enabled or Disabled
    managedstate: str
    # Managed or Unmanaged
    cpuovercommitratio: str
    # CPU promised for each CPU there is
    memoryovercommitratio: str
    # memory promised for each byte there is
    arch: str
    # the architecture of its hosts
    hasannotations: bool
    # whether it has annotations


class ConfigurationGroupResponse(TypedDict, total=False):
    """A group of configuration keys."""
    name: str
    # the name of the group
    subgroup: list[SubgroupResponse]
    # its parts
    description: str
    # what its keys are about
    precedence: int
    # its place among the groups


class ConfigurationResponse(TypedDict, total=False):
    """A configuration key and its value."""
    category: str
    # the category of the key
    group: str
    # the group that it is shown in
    subgroup: str
    # the part of that group
    name: str
    # the key
    value: str
    # its value; of a secret key the encrypted one
    defaultvalue: str
    # the value it has unless it is changed
    scope: str
    # where it may be set: global, zone, cluster, …
    id: int
    # the id of the object it is set for
    description: str
    # what the key does
    isdynamic: bool
    # true if a change has effect without a restart
    component: str
    # the part that reads the key
    parent: str
    # the key that switches this one on
    displaytext: str
    # the key, for showing
    type: str
    # the type of the value: Boolean, Number, Decimal, String, Select, CSV, …
    options: str
    # the values it may have, comma-joined


class CreateSSHKeyPairResponse(TypedDict, total=False):
    """A new SSH key pair; the private key is shown this once."""
    id: str
    # the ID of the key pair
    name: str
    # its name
    account: str
    # the account that owns it
    domainid: str
    # the ID of that account's domain
    domain: str
    # the name of that domain
    fingerprint: str
    # MD5 of the public key, as ssh-keygen shows it with -E md5
    hasannotations: bool
    # whether it has annotations
    privatekey: str
    # the private key, PEM; it is stored nowhere


class DiskOfferingResponse(TypedDict, total=False):
    """A disk offering."""
    id: str
    # the ID of the disk offering
    domainid: str
    # the IDs of the domains that see it, comma-joined; absent for all
    domain: str
    # the names of those domains
    zoneid: str
    # the IDs of the zones where it may be used, comma-joined; absent for all
    zone: str
    # the names of those zones
    name: str
    # its name
    state: str
    # Active or Inactive
    displaytext: str
    # its description
    disksize: int
    # size in GiB; 0 where the user chooses
    created: str
    # when it was created
    iscustomized: bool
    # whether the user chooses the size
    iscustomizediops: bool
    # whether the user chooses IOPS
    tags: str
    # the tags of storage that it needs
    storagetype: str
    # shared or local
    provisioningtype: str
    # thin, sparse or fat
    cacheMode: str
    # the cache mode
    displayoffering: bool
    # whether users are shown it
    disksizestrictness: bool
    # whether the size is fixed
    encrypt: bool
    # whether disks are encrypted
    details: dict[str, str]
    # its details
    hasannotations: bool
    # whether it has annotations


class DomainResponse(TypedDict, total=False):
    """A domain."""
    id: str
    # the ID of the domain
    name: str
    # the name of the domain
    level: int
    # how far it is below ROOT
    parentdomainid: str
    # the ID of the parent domain
    parentdomainname: str
    # the name of the parent domain
    haschild: bool
    # whether there are domains below it
    networkdomain: str
    # the domain of its networks
    path: str
    # names from ROOT down, slash-joined
    state: str
    # Active or Inactive
    created: str
    # when the domain was created


class DomainRouterResponse(TypedDict, total=False):
    """The virtual router of a network."""
    id: str
    # the ID of the router
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    dns1: str
    # the first DNS server that it asks
    dns2: str
    # the second DNS server that it asks
    networkdomain: str
    # the domain of its guests' names
    gateway: str
    # the gateway of its public address
    name: str
    # its name
    podid: str
    # the ID of its pod
    podname: str
    # the name of its pod
    hostid: str
    # the ID of its host
    hostname: str
    # the name of its host
    hostcontrolstate: str
    # Enabled, Disabled or Maintenance
    hypervisor: str
    # the hypervisor of its host
    linklocalip: str
    # its address on its host's control network
    linklocalmacaddress: str
    # the MAC of that NIC
    linklocalnetmask: str
    # the netmask of that NIC
    linklocalnetworkid: str
    # the ID of the control network
    publicip: str
    # its public address
    publicmacaddress: str
    # the MAC of that NIC
    publicnetmask: str
    # the netmask of that NIC
    publicnetworkid: str
    # the ID of the public network
    guestipaddress: str
    # its address among the guests
    guestmacaddress: str
    # the MAC of that NIC
    guestnetmask: str
    # the netmask of that NIC
    guestnetworkid: str
    # the ID of the guests' network
    guestnetworkname: str
    # the name of the guests' network
    templateid: str
    # the ID of its template
    templatename: str
    # the name of its template
    created: str
    # when it was created
    state: str
    # Starting, Running, Stopping or Stopped
    account: str
    # the account that owns its network
    projectid: str
    # the ID of the project that owns its network
    project: str
    # the name of the project that owns its network
    domainid: str
    # the ID of its owner's domain
    domain: str
    # the name of its owner's domain
    domainpath: str
    # the path of its owner's domain
    serviceofferingid: str
    # the ID of its service offering
    serviceofferingname: str
    # the name of its service offering
    isredundantrouter: bool
    # whether its network has two routers
    redundantstate: str
    # PRIMARY, BACKUP or UNKNOWN
    version: str
    # the version of its software
    vpcid: str
    # the ID of its VPC
    vpcname: str
    # the name of its VPC
    role: str
    # VIRTUAL_ROUTER
    nic: list[NicResponse]
    # its NICs
    requiresupgrade: bool
    # whether a newer image is there
    healthchecksfailed: bool
    # whether a check failed, or it did not answer
    healthcheckresults: list[dict[str, Any]]
    # what its checks said
    softwareversion: str
    # the version of its software
    arch: str
    # its processor's architecture
    hasannotations: bool
    # whether it has annotations


class Error(TypedDict, total=False):
    """why a call was refused"""
    errorcode: int
    # the HTTP-like status
    errortext: str
    # what is wrong and what to do
    cserrorcode: int
    # CloudStack's number of the exception
    uuidList: list[Any]
    # the objects concerned


class EventResponse(TypedDict, total=False):
    """Something that happened."""
    id: str
    # the ID of the event
    username: str
    # the user who did it
    type: str
    # the type, as VM.CREATE
    level: str
    # INFO, WARN or ERROR
    description: str
    # what happened
    account: str
    # the account that it belongs to
    domainid: str
    # the id of that account's domain
    domain: str
    # the name of that account's domain
    domainpath: str
    # the path of that account's domain
    resourceid: str
    # the id of the object
    resourcetype: str
    # the kind of object
    created: str
    # when it happened
    state: str
    # Created, Scheduled, Started or Completed
    parentid: str
    # the event that began what this one ends
    archived: bool
    # whether it was archived


class FieldDescription(TypedDict, total=False):
    """ApiResponseResponse."""
    name: str
    # the name of the field
    description: str
    # what it means
    type: str
    # its type
    response: list[FieldDescription]
    # the fields of what is inside


class FirewallResponse(TypedDict, total=False):
    """What may come in to a public address, or out of a network."""
    id: str
    # the ID of the rule
    protocol: str
    # tcp, udp, icmp or all
    startport: int
    # the first port; absent for all
    endport: int
    # the last port; absent for all
    ipaddressid: str
    # the ID of the public address
    networkid: str
    # the ID of the network
    ipaddress: str
    # the public address
    state: str
    # Staged, Add, Active or Revoke
    cidrlist: str
    # where packets may come from, comma-joined CIDRs
    icmptype: int
    # the ICMP type; -1 for all
    icmpcode: int
    # the ICMP code; -1 for all
    tags: list[dict[str, str]]
    # its tags
    fordisplay: bool
    # whether its owner sees it; admins only
    destcidrlist: str
    # where packets may go to, comma-joined CIDRs
    traffictype: str
    # Ingress or Egress


class FirewallRuleResponse(TypedDict, total=False):
    """Ports of a public address that lead to a VM."""
    id: str
    # the ID of the rule
    privateport: str
    # the VM's first port
    privateendport: str
    # the VM's last port
    protocol: str
    # tcp or udp
    publicport: str
    # the public address's first port
    publicendport: str
    # the public address's last port
    virtualmachineid: str
    # the ID of the VM
    virtualmachinename: str
    # the name of the VM
    virtualmachinedisplayname: str
    # the display name of the VM
    ipaddressid: str
    # the ID of the public address
    ipaddress: str
    # the public address
    state: str
    # Staged, Add, Active or Revoke
    cidrlist: str
    # where packets may come from, comma-joined CIDRs
    tags: list[dict[str, str]]
    # its tags
    vmguestip: str
    # the VM's address
    networkid: str
    # the ID of the network
    fordisplay: bool
    # whether its owner sees it; admins only


class GetVMPasswordResponse(TypedDict, total=False):
    """A VM's password, for the holder of its private SSH key."""
    encryptedpassword: str
    # the password, encrypted with the VM's RSA public key (PKCS #1 v1.5, RFC 8017), base64


class GuestOSCategoryResponse(TypedDict, total=False):
    """A guest OS category."""
    id: str
    # the ID of the category
    name: str
    # its name
    isfeatured: bool
    # whether it is shown first
    created: str
    # when it was created


class GuestOSResponse(TypedDict, total=False):
    """A guest OS type."""
    id: str
    # the ID of the OS type
    oscategoryid: str
    # the ID of its category
    oscategoryname: str
    # the name of its category
    name: str
    # its name
    description: str
    # its name, as templates refer to it
    isuserdefined: bool
    # whether an administrator added it
    fordisplay: bool
    # whether users are shown it


class HostResponse(TypedDict, total=False):
    """A host: a machine that runs VMs."""
    id: str
    # the ID of the host
    name: str
    # its name
    state: str
    # Up, Down, Connecting, Alert or Disconnected
    disconnected: str
    # when it was last lost
    type: str
    # Routing
    ipaddress: str
    # where managers reach it
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    podid: str
    # the ID of its pod
    podname: str
    # the name of its pod
    version: str
    # the version of its agent
    hypervisor: str
    # its hypervisor
    cpunumber: int
    # CPU threads
    cpuspeed: int
    # MHz of each
    cpuallocated: str
    # CPU promised to VMs, in percent
    cpuallocatedvalue: int
    # CPU promised to VMs, MHz
    cpuallocatedpercentage: str
    # CPU promised to VMs, in percent
    cpuallocatedwithoverprovisioning: str
    # CPU promised to VMs, in percent of what may be promised
    cpuused: str
    # CPU in use, in percent, as last measured
    cpuwithoverprovisioning: str
    # CPU that may be promised, MHz
    networkkbsread: int
    # network traffic in, KiB/s, as last measured
    networkkbswrite: int
    # network traffic out, KiB/s, as last measured
    memorytotal: int
    # memory, bytes
    memorywithoverprovisioning: str
    # memory that may be promised, bytes
    memoryallocated: int
    # memory promised to VMs, bytes
    memoryallocatedpercentage: str
    # memory promised to VMs, in percent
    memoryallocatedbytes: int
    # memory promised to VMs, bytes
    memoryused: int
    # memory in use, KiB, as last measured
    capabilities: str
    # what it can do: hvm
    lastpinged: str
    # when it last reported
    managementserverid: str
    # the manager node that its last report reached
    managementservername: str
    # the name of that node
    clusterid: str
    # the ID of its cluster
    clustername: str
    # the name of its cluster
    clustertype: str
    # the type of its cluster
    islocalstorageactive: bool
    # whether volumes may be on its own disks
    created: str
    # when it joined
    removed: str
    # when it was removed
    hosttags: str
    # its tags, comma-joined
    explicithosttags: str
    # the tags that an administrator gave it
    hasenoughcapacity: bool
    # whether it has CPU and memory left
    resourcestate: str
    # Enabled, Disabled or Maintenance
    hypervisorversion: str
    # the version of its hypervisor
    hahost: bool
    # whether it is kept free for restarts
    details: dict[str, str]
    # its details
    annotation: str
    # the last annotation
    arch: str
    # its architecture
    hasannotations: bool
    # whether it has annotations


class HypervisorResponse(TypedDict, total=False):
    """A kind of hypervisor."""
    name: str
    # its name, as KVM


class IPAddressResponse(TypedDict, total=False):
    """A public address."""
    id: str
    # the ID of the public address
    ipaddress: str
    # the address
    allocated: str
    # when it was acquired
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    issourcenat: bool
    # whether its network's guests reach the outside by it
    account: str
    # the account that has it
    projectid: str
    # the ID of the project that has it
    project: str
    # the name of the project that has it
    domainid: str
    # the ID of that account's domain
    domain: str
    # the name of that account's domain
    domainpath: str
    # the path of that account's domain
    forvirtualnetwork: bool
    # whether it is for isolated networks
    vlanid: str
    # the ID of its range; admins only
    vlanname: str
    # the VLAN of its range; admins only
    isstaticnat: bool
    # whether it is mapped to a VM
    issystem: bool
    # whether a system VM has it
    virtualmachineid: str
    # the ID of the VM that it is mapped to
    virtualmachinetype: str
    # the type of that VM
    vmipaddress: str
    # that VM's address in its network
    virtualmachinename: str
    # the name of that VM
    virtualmachinedisplayname: str
    # the display name of that VM
    associatednetworkid: str
    # the ID of the network that has it
    associatednetworkname: str
    # the name of the network that has it
    networkid: str
    # the ID of the network that it is from
    state: str
    # Free, Allocating, Allocated or Releasing
    physicalnetworkid: str
    # the ID of the physical network that carries it; admins only
    purpose: str
    # what it is used for
    vpcid: str
    # the ID of the VPC that has it
    tags: list[dict[str, str]]
    # its tags
    isportable: bool
    # whether it may move between zones
    fordisplay: bool
    # whether its owner sees it; admins only
    networkname: str
    # the name of the network that has it
    hasrules: bool
    # whether it has rules
    forsystemvms: bool
    # whether it is kept for system VMs
    forprovider: bool
    # whether another system hands it out
    hasannotations: bool
    # whether it has annotations


class ImageStoreResponse(TypedDict, total=False):
    """An image store: where templates are kept."""
    id: str
    # the ID of the image store
    zoneid: str
    # the ID of its zone; absent for all zones
    zonename: str
    # the name of its zone
    name: str
    # its name
    url: str
    # how its service is reached
    protocol: str
    # pileus or sim
    providername: str
    # Pileus or Simulator
    scope: str
    # ZONE or REGION
    readonly: bool
    # whether nothing new is stored
    disksizetotal: int
    # how much it holds, bytes
    disksizeused: int
    # how much is taken, bytes
    hasannotations: bool
    # whether it has annotations


class IpForwardingRuleResponse(TypedDict, total=False):
    """A rule that opens static NAT. No such rule exists here; the fields are for listApis."""
    id: str
    # the ID of the rule
    protocol: str
    # its protocol
    virtualmachineid: str
    # the ID of the VM
    virtualmachinename: str
    # the name of the VM
    virtualmachinedisplayname: str
    # the display name of the VM
    ipaddressid: int
    # the ID of the public address
    ipaddress: str
    # the public address
    startport: int
    # the first port
    endport: int
    # the last port
    state: str
    # its state


class JobFlatResponse(TypedDict, total=False):
    """AsyncJobResponse, standing in the wrapper."""
    accountid: str
    # the id of the account that started the job
    account: str
    # the account that started the job
    domainid: str
    # the id of that account's domain
    domainpath: str
    # the path of that account's domain
    userid: str
    # the user that started the job
    cmd: str
    # the command that the job does
    jobprocstatus: int
    # progress in percent
    jobresultcode: int
    # 0, or the error's code
    jobresulttype: str
    # object or text
    jobresult: Any
    # the result, or what went wrong
    jobinstancetype: str
    # the kind of object that the job works on
    jobinstanceid: str
    # the id of that object
    managementserverid: str
    # the management server that runs the job
    managementservername: str
    # the name of that management server
    created: str
    # when the job was started
    completed: str
    # when it ended
    jobid: str
    # the job's id
    jobstatus: int
    # 0 runs, 1 has succeeded, 2 has failed


class JobResponse(TypedDict, total=False):
    """AsyncJobResponse, in a list."""
    accountid: str
    # the id of the account that started the job
    account: str
    # the account that started the job
    domainid: str
    # the id of that account's domain
    domainpath: str
    # the path of that account's domain
    userid: str
    # the user that started the job
    cmd: str
    # the command that the job does
    jobprocstatus: int
    # progress in percent
    jobresultcode: int
    # 0, or the error's code
    jobresulttype: str
    # object or text
    jobresult: Any
    # the result, or what went wrong
    jobinstancetype: str
    # the kind of object that the job works on
    jobinstanceid: str
    # the id of that object
    managementserverid: str
    # the management server that runs the job
    managementservername: str
    # the name of that management server
    created: str
    # when the job was started
    completed: str
    # when it ended
    jobid: str
    # the job's id
    jobstatus: int
    # 0 runs, 1 has succeeded, 2 has failed


class LimitResponse(TypedDict, total=False):
    """What an account or a domain may have of one kind of resource."""
    account: str
    # the account; absent for a domain's limit
    domainid: str
    # the id of the domain
    domain: str
    # the name of the domain
    domainpath: str
    # the path of the domain
    resourcetype: str
    # the kind of resource, as a number
    resourcetypename: str
    # the kind of resource, as user_vm
    max: int
    # how much; -1: no limit


class ListedRange(TypedDict, total=False):
    """A range, as listVlanIpRanges names it."""
    id: str
    # the ID of the range
    forvirtualnetwork: bool
    # whether it is for isolated networks
    zoneid: str
    # the ID of its zone
    vlan: str
    # its VLAN, as vlan://untagged
    account: str
    # the only account that may have its addresses
    domainid: str
    # the ID of the only domain that may have its addresses
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    podid: str
    # the ID of its pod
    podname: str
    # the name of its pod
    description: str
    # its addresses
    gateway: str
    # its gateway
    netmask: str
    # its netmask
    cidr: str
    # the network that it is part of
    startip: str
    # its first address
    endip: str
    # its last address
    networkid: str
    # the ID of the network that it belongs to
    projectid: str
    # the ID of the only project that may have its addresses
    project: str
    # the name of that project
    physicalnetworkid: str
    # the ID of the physical network that carries it
    forsystemvms: bool
    # whether it is kept for system VMs


class LoginResponse(TypedDict, total=False):
    """LoginCmdResponse."""
    username: str
    # the user's name
    userid: str
    # the user's id
    domainid: str
    # the id of the user's domain
    timeout: int
    # seconds after which an unused session ends
    account: str
    # the name of the user's account
    firstname: str
    # first name
    lastname: str
    # last name
    type: str
    # the account's type: 0 user, 1 admin, 2 domain admin
    timezone: str
    # time zone
    timezoneoffset: str
    # hours from UTC
    registered: str
    # whether the user has registered
    sessionkey: str
    # send it with each call of this session
    is2faenabled: str
    # whether a second factor is set up
    is2faverified: str
    # whether the second factor was given
    managementserverid: str
    # the management server that answered


class LogoutResponse(TypedDict, total=False):
    """LogoutCmdResponse."""
    description: str
    # what happened


class MockResponse(TypedDict, total=False):
    """A fault of simulated hosts."""
    id: int
    # the ID of the fault
    name: str
    # the command that it hits
    count: int
    # how often it still happens; absent: always


class NetworkOfferingResponse(TypedDict, total=False):
    """A network offering: which services a network has, and who provides them."""
    id: str
    # the ID of the network offering
    name: str
    # its name
    displaytext: str
    # its description
    tags: str
    # the tags of physical networks that it needs
    created: str
    # when it was created
    traffictype: str
    # Guest
    isdefault: bool
    # whether Pileus made it
    specifyvlan: bool
    # whether createNetwork must name the VLAN
    conservemode: bool
    # whether one address may serve several services
    specifyipranges: bool
    # whether createNetwork must name an address range
    availability: str
    # Required, Optional or Unavailable
    networkrate: int
    # Mbit/s of each NIC
    state: str
    # Enabled, Disabled or Inactive
    guestiptype: str
    # Isolated, Shared or L2
    serviceofferingid: str
    # the ID of the service offering of its routers
    service: list[dict[str, Any]]
    # its services with their providers and capabilities
    forvpc: bool
    # whether it is for networks of VPCs
    fornsx: bool
    # always false: there is no NSX here
    fortungsten: bool
    # always false: there is no Tungsten here
    ispersistent: bool
    # whether networks are made ready before their first VM
    details: dict[str, str]
    # its details
    egressdefaultpolicy: bool
    # whether guests may reach the outside unless a rule forbids it
    maxconnections: int
    # the most connections of a load balancer
    supportsstrechedl2subnet: bool
    # whether a subnet may span zones
    supportspublicaccess: bool
    # whether guests are reachable without NAT
    supportsinternallb: bool
    # whether internal load balancers are possible
    domainid: str
    # the IDs of the domains that see it, comma-joined; absent for all
    domain: str
    # the names of those domains
    zoneid: str
    # the IDs of the zones where it may be used, comma-joined; absent for all
    zone: str
    # the names of those zones
    internetprotocol: str
    # IPv4 or DualStack
    hasannotations: bool
    # whether it has annotations


class NetworkResponse(TypedDict, total=False):
    """A network of guests."""
    id: str
    # the ID of the network
    name: str
    # its name
    displaytext: str
    # its description
    broadcastdomaintype: str
    # how it is kept apart from others: Vlan, Vxlan or Native
    traffictype: str
    # Guest
    gateway: str
    # the address of its router
    netmask: str
    # its netmask
    cidr: str
    # its addresses, as 10.1.1.0/24
    networkcidr: str
    # all its addresses, when cidr is only the part for guests
    reservediprange: str
    # the part of networkcidr that guests are not given
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    networkofferingid: str
    # the ID of its network offering
    networkofferingname: str
    # the name of its network offering
    networkofferingdisplaytext: str
    # the description of its network offering
    networkofferingconservemode: bool
    # whether one public address may serve several services
    networkofferingavailability: str
    # the availability of its network offering
    issystem: bool
    # whether it is Pileus's own
    state: str
    # Allocated, Implementing, Implemented, Setup, Shutdown or Destroy
    related: str
    # the ID of the network that it belongs to: its own
    broadcasturi: str
    # its tag, as vlan://100; admins only
    dns1: str
    # the first DNS server
    dns2: str
    # the second DNS server
    type: str
    # Isolated, Shared or L2
    vlan: str
    # its VLAN or VNI; admins only
    acltype: str
    # who may use it: Account or Domain
    subdomainaccess: bool
    # whether domains below may use it
    account: str
    # the account that owns it
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
    domainid: str
    # the ID of its owner's domain
    domain: str
    # the name of its owner's domain
    domainpath: str
    # the path of its owner's domain
    isdefault: bool
    # whether it is the default network of its zone
    service: list[dict[str, Any]]
    # its services
    networkdomain: str
    # the domain of its guests' names
    physicalnetworkid: str
    # the ID of the physical network
    restartrequired: bool
    # whether a restart is needed
    specifyvlan: bool
    # whether createNetwork had to name the VLAN
    specifyipranges: bool
    # whether createNetwork had to name an address range
    vpcid: str
    # the ID of its VPC
    canusefordeploy: bool
    # whether VMs may be deployed in it
    ispersistent: bool
    # whether it is kept ready without VMs
    tags: list[dict[str, str]]
    # its tags
    details: dict[str, str]
    # its details
    displaynetwork: bool
    # whether its owner sees it; admins only
    strechedl2subnet: bool
    # whether it spans zones
    externalid: str
    # its ID in another system
    redundantrouter: bool
    # whether it has two routers
    supportsvmautoscaling: bool
    # whether VM autoscaling is possible
    created: str
    # when it was created
    egressdefaultpolicy: bool
    # whether guests may reach the outside unless a rule forbids it
    internetprotocol: str
    # IPv4 or DualStack
    publicmtu: int
    # the MTU on the public side of its router
    privatemtu: int
    # the MTU on the guests' side
    hasannotations: bool
    # whether it has annotations


class NicResponse(TypedDict, total=False):
    """A network card of a VM."""
    id: str
    # the ID of the NIC
    networkid: str
    # the ID of its network
    networkname: str
    # the name of its network
    netmask: str
    # its netmask
    gateway: str
    # its gateway
    ipaddress: str
    # its address
    isolationuri: str
    # its network's tag; admins only
    broadcasturi: str
    # its network's tag; admins only
    traffictype: str
    # Guest, Public or Control
    type: str
    # Isolated, Shared or L2
    isdefault: bool
    # whether the VM's default route is through it
    macaddress: str
    # its MAC address
    ip6gateway: str
    # its IPv6 gateway
    ip6cidr: str
    # its IPv6 network
    ip6address: str
    # its IPv6 address
    secondaryip: list[dict[str, Any]]
    # its further addresses
    extradhcpoption: list[dict[str, Any]]
    # its further DHCP options
    deviceid: str
    # its place in the VM, from 0
    virtualmachineid: str
    # the ID of the VM
    vlanid: int
    # its network's VLAN or VNI; admins only
    mtu: int
    # its MTU
    publicipid: str
    # the ID of the public address that is mapped to it
    publicip: str
    # the public address that is mapped to it


class ParamDescription(TypedDict, total=False):
    """ApiParameterResponse."""
    name: str
    # the name of the parameter
    description: str
    # what it means
    type: str
    # its type
    length: int
    # how long it may be
    required: bool
    # true if it is required
    since: str
    # the version it is there since
    related: str
    # commands that answer such an object, comma-joined


class PhysicalNetworkResponse(TypedDict, total=False):
    """A physical network of a zone."""
    id: str
    # the ID of the physical network
    name: str
    # its name
    broadcastdomainrange: str
    # ZONE or POD
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    state: str
    # Enabled or Disabled
    vlan: str
    # the VLAN ids or VNIs that guest networks may take, as 100-199,300-399
    domainid: str
    # the ID of the only domain that uses it
    tags: str
    # its tags, comma-joined
    isolationmethods: str
    # how guest networks are kept apart: VLAN or VXLAN
    networkspeed: str
    # its speed


class PodResponse(TypedDict, total=False):
    """A pod."""
    id: str
    # the ID of the pod
    name: str
    # its name
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    gateway: str
    # the gateway of its management network
    netmask: str
    # the netmask of its management network
    startip: list[str]
    # where each range of management addresses begins
    endip: list[str]
    # where each range of management addresses ends
    forsystemvms: list[str]
    # whether each range is for system VMs only
    vlanid: list[str]
    # the VLAN of each range
    allocationstate: str
    # Enabled or Disabled
    hasannotations: bool
    # whether it has annotations


class ProviderResponse(TypedDict, total=False):
    """A provider of network services on a physical network."""
    id: str
    # the ID of the provider
    name: str
    # its name
    physicalnetworkid: str
    # the ID of the physical network
    state: str
    # Enabled, Disabled or Shutdown
    servicelist: list[str]
    # the services that it gives
    canenableindividualservice: bool
    # whether its services can be enabled one by one


class PublicIpResponse(TypedDict, total=False):
    """A public address, as listPublicIpAddresses names it."""
    id: str
    # the ID of the public address
    ipaddress: str
    # the address
    allocated: str
    # when it was acquired
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    issourcenat: bool
    # whether its network's guests reach the outside by it
    account: str
    # the account that has it
    projectid: str
    # the ID of the project that has it
    project: str
    # the name of the project that has it
    domainid: str
    # the ID of that account's domain
    domain: str
    # the name of that account's domain
    domainpath: str
    # the path of that account's domain
    forvirtualnetwork: bool
    # whether it is for isolated networks
    vlanid: str
    # the ID of its range; admins only
    vlanname: str
    # the VLAN of its range; admins only
    isstaticnat: bool
    # whether it is mapped to a VM
    issystem: bool
    # whether a system VM has it
    virtualmachineid: str
    # the ID of the VM that it is mapped to
    virtualmachinetype: str
    # the type of that VM
    vmipaddress: str
    # that VM's address in its network
    virtualmachinename: str
    # the name of that VM
    virtualmachinedisplayname: str
    # the display name of that VM
    associatednetworkid: str
    # the ID of the network that has it
    associatednetworkname: str
    # the name of the network that has it
    networkid: str
    # the ID of the network that it is from
    state: str
    # Free, Allocating, Allocated or Releasing
    physicalnetworkid: str
    # the ID of the physical network that carries it; admins only
    purpose: str
    # what it is used for
    vpcid: str
    # the ID of the VPC that has it
    tags: list[dict[str, str]]
    # its tags
    isportable: bool
    # whether it may move between zones
    fordisplay: bool
    # whether its owner sees it; admins only
    networkname: str
    # the name of the network that has it
    hasrules: bool
    # whether it has rules
    forsystemvms: bool
    # whether it is kept for system VMs
    forprovider: bool
    # whether another system hands it out
    hasannotations: bool
    # whether it has annotations


class SSHKeyPairResponse(TypedDict, total=False):
    """An SSH key pair, without its private key."""
    id: str
    # the ID of the key pair
    name: str
    # its name
    account: str
    # the account that owns it
    domainid: str
    # the ID of that account's domain
    domain: str
    # the name of that domain
    fingerprint: str
    # MD5 of the public key, as ssh-keygen shows it with -E md5
    hasannotations: bool
    # whether it has annotations


class ServiceOfferingResponse(TypedDict, total=False):
    """A service offering: CPU, memory and what else a VM gets."""
    id: str
    # the ID of the service offering
    name: str
    # its name
    state: str
    # Active or Inactive
    displaytext: str
    # its description
    cpunumber: int
    # CPU cores; absent where the user chooses
    cpuspeed: int
    # MHz of each core; absent where the user chooses
    memory: int
    # memory in MiB; absent where the user chooses
    created: str
    # when it was created
    storagetype: str
    # shared or local
    provisioningtype: str
    # thin, sparse or fat
    offerha: bool
    # whether VMs are started again when their host dies
    limitcpuuse: bool
    # whether CPU is limited to what the offering says
    isvolatile: bool
    # whether the root disk is made anew at each reboot
    storagetags: str
    # the tags of storage that it needs
    domainid: str
    # the IDs of the domains that see it, comma-joined; absent for all
    domain: str
    # the names of those domains
    zoneid: str
    # the IDs of the zones where it may be used, comma-joined; absent for all
    zone: str
    # the names of those zones
    hosttags: str
    # the tags of hosts that it needs
    issystem: bool
    # whether it is for system VMs
    defaultuse: bool
    # whether system VMs of its type use it by default
    systemvmtype: str
    # the type of system VM it is for
    networkrate: int
    # Mbit/s of each NIC
    iscustomizediops: bool
    # whether the user chooses IOPS
    serviceofferingdetails: dict[str, str]
    # its details
    iscustomized: bool
    # whether the user chooses CPU and memory
    rootdisksize: int
    # GiB of the root disk; absent: the template's
    dynamicscalingenabled: bool
    # whether CPU and memory may be changed while a VM runs
    diskofferingstrictness: bool
    # whether the disk offering is fixed
    encryptroot: bool
    # whether root disks are encrypted
    cacheMode: str
    # the cache mode of disks
    hasannotations: bool
    # whether it has annotations


class StoragePoolResponse(TypedDict, total=False):
    """A storage pool: where volumes are."""
    id: str
    # the ID of the storage pool
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    podid: str
    # the ID of its pod
    podname: str
    # the name of its pod
    clusterid: str
    # the ID of its cluster
    clustername: str
    # the name of its cluster
    name: str
    # its name
    ipaddress: str
    # the host that serves it
    path: str
    # the folder on its hosts
    created: str
    # when it was created
    type: str
    # Filesystem or SharedMountPoint
    disksizetotal: int
    # how much it holds, bytes
    disksizeallocated: int
    # how much is promised to volumes, bytes
    disksizeused: int
    # how much is taken on disk, bytes
    tags: str
    # its tags, comma-joined
    state: str
    # Initial, Up or Removed
    scope: str
    # HOST, CLUSTER or ZONE
    overprovisionfactor: str
    # how much is promised for each byte there is
    hypervisor: str
    # the hypervisor of its hosts
    provider: str
    # DefaultPrimary
    managed: bool
    # always false: volumes are files of ours
    hasannotations: bool
    # whether it has annotations


class SubgroupResponse(TypedDict, total=False):
    """A part of a group of configuration keys."""
    name: str
    # the name of the subgroup
    precedence: int
    # its place in the group


class Success(TypedDict, total=False):
    """`{"success": true}`, as deletions answer."""
    success: bool
    # true if operation is executed successfully
    displaytext: str
    # any text associated with the success or failure


class TagResponse(TypedDict, total=False):
    """A tag of a resource."""
    key: str
    # its key
    value: str
    # its value
    resourcetype: str
    # the kind of the resource
    resourceid: str
    # the ID of the resource
    account: str
    # the account that owns the tag
    domainid: str
    # the ID of that account's domain
    domain: str
    # the name of that domain
    customer: str
    # the customer


class TemplateResponse(TypedDict, total=False):
    """A template: the image that VMs begin with."""
    id: str
    # the ID of the template
    name: str
    # its name
    displaytext: str
    # its description
    ispublic: bool
    # whether everybody may use it
    created: str
    # when it was registered
    removed: str
    # when it was removed
    isready: bool
    # whether VMs can be made of it
    passwordenabled: bool
    # whether VMs get a password from the router
    format: str
    # QCOW2 or RAW
    bootable: bool
    # whether it boots
    isfeatured: bool
    # whether it is shown first
    crossZones: bool
    # whether all zones have it
    ostypeid: str
    # the ID of its guest OS type
    ostypename: str
    # the name of its guest OS type
    accountid: str
    # the ID of the account that owns it
    account: str
    # the account that owns it
    zoneid: str
    # the ID of the zone that has it
    zonename: str
    # the name of that zone
    status: str
    # how far the download is, or why it failed
    size: int
    # what a guest sees, bytes
    physicalsize: int
    # what it takes on the image store, bytes
    templatetype: str
    # USER, BUILTIN, ROUTING or SYSTEM
    hypervisor: str
    # the hypervisor it is for
    domain: str
    # the domain of that account
    domainpath: str
    # the path of that domain
    domainid: str
    # the ID of that domain
    isextractable: bool
    # whether it may be downloaded
    checksum: str
    # its checksum, as {SHA-256}…
    templatetag: str
    # the tag of hosts that it needs
    details: dict[str, str]
    # its details
    downloaddetails: list[dict[str, Any]]
    # its state on each image store; admins only
    arch: str
    # its architecture
    bits: int
    # 32 or 64
    sshkeyenabled: bool
    # whether VMs fetch an SSH key
    isdynamicallyscalable: bool
    # whether it has tools for scaling while it runs
    directdownload: bool
    # whether hosts fetch it themselves
    deployasis: bool
    # whether it is deployed as it is
    forcks: bool
    # whether it is for Kubernetes nodes
    requireshvm: bool
    # whether it needs hardware virtualisation
    url: str
    # where it came from; admins and the owner only
    tags: list[dict[str, str]]
    # its tags
    hasannotations: bool
    # whether it has annotations


class TrafficTypeResponse(TypedDict, total=False):
    """A kind of traffic that a physical network carries."""
    id: str
    # the ID of the traffic type
    traffictype: str
    # Guest, Public, Management, Storage or Control
    physicalnetworkid: str
    # the ID of the physical network
    kvmnetworklabel: str
    # the bridge on KVM hosts that carries it
    xennetworklabel: str
    # the network on Xen hosts that carries it


class UserKeysResponse(TypedDict, total=False):
    """RegisterResponse."""
    apikey: str
    # the api key of the registered user
    secretkey: str
    # the secret key of the registered user
    apikeyaccess: bool
    # whether keys may be used


class UserResponse(TypedDict, total=False):
    """A user; its keys are shown by getUserKeys alone."""
    id: str
    # the user ID
    username: str
    # the user name
    firstname: str
    # the user firstname
    lastname: str
    # the user lastname
    email: str
    # the user email address
    created: str
    # when the user was created
    state: str
    # enabled, disabled or locked
    account: str
    # the account name of the user
    accounttype: int
    # the account type of the user
    usersource: str
    # where the user comes from, as ldap
    roleid: str
    # the ID of the role
    roletype: str
    # the type of the role
    rolename: str
    # the name of the role
    domainid: str
    # the domain ID of the user
    domain: str
    # the domain name of the user
    timezone: str
    # the timezone of the user
    apikey: str
    # the api key of the user
    accountid: str
    # the account ID of the user
    iscallerchilddomain: bool
    # whether the user's domain is below the caller's
    isdefault: bool
    # true if the user is the default one, which cannot be deleted
    is2faenabled: bool
    # true if a second factor is set up
    is2famandated: bool
    # true if a second factor is required


class UserVmResponse(TypedDict, total=False):
    """A virtual machine."""
    id: str
    # the ID of the VM
    name: str
    # its host name
    displayname: str
    # the name that people see
    account: str
    # the account that owns it
    userid: str
    # the ID of the user who created it
    username: str
    # the name of that user
    domainid: str
    # the ID of its owner's domain
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    created: str
    # when it was created
    lastupdated: str
    # when its state changed last
    state: str
    # Starting, Running, Stopping, Stopped, Destroyed, Expunging, Migrating or Error
    haenable: bool
    # whether it is started elsewhere when its host fails
    group: str
    # the name of its group
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    hostid: str
    # the ID of its host; admins only
    hostname: str
    # the name of its host; admins only
    hostcontrolstate: str
    # whether its host can be commanded; admins only
    templateid: str
    # the ID of its template
    templatename: str
    # the name of its template
    templatetype: str
    # the type of its template
    templateformat: str
    # the format of its template
    templatedisplaytext: str
    # the description of its template
    passwordenabled: bool
    # whether it gets a password
    serviceofferingid: str
    # the ID of its service offering
    serviceofferingname: str
    # the name of its service offering
    diskofferingid: str
    # the ID of its data disk's offering
    diskofferingname: str
    # the name of its data disk's offering
    cpunumber: int
    # how many cores it has
    cpuspeed: int
    # MHz of each core
    memory: int
    # its memory in MiB
    guestosid: str
    # the ID of its guest OS category
    rootdeviceid: int
    # the place of its root disk, from 0
    rootdevicetype: str
    # the kind of its root device
    securitygroup: list[dict[str, Any]]
    # its security groups
    password: str
    # its password, when the template has one; only in the result of the job that set it
    nic: list[NicResponse]
    # its network cards
    hypervisor: str
    # its hypervisor
    ipaddress: str
    # the address of its default NIC
    publicipid: str
    # the ID of the public address that is mapped to it
    publicip: str
    # the public address that is mapped to it
    instancename: str
    # its name on the host; admins only
    details: dict[str, str]
    # its details
    readonlydetails: str
    # details that users cannot change
    keypairs: str
    # the names of its SSH key pairs
    affinitygroup: list[dict[str, Any]]
    # its affinity groups
    displayvm: bool
    # whether its owner sees it; admins only
    isdynamicallyscalable: bool
    # whether it can be scaled while it runs
    deleteprotection: bool
    # whether it is protected from deletion
    ostypeid: str
    # the ID of its guest OS type
    osdisplayname: str
    # the name of its guest OS type
    userdata: str
    # its user data, base64
    vmtype: str
    # its type
    arch: str
    # its architecture
    tags: list[TagResponse]
    # its tags
    hasannotations: bool
    # whether it has annotations


class VirtualRouterProviderResponse(TypedDict, total=False):
    """The virtual router element of a provider."""
    id: str
    # the ID of the element
    nspid: str
    # the ID of its provider
    enabled: bool
    # whether it is enabled


class VlanIpRangeResponse(TypedDict, total=False):
    """A range of public addresses."""
    id: str
    # the ID of the range
    forvirtualnetwork: bool
    # whether it is for isolated networks
    zoneid: str
    # the ID of its zone
    vlan: str
    # its VLAN, as vlan://untagged
    account: str
    # the only account that may have its addresses
    domainid: str
    # the ID of the only domain that may have its addresses
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    podid: str
    # the ID of its pod
    podname: str
    # the name of its pod
    description: str
    # its addresses
    gateway: str
    # its gateway
    netmask: str
    # its netmask
    cidr: str
    # the network that it is part of
    startip: str
    # its first address
    endip: str
    # its last address
    networkid: str
    # the ID of the network that it belongs to
    projectid: str
    # the ID of the only project that may have its addresses
    project: str
    # the name of that project
    physicalnetworkid: str
    # the ID of the physical network that carries it
    forsystemvms: bool
    # whether it is kept for system VMs


class VolumeResponse(TypedDict, total=False):
    """A volume."""
    id: str
    # the ID of the volume
    name: str
    # its name
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    type: str
    # ROOT or DATADISK
    deviceid: int
    # its place in the VM, from 0
    virtualmachineid: str
    # the ID of its VM
    templateid: str
    # the ID of the template it began with
    templatename: str
    # the name of that template
    templatedisplaytext: str
    # the description of that template
    vmname: str
    # the name of its VM
    vmdisplayname: str
    # the display name of its VM
    vmstate: str
    # the state of its VM
    vmtype: str
    # the type of its VM
    provisioningtype: str
    # thin, sparse or fat
    size: int
    # its size in bytes
    created: str
    # when it was created
    state: str
    # Allocated, Creating, Ready, Destroy or Expunged
    account: str
    # the account that owns it
    domainid: str
    # the ID of its owner's domain
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    storagetype: str
    # local or shared
    hypervisor: str
    # its hypervisor
    diskofferingid: str
    # the ID of its disk offering
    diskofferingname: str
    # the name of its disk offering
    diskofferingdisplaytext: str
    # the description of its disk offering
    storage: str
    # the name of its pool; admins only
    attached: str
    # when it was attached
    destroyed: bool
    # whether it is destroyed
    serviceofferingid: str
    # the ID of its VM's service offering, of a root volume
    serviceofferingname: str
    # the name of that offering
    serviceofferingdisplaytext: str
    # the description of that offering
    isextractable: bool
    # whether it may be downloaded
    displayvolume: bool
    # whether its owner sees it; admins only
    path: str
    # its name on the pool; admins only
    storageid: str
    # the ID of its pool; admins only
    quiescevm: bool
    # whether snapshots need the VM to hold still
    supportsstoragesnapshot: bool
    # whether its pool makes snapshots by itself
    physicalsize: int
    # what it takes on its pool, bytes
    virtualsize: int
    # its size in bytes, once it exists
    clusterid: str
    # the ID of its pool's cluster; admins only
    clustername: str
    # the name of that cluster; admins only
    podid: str
    # the ID of its pool's pod; admins only
    podname: str
    # the name of that pod; admins only
    tags: list[TagResponse]
    # its tags
    hasannotations: bool
    # whether it has annotations


class ZoneResponse(TypedDict, total=False):
    """A zone."""
    id: str
    # the ID of the zone
    name: str
    # its name
    description: str
    # its description
    dns1: str
    # the first DNS server that guests are told
    dns2: str
    # the second DNS server that guests are told
    internaldns1: str
    # the first DNS server of hosts and system VMs; admins only
    internaldns2: str
    # the second DNS server of hosts and system VMs; admins only
    guestcidraddress: str
    # the default CIDR of isolated networks; admins only
    domain: str
    # the network domain of guests
    domainid: str
    # the ID of the only domain that sees it; absent for all
    domainname: str
    # the name of that domain
    networktype: str
    # Basic or Advanced
    securitygroupsenabled: bool
    # whether security groups are on
    allocationstate: str
    # Enabled: VMs may be started here; Disabled: by admins only
    zonetoken: str
    # what identifies the zone towards its hosts; admins only
    dhcpprovider: str
    # who serves DHCP
    localstorageenabled: bool
    # whether disks may be on hosts' own storage
    tags: list[dict[str, str]]
    # its tags
    resourcedetails: dict[str, str]
    # its details; admins only
    type: str
    # Core or Edge
    allowuserspecifyvrmtu: bool
    # whether users may set the MTU of their routers
    ismultiarch: bool
    # whether its hosts have different architectures
    isnsxenabled: bool
    # always false: there is no NSX here
    routedmodeenabled: bool
    # whether routed networks are possible
    hasannotations: bool
    # whether it has annotations; admins only
