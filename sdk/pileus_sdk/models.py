"""The answers of the API. Made by tools/sdk from the OpenAPI document; do not edit."""

from __future__ import annotations

from typing import Any, TypedDict


class AccountResponse(TypedDict, total=False):
    """An account with its limits and what it uses."""
    vmlimit: str
    # how many VMs there may be
    vmtotal: int
    # how many VMs there are
    vmavailable: str
    # how many VMs may still be made
    iplimit: str
    # how many public IP addresses there may be
    iptotal: int
    # how many public IP addresses there are
    ipavailable: str
    # how many public IP addresses may still be taken
    volumelimit: str
    # how many volumes there may be
    volumetotal: int
    # how many volumes there are
    volumeavailable: str
    # how many volumes may still be made
    snapshotlimit: str
    # how many snapshots there may be
    snapshottotal: int
    # how many snapshots there are
    snapshotavailable: str
    # how many snapshots may still be made
    templatelimit: str
    # how many templates there may be
    templatetotal: int
    # how many templates there are
    templateavailable: str
    # how many templates may still be made
    projectlimit: str
    # how many projects there may be
    projecttotal: int
    # how many projects there are
    projectavailable: str
    # how many projects may still be made
    networklimit: str
    # how many networks there may be
    networktotal: int
    # how many networks there are
    networkavailable: str
    # how many networks may still be made
    vpclimit: str
    # how many VPCs there may be
    vpctotal: int
    # how many VPCs there are
    vpcavailable: str
    # how many VPCs may still be made
    cpulimit: str
    # how many CPU cores there may be
    cputotal: int
    # how many CPU cores there are
    cpuavailable: str
    # how many CPU cores may still be taken
    memorylimit: str
    # how much memory (MiB) there may be
    memorytotal: int
    # how much memory (MiB) there are
    memoryavailable: str
    # how much memory (MiB) may still be taken
    primarystoragelimit: str
    # how much primary storage (GiB) there may be
    primarystoragetotal: int
    # how much primary storage (GiB) there are
    primarystorageavailable: str
    # how much primary storage (GiB) may still be taken
    secondarystoragelimit: str
    # how much secondary storage (GiB) there may be
    secondarystoragetotal: float
    # how much secondary storage (GiB) there are
    secondarystorageavailable: str
    # how much secondary storage (GiB) may still be taken
    taggedresources: list[TaggedResponse]
    # limits and usage for tags of hosts and storage
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
    groups: list[str]
    # groups of the account: there are none
    accountdetails: dict[str, str]
    # details of the account
    isdefault: bool
    # true if the account is a default one, which cannot be deleted
    apikeyaccess: str
    # whether its users' API keys work: ENABLED, DISABLED, or INHERIT from the domain's setting


class AffinityGroupResponse(TypedDict, total=False):
    """An affinity group: which VMs shall be together or apart."""
    account: str
    # the account that owns it
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of that project
    domainid: str
    # the ID of its owner's domain
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    id: str
    # the ID of the group
    name: str
    # its name
    description: str
    # its description
    type: str
    # its type
    virtualmachineIds: list[str]
    # the IDs of its VMs
    dedicatedresources: list[DedicatedResourceResponse]
    # what is dedicated through it; admins only


class AffinityGroupTypeResponse(TypedDict, total=False):
    """A type of affinity groups."""
    type: str
    # its name


class AlertResponse(TypedDict, total=False):
    """Something that an operator has to look at."""
    id: str
    # the ID of the alert
    type: int
    # its type, as listAlertTypes has them
    name: str
    # the name of its type
    description: str
    # what happened
    sent: str
    # when it was raised


class AlertTypeResponse(TypedDict, total=False):
    """A type of alerts."""
    alerttypeid: int
    # the number of the type
    name: str
    # its name


class AnnotationResponse(TypedDict, total=False):
    """A note of a user about a thing."""
    id: str
    # the ID of the annotation
    entitytype: str
    # the type of the annotated thing
    entityid: str
    # the ID of the annotated thing
    entityname: str
    # the name of the annotated thing
    annotation: str
    # the text
    userid: str
    # the ID of its author
    username: str
    # the name of its author
    adminsonly: bool
    # true if only root administrators see it
    created: str
    # when it was made
    removed: str
    # when it was removed


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


class ApiLimitResponse(TypedDict, total=False):
    """How many calls an account has made and may still make."""
    accountid: str
    # the ID of the account
    account: str
    # the name of the account
    apiIssued: int
    # calls that this management server counted in the present interval
    apiAllowed: int
    # calls that it still allows in the present interval
    expireAfter: int
    # milliseconds until the next interval


class CAProviderResponse(TypedDict, total=False):
    """A certificate authority."""
    name: str
    # its name
    description: str
    # what it is


class CapabilitiesResponse(TypedDict, total=False):
    """What a hypervisor is trusted with."""
    id: str
    # the ID of the capabilities
    hypervisorversion: str
    # the version of the hypervisor
    hypervisor: str
    # the hypervisor, as KVM
    maxguestslimit: int
    # how many VMs a host may run; absent: any number
    securitygroupenabled: bool
    # whether security groups are supported
    maxdatavolumeslimit: int
    # how many data disks a VM may have; absent: any number
    maxhostspercluster: int
    # how many hosts a cluster may have; absent: any number
    storagemotionenabled: bool
    # whether disks of running VMs can move
    vmsnapshotenabled: bool
    # whether snapshots of running VMs are supported


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
    kubernetesclusterexperimentalfeaturesenabled: bool
    # true if experimental features of Kubernetes clusters are on
    apilimitinterval: int
    # seconds in which calls are counted; absent where they are not limited
    apilimitmax: int
    # calls that an account may make in that time; absent where they are not limited
    defaultuipagesize: int
    # how many rows the UI shows on a page
    instancesstatsretentiontime: int
    # minutes for which figures of VMs are kept
    instancesstatsuseronly: bool
    # true if figures of system VMs are left out
    instancesdisksstatsretentionenabled: bool
    # true if figures of volumes are kept
    instancesdisksstatsretentiontime: int
    # minutes for which figures of volumes are kept
    customhypervisordisplayname: str
    # how a custom hypervisor is called
    instanceleaseenabled: bool
    # true if VMs may have a lease
    dynamicscalingenabled: bool
    # true if VMs may grow while they run
    additionalconfigenabled: bool
    # true if VMs may have additional configuration


class CapacityResponse(TypedDict, total=False):
    """How much of something there is in a place, and how much of it is taken."""
    type: int
    # 0 memory, 1 CPU, 2 storage in use, 3 storage promised, 4 public addresses, 5 management addresses, 6 secondary storage, 7 VLANs, 9
    # hosts' own storage, 90 CPU cores
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
    tag: str
    # the tag of the hosts and pools that are counted


class CertificateResponse(TypedDict, total=False):
    """A certificate with the CA that signed it."""
    certificate: str
    # the certificate, PEM
    privatekey: str
    # its key, PEM, when it was made here; shown to the caller's job only
    cacertificates: str
    # the certificate of the CA, PEM


class CloudIdentifierResponse(TypedDict, total=False):
    """Which cloud this is, signed with a user's secret key: only who has the key can tell that it is this cloud's."""
    userid: str
    # the ID of the user
    cloudidentifier: str
    # the identifier of the cloud
    signature: str
    # HMAC-SHA1 of the identifier in lower case with the user's secret key, base64


class ClusterMetricsResponse(TypedDict, total=False):
    """A cluster with figures."""
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
    resourcedetails: dict[str, str]
    # its details: the ratios, as CloudStack names them
    capacity: list[CapacityResponse]
    # how much there is and is taken, when it was asked for
    storageaccessgroups: str
    # which restricted pools its hosts reach, comma-joined
    podstorageaccessgroups: str
    # the same of its pod
    zonestorageaccessgroups: str
    # the same of its zone
    hasannotations: bool
    # whether it has annotations
    state: str
    # Enabled, Disabled or Unmanaged
    cputotal: str
    # CPU that may be promised
    cpuused: str
    # CPU in use, in percent, as last measured
    cpuallocated: str
    # CPU promised to VMs, in percent
    cpumaxdeviation: str
    # how much more than the mean the busiest host's CPU is in use, in percent of the mean
    memorytotal: str
    # memory that may be promised
    memoryused: str
    # memory in use, in percent, as last measured
    memoryallocated: str
    # memory promised to VMs, in percent
    memorymaxdeviation: str
    # how much more than the mean the fullest host's memory is in use, in percent of the mean
    cputhreshold: bool
    # whether the CPU in use is beyond the threshold for alerts
    cpuallocatedthreshold: bool
    # whether the CPU promised is beyond the threshold for alerts
    memorythreshold: bool
    # whether the memory in use is beyond the threshold for alerts
    memoryallocatedthreshold: bool
    # whether the memory promised is beyond the threshold for alerts
    hosts: str
    # its hosts that are Up, and all of them


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
    resourcedetails: dict[str, str]
    # its details: the ratios, as CloudStack names them
    capacity: list[CapacityResponse]
    # how much there is and is taken, when it was asked for
    storageaccessgroups: str
    # which restricted pools its hosts reach, comma-joined
    podstorageaccessgroups: str
    # the same of its pod
    zonestorageaccessgroups: str
    # the same of its zone
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


class ConsoleEndpointResponse(TypedDict, total=False):
    """A console that can be opened once."""
    success: bool
    # whether there is one
    details: str
    # why there is none
    url: str
    # the page; it can be opened once, within seconds
    websocket: WebsocketResponse
    # the same for clients of their own


class ConsoleSessionResponse(TypedDict, total=False):
    """A console session: who opened which VM's console, from where and when."""
    id: str
    # the ID of the session
    created: str
    # when its link was made
    domain: str
    # the name of the domain of the user who made it
    domainpath: str
    # the path of that domain
    domainid: str
    # the ID of that domain
    account: str
    # the name of that user's account
    accountid: str
    # the ID of that account
    user: str
    # the name of the user
    userid: str
    # the ID of the user
    virtualmachineid: str
    # the ID of the VM
    virtualmachinename: str
    # the name of the VM
    hostid: str
    # the ID of the host that the VM was on; for root admins
    hostname: str
    # the name of that host; for root admins
    acquired: str
    # when it was opened
    removed: str
    # when it ended
    consoleendpointcreatoraddress: str
    # the address from which its link was made
    clientaddress: str
    # the address from which it was opened


class CountResponse(TypedDict, total=False):
    """What an account, a project or a domain has of one kind of resource."""
    account: str
    # the account; absent for a domain's count
    projectid: str
    # the id of the project
    project: str
    # the name of the project
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
    resourcecount: int
    # how many; storage in bytes, memory in MiB
    tag: str
    # the tag of hosts or storage


class CreateSSHKeyPairResponse(TypedDict, total=False):
    """A new SSH key pair; the private key is shown this once."""
    id: str
    # the ID of the key pair
    name: str
    # its name
    account: str
    # the account that owns it
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
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


class CustomCertificateResponse(TypedDict, total=False):
    """A certificate was stored."""
    message: str
    # what happens now


class DbMetricsResponse(TypedDict, total=False):
    """What the database tells of itself."""
    collectiontime: str
    # when it was asked
    hostname: str
    # the name of its machine
    connections: int
    # connections that are open
    uptime: int
    # seconds since it started
    tlsversions: str
    # the versions of TLS that it speaks
    version: str
    # its version
    versioncomment: str
    # what it is
    queries: int
    # statements since it started


class DedicateClusterResponse(TypedDict, total=False):
    """A dedicated cluster."""
    id: str
    # the ID of the dedication
    clusterid: str
    # the ID of the cluster
    clustername: str
    # the name of the cluster
    domainid: str
    # the ID of the domain that it is for
    accountid: str
    # the ID of the account that it is for
    affinitygroupid: str
    # the ID of the affinity group that VMs use it through


class DedicateHostResponse(TypedDict, total=False):
    """A dedicated host."""
    id: str
    # the ID of the dedication
    hostid: str
    # the ID of the host
    hostname: str
    # the name of the host
    domainid: str
    # the ID of the domain that it is for
    accountid: str
    # the ID of the account that it is for
    affinitygroupid: str
    # the ID of the affinity group that VMs use it through


class DedicatePodResponse(TypedDict, total=False):
    """A dedicated pod."""
    id: str
    # the ID of the dedication
    podid: str
    # the ID of the pod
    podname: str
    # the name of the pod
    domainid: str
    # the ID of the domain that it is for
    accountid: str
    # the ID of the account that it is for
    affinitygroupid: str
    # the ID of the affinity group that VMs use it through


class DedicateZoneResponse(TypedDict, total=False):
    """A dedicated zone."""
    id: str
    # the ID of the dedication
    zoneid: str
    # the ID of the zone
    zonename: str
    # the name of the zone
    domainid: str
    # the ID of the domain that it is for
    accountid: str
    # the ID of the account that it is for
    affinitygroupid: str
    # the ID of the affinity group that VMs use it through


class DedicatedResourceResponse(TypedDict, total=False):
    """What is dedicated through an affinity group."""
    resourceid: str
    # the ID of the resource
    resourcename: str
    # its name
    resourcetype: str
    # zone, pod, cluster or host


class DedicationResponse(TypedDict, total=False):
    """A dedicated range of guest VLANs."""
    id: str
    # the ID of the dedicated range
    account: str
    # the account that it is dedicated to
    domainid: str
    # the ID of the domain of that account or project
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    guestvlanrange: str
    # the range, as 100-110
    projectid: str
    # the ID of the project that it is dedicated to
    project: str
    # the name of that project
    physicalnetworkid: int
    # the number of its physical network
    zoneid: int
    # the number of its zone


class DeploymentPlannersResponse(TypedDict, total=False):
    """A way of choosing hosts."""
    name: str
    # its name


class DetailOptionsResponse(TypedDict, total=False):
    """Details that mean something."""
    details: dict[str, list[str]]
    # their keys, each with the values that it may have; none: any


class DiskOfferingResponse(TypedDict, total=False):
    """A disk offering."""
    iscustomizediops: bool
    # whether the user chooses IOPS
    miniops: int
    # the least IOPS
    maxiops: int
    # the most IOPS
    diskBytesReadRate: int
    # bytes per second that may be read
    diskBytesReadRateMax: int
    # bytes per second that may be read in a burst
    diskBytesReadRateMaxLength: int
    # seconds that a burst of reading may last
    diskBytesWriteRate: int
    # bytes per second that may be written
    diskBytesWriteRateMax: int
    # bytes per second that may be written in a burst
    diskBytesWriteRateMaxLength: int
    # seconds that a burst of writing may last
    diskIopsReadRate: int
    # reads per second
    diskIopsReadRateMax: int
    # reads per second in a burst
    diskIopsReadRateMaxLength: int
    # seconds that a burst of reads may last
    diskIopsWriteRate: int
    # writes per second
    diskIopsWriteRateMax: int
    # writes per second in a burst
    diskIopsWriteRateMaxLength: int
    # seconds that a burst of writes may last
    cacheMode: str
    # the cache mode of disks
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
    tags: str
    # the tags of storage that it needs
    storagetype: str
    # shared or local
    provisioningtype: str
    # thin, sparse or fat
    displayoffering: bool
    # whether users are shown it
    disksizestrictness: bool
    # whether the size is fixed
    encrypt: bool
    # whether disks are encrypted
    details: dict[str, str]
    # its details
    suitableforvirtualmachine: bool
    # whether it suits a new disk of the VM that was asked for
    hasannotations: bool
    # whether it has annotations


class DomainResponse(TypedDict, total=False):
    """A domain, with the limits and usage of all that is in it and below it."""
    vmlimit: str
    # how many VMs there may be
    vmtotal: int
    # how many VMs there are
    vmavailable: str
    # how many VMs may still be made
    iplimit: str
    # how many public IP addresses there may be
    iptotal: int
    # how many public IP addresses there are
    ipavailable: str
    # how many public IP addresses may still be taken
    volumelimit: str
    # how many volumes there may be
    volumetotal: int
    # how many volumes there are
    volumeavailable: str
    # how many volumes may still be made
    snapshotlimit: str
    # how many snapshots there may be
    snapshottotal: int
    # how many snapshots there are
    snapshotavailable: str
    # how many snapshots may still be made
    templatelimit: str
    # how many templates there may be
    templatetotal: int
    # how many templates there are
    templateavailable: str
    # how many templates may still be made
    projectlimit: str
    # how many projects there may be
    projecttotal: int
    # how many projects there are
    projectavailable: str
    # how many projects may still be made
    networklimit: str
    # how many networks there may be
    networktotal: int
    # how many networks there are
    networkavailable: str
    # how many networks may still be made
    vpclimit: str
    # how many VPCs there may be
    vpctotal: int
    # how many VPCs there are
    vpcavailable: str
    # how many VPCs may still be made
    cpulimit: str
    # how many CPU cores there may be
    cputotal: int
    # how many CPU cores there are
    cpuavailable: str
    # how many CPU cores may still be taken
    memorylimit: str
    # how much memory (MiB) there may be
    memorytotal: int
    # how much memory (MiB) there are
    memoryavailable: str
    # how much memory (MiB) may still be taken
    primarystoragelimit: str
    # how much primary storage (GiB) there may be
    primarystoragetotal: int
    # how much primary storage (GiB) there are
    primarystorageavailable: str
    # how much primary storage (GiB) may still be taken
    secondarystoragelimit: str
    # how much secondary storage (GiB) there may be
    secondarystoragetotal: float
    # how much secondary storage (GiB) there are
    secondarystorageavailable: str
    # how much secondary storage (GiB) may still be taken
    taggedresources: list[TaggedResponse]
    # limits and usage for tags of hosts and storage
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
    domaindetails: dict[str, str]
    # settings that the domain has of its own


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
    # the account that it belongs to; absent for a project's
    projectid: str
    # the id of the project that it belongs to
    project: str
    # the name of that project
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
    resourcename: str
    # the name of the object
    created: str
    # when it happened
    state: str
    # Created, Scheduled, Started or Completed
    parentid: str
    # the event that began what this one ends
    archived: bool
    # whether it was archived


class EventTypeResponse(TypedDict, total=False):
    """A type of event."""
    name: str
    # the type, as VM.CREATE


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
    tags: list[TagResponse]
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
    tags: list[TagResponse]
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


class GuestOsMappingResponse(TypedDict, total=False):
    """What a hypervisor calls a guest OS type."""
    id: str
    # the ID of the mapping
    hypervisor: str
    # the hypervisor
    hypervisorversion: str
    # its version
    ostypeid: str
    # the ID of the OS type
    osdisplayname: str
    # the name of the OS type
    osnameforhypervisor: str
    # what the hypervisor calls it
    isuserdefined: str
    # whether an administrator added it


class GuestVlanResponse(TypedDict, total=False):
    """A VLAN id or VNI of a physical network."""
    id: int
    # the ID of the VLAN
    vlan: str
    # the VLAN id or VNI
    account: str
    # the account that it is dedicated to
    domainid: str
    # the ID of the domain of that account or project
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    projectid: str
    # the ID of the project that it is dedicated to
    project: str
    # the name of that project
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    physicalnetworkid: str
    # the ID of its physical network
    physicalnetworkname: str
    # the name of its physical network
    isdedicated: bool
    # whether it is dedicated
    allocationstate: str
    # Allocated or Free
    taken: str
    # when networks got it
    network: list[NetworkResponse]
    # the networks that have it


class HostMetricsResponse(TypedDict, total=False):
    """A host with figures."""
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
    oscategoryid: str
    # the ID of the OS category that it prefers
    oscategoryname: str
    # the name of that OS category
    implicithosttags: str
    # the tags that its agent gave it: none do
    istagarule: bool
    # whether its tags are a rule: never
    ueficapability: bool
    # whether guests may start by UEFI
    encryptionsupported: bool
    # whether disks may be encrypted there
    instanceconversionsupported: bool
    # whether foreign VMs can be converted there
    storageaccessgroups: str
    # which restricted pools it reaches, comma-joined
    clusterstorageaccessgroups: str
    # the same of its cluster
    podstorageaccessgroups: str
    # the same of its pod
    zonestorageaccessgroups: str
    # the same of its zone
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
    # whether it is Enabled, and has CPU and memory left
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
    instances: str
    # guests that run there, and all that are there
    systeminstances: str
    # system VMs that run there, and all that are there
    cpusockets: int
    # CPU sockets
    cpuloadaverage: float
    # processes that ran or waited for a CPU in the last minute
    cputotalghz: str
    # CPU that may be promised
    cpuusedghz: str
    # CPU in use, as last measured
    cpuallocatedghz: str
    # CPU promised to VMs
    memorytotalgb: str
    # memory that may be promised
    memoryusedgb: str
    # memory in use, as last measured
    memoryallocatedgb: str
    # memory promised to VMs
    networkread: str
    # network traffic in, each second, as last measured
    networkwrite: str
    # network traffic out, each second, as last measured
    cputhreshold: bool
    # whether the CPU in use is beyond the cluster's threshold for alerts
    cpuallocatedthreshold: bool
    # whether the CPU promised is beyond the cluster's threshold for alerts
    memorythreshold: bool
    # whether the memory in use is beyond the cluster's threshold for alerts
    memoryallocatedthreshold: bool
    # whether the memory promised is beyond the cluster's threshold for alerts


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
    oscategoryid: str
    # the ID of the OS category that it prefers
    oscategoryname: str
    # the name of that OS category
    implicithosttags: str
    # the tags that its agent gave it: none do
    istagarule: bool
    # whether its tags are a rule: never
    ueficapability: bool
    # whether guests may start by UEFI
    encryptionsupported: bool
    # whether disks may be encrypted there
    instanceconversionsupported: bool
    # whether foreign VMs can be converted there
    storageaccessgroups: str
    # which restricted pools it reaches, comma-joined
    clusterstorageaccessgroups: str
    # the same of its cluster
    podstorageaccessgroups: str
    # the same of its pod
    zonestorageaccessgroups: str
    # the same of its zone
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
    # whether it is Enabled, and has CPU and memory left
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


class HostTagResponse(TypedDict, total=False):
    """A tag that some host has."""
    id: str
    # the tag, which is its own ID
    name: str
    # the tag
    isimplicit: bool
    # whether an agent gave it: never


class HostTokenResponse(TypedDict, total=False):
    """What a host needs to join this cloud."""
    token: str
    # the token; shown once, only its hash is stored
    manager: str
    # where hosts join, host:port
    cafingerprint: str
    # the SHA-256 of the cloud's CA, by which the host knows the manager
    command: str
    # what to run on the host
    clusterid: str
    # the ID of the cluster that alone may adopt the host
    uses: int
    # how many hosts may join with it
    expires: str
    # when it ends


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
    tags: list[TagResponse]
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


class ImplementorResponse(TypedDict, total=False):
    """What makes networks of a traffic type."""
    traffictype: str
    # Guest, Public, Management, Storage or Control
    traffictypeimplementor: str
    # the name of what makes its networks


class InfrastructureResponse(TypedDict, total=False):
    """How many of everything there are."""
    zones: int
    # zones
    pods: int
    # pods
    clusters: int
    # clusters
    hosts: int
    # hosts
    storagepools: int
    # storage pools
    imagestores: int
    # image stores
    systemvms: int
    # console proxies and secondary storage VMs
    routers: int
    # virtual routers
    cpusockets: int
    # CPU sockets of all hosts
    managementservers: int
    # manager processes that run
    alerts: int
    # alerts that were not archived


class InstanceGroupResponse(TypedDict, total=False):
    """A group of VMs."""
    account: str
    # the account that owns it
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of that project
    domainid: str
    # the ID of its owner's domain
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    id: str
    # the ID of the group
    name: str
    # its name
    created: str
    # when it was created
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


class IpRangeResponse(TypedDict, total=False):
    """A range of management addresses."""
    gateway: str
    # the gateway of its network
    cidr: str
    # its network
    startip: str
    # the first address
    endip: str
    # the last address
    forsystemvms: str
    # 1: for system VMs only; 0: for anything
    vlanid: str
    # its VLAN, or untagged


class IsAllowedResponse(TypedDict, total=False):
    """Whether an account may do something."""
    isallowed: bool
    # true if it may


class IsolationMethodResponse(TypedDict, total=False):
    """How guest networks are kept apart."""
    name: str
    # VLAN or VXLAN


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


class JoinedHostResponse(TypedDict, total=False):
    """A host that has joined and belongs to no cluster yet."""
    id: str
    # its ID
    name: str
    # its name, as it told
    ipaddress: str
    # its address
    hypervisor: str
    # its hypervisor
    arch: str
    # its architecture
    state: str
    # Up when it reports
    url: str
    # what addHost takes as its url
    created: str
    # when it joined


class LdapConfigurationResponse(TypedDict, total=False):
    """An LDAP server."""
    id: str
    # the ID of the configuration
    hostname: str
    # the name of the server
    port: int
    # its port
    domainid: str
    # the domain that it is for


class LimitResponse(TypedDict, total=False):
    """What an account, a project or a domain may have of one kind of resource."""
    account: str
    # the account; absent for a domain's limit
    projectid: str
    # the id of the project
    project: str
    # the name of the project
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
    # how much; -1: no limit; storage in GiB, memory in MiB
    tag: str
    # the tag of hosts or storage that the limit is for


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


class Locked(TypedDict, total=False):
    """Nothing: lockAccount answers with an empty wrapper."""


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
    providerfor2fa: str
    # the kind of second factor that is set up
    issuerfor2fa: str
    # the name of this cloud in authenticator programs
    managementserverid: str
    # the management server that answered


class LogoutResponse(TypedDict, total=False):
    """LogoutCmdResponse."""
    description: str
    # what happened


class ManagementServerMetricsResponse(TypedDict, total=False):
    """A manager process with figures."""
    id: str
    # the ID of the node
    name: str
    # its name
    state: str
    # Up while it holds its lease, else Down
    version: str
    # the version of Pileus that it runs
    osdistribution: str
    # the operating system of its machine
    kernelversion: str
    # the kernel of its machine
    lastserverstart: str
    # when it started
    lastserverstop: str
    # when it ended
    lastboottime: str
    # when its machine started
    serviceip: str
    # its address, as the other nodes know it
    ipaddress: str
    # its address
    peers: list[PeerResponse]
    # the other nodes, when they were asked for
    lastagents: list[str]
    # the IDs of hosts that reported to it last and are lost
    agents: list[str]
    # the IDs of hosts that report to it
    agentscount: int
    # how many hosts report to it
    pendingjobscount: int
    # how many jobs it runs
    agentcount: int
    # how many hosts report to it
    sessions: int
    # how many sessions of users there are, on whichever node
    collectiontime: str
    # when the figures were collected
    availableprocessors: int
    # CPUs of its machine; of the node that answers, with system
    systemmemorytotal: str
    # memory of its machine; of the node that answers, with system
    systemmemoryfree: str
    # memory of its machine that nothing uses; of the node that answers, with system
    systemloadaverages: list[float]
    # load of its machine within 1, 5 and 15 minutes; of the node that answers, with system
    dbislocal: bool
    # whether the database is in the process itself


class ManagementServerResponse(TypedDict, total=False):
    """A manager process."""
    id: str
    # the ID of the node
    name: str
    # its name
    state: str
    # Up while it holds its lease, else Down
    version: str
    # the version of Pileus that it runs
    osdistribution: str
    # the operating system of its machine
    kernelversion: str
    # the kernel of its machine
    lastserverstart: str
    # when it started
    lastserverstop: str
    # when it ended
    lastboottime: str
    # when its machine started
    serviceip: str
    # its address, as the other nodes know it
    ipaddress: str
    # its address
    peers: list[PeerResponse]
    # the other nodes, when they were asked for
    lastagents: list[str]
    # the IDs of hosts that reported to it last and are lost
    agents: list[str]
    # the IDs of hosts that report to it
    agentscount: int
    # how many hosts report to it
    pendingjobscount: int
    # how many jobs it runs


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
    networkmode: str
    # NATTED: guests reach the outside by NAT
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
    tags: list[TagResponse]
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


class PeerResponse(TypedDict, total=False):
    """Another node, as this one sees it: all read the same table."""
    state: str
    # the state of the node that looks
    lastupdated: str
    # until when the peer's lease holds, or held
    peerid: str
    # the ID of the peer
    peername: str
    # the name of the peer
    peerrunid: str
    # which run of the peer: its process id
    peerstate: str
    # Up or Down
    peerserviceip: str
    # the address of the peer


class PermissionExplanation(TypedDict, total=False):
    """Why the caller has a command, or does not."""
    apiname: str
    # the command
    allowed: bool
    # true if the caller's role has it
    rule: str
    # the rule that decides; absent when none matches
    order: int
    # the rule's place in its role, counted from 1
    permission: str
    # allow or deny, as the rule says
    ruleid: str
    # the ID of the rule, for those who may list rules
    role: str
    # the caller's role
    roleid: str
    # the ID of the role, for those who may see it
    roletype: str
    # the type of the role, which decides where no rule does
    text: str
    # the reason in words


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


class PhysicalProviderResponse(TypedDict, total=False):
    """A provider of network services on a physical network."""
    id: str
    # the ID of the provider
    name: str
    # its name
    physicalnetworkid: str
    # the ID of the physical network
    destinationphysicalnetworkid: str
    # the ID of the physical network that it bridges to
    state: str
    # Enabled, Disabled or Shutdown
    servicelist: list[str]
    # the services that it gives
    canenableindividualservice: bool
    # whether its services can be enabled one by one


class PodAddressResponse(TypedDict, total=False):
    """A management address that was taken."""
    id: int
    # the number that releasePodIpAddress takes
    ipaddress: str
    # the address
    podid: int
    # the number of its pod
    gateway: str
    # the gateway of its network
    cidr: str
    # its network
    hostmac: int
    # the MAC address that goes with it, as a number


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
    ipranges: list[IpRangeResponse]
    # its ranges of management addresses
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
    capacity: list[CapacityResponse]
    # how much there is and is taken, when it was asked for
    storageaccessgroups: str
    # which restricted pools its hosts reach, comma-joined
    zonestorageaccessgroups: str
    # the same of its zone
    hasannotations: bool
    # whether it has annotations


class ProjectAccountResponse(TypedDict, total=False):
    """A member of a project: an account, or one user of it."""
    projectid: str
    # the ID of the project
    project: str
    # the name of the project
    accountid: str
    # the ID of the account
    account: str
    # the name of the account
    username: str
    # the name of the user, when only one is a member
    accounttype: int
    # the type of the account
    userid: str
    # the ID of the user, when only one is a member
    projectroleid: str
    # the ID of the member's project role
    role: str
    # Admin or Regular
    domainid: str
    # the ID of the account's domain
    domain: str
    # the name of the account's domain
    domainpath: str
    # the path of the account's domain
    user: list[UserResponse]
    # the users of the account


class ProjectInvitationResponse(TypedDict, total=False):
    """An invitation to a project."""
    id: str
    # the ID of the invitation
    projectid: str
    # the ID of the project
    project: str
    # the name of the project
    domainid: str
    # the ID of the project's domain
    domain: str
    # the name of the project's domain
    domainpath: str
    # the path of the project's domain
    userid: str
    # the ID of the user, when only one is invited
    account: str
    # the account that is invited
    state: str
    # Pending, Completed, Expired or Declined


class ProjectResponse(TypedDict, total=False):
    """A project with its limits and what it uses."""
    id: str
    # the ID of the project
    name: str
    # the name of the project
    displaytext: str
    # what the project is for
    domainid: str
    # the ID of its domain
    domain: str
    # the name of its domain
    owner: list[dict[str, str]]
    # its admins: account, and for a single user its name and ID
    projectaccountname: str
    # the name of the account that owns the project's things
    state: str
    # Active, Suspended, or Disabled while it is deleted
    tags: list[TagResponse]
    # its tags
    created: str
    # when it was created
    vmlimit: str
    # how many VMs the project may have
    vmtotal: int
    # how many VMs the project has
    vmavailable: str
    # how many VMs the project may still make
    iplimit: str
    # how many public IP addresses the project may have
    iptotal: int
    # how many public IP addresses the project has
    ipavailable: str
    # how many public IP addresses the project may still take
    volumelimit: str
    # how many volumes the project may have
    volumetotal: int
    # how many volumes the project has
    volumeavailable: str
    # how many volumes the project may still make
    snapshotlimit: str
    # how many snapshots the project may have
    snapshottotal: int
    # how many snapshots the project has
    snapshotavailable: str
    # how many snapshots the project may still make
    templatelimit: str
    # how many templates the project may have
    templatetotal: int
    # how many templates the project has
    templateavailable: str
    # how many templates the project may still make
    networklimit: str
    # how many networks the project may have
    networktotal: int
    # how many networks the project has
    networkavailable: str
    # how many networks the project may still make
    vpclimit: str
    # how many VPCs the project may have
    vpctotal: int
    # how many VPCs the project has
    vpcavailable: str
    # how many VPCs the project may still make
    cpulimit: str
    # how many CPU cores the project may have
    cputotal: int
    # how many CPU cores the project has
    cpuavailable: str
    # how many CPU cores the project may still take
    memorylimit: str
    # how much memory (MiB) the project may have
    memorytotal: int
    # how much memory (MiB) the project has
    memoryavailable: str
    # how much memory (MiB) the project may still take
    primarystoragelimit: str
    # how much primary storage (GiB) the project may have
    primarystoragetotal: int
    # how much primary storage (GiB) the project has
    primarystorageavailable: str
    # how much primary storage (GiB) the project may still take
    secondarystoragelimit: str
    # how much secondary storage (GiB) the project may have
    secondarystoragetotal: float
    # how much secondary storage (GiB) the project has
    secondarystorageavailable: str
    # how much secondary storage (GiB) the project may still take
    vmstopped: int
    # how many of its VMs are stopped
    vmrunning: int
    # how many of its VMs run


class ProjectRolePermissionResponse(TypedDict, total=False):
    """A rule of a project role."""
    id: str
    # the ID of the rule
    projectroleid: str
    # the ID of its role
    projectid: str
    # the ID of its project
    projectrolename: str
    # the name of its role
    rule: str
    # the command, or commands with *
    permission: str
    # allow or deny
    description: str
    # what it is for


class ProjectRoleResponse(TypedDict, total=False):
    """A role in a project."""
    projectid: str
    # the ID of its project
    id: str
    # the ID of the role
    name: str
    # the name of the role
    description: str
    # what it is for
    ispublic: bool
    # whether all admins see it


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
    tags: list[TagResponse]
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


class RegionResponse(TypedDict, total=False):
    """A region."""
    id: int
    # the number of the region
    name: str
    # the name of the region
    endpoint: str
    # the URL of its API
    gslbserviceenabled: bool
    # whether load is balanced over regions
    portableipserviceenabled: bool
    # whether addresses may move between zones


class ResourceDetailResponse(TypedDict, total=False):
    """A detail of an object."""
    resourceid: str
    # the ID of the object
    resourcetype: str
    # the kind of the object
    key: str
    # the key of the detail
    value: str
    # the value of the detail
    fordisplay: bool
    # whether users see it


class RolePermissionResponse(TypedDict, total=False):
    """A rule of a role."""
    id: str
    # the ID of the rule
    roleid: str
    # the ID of its role
    rolename: str
    # the name of its role
    rule: str
    # the command that it is about, or a part of the name with *
    permission: str
    # allow or deny
    description: str
    # the description of the rule


class RoleResponse(TypedDict, total=False):
    """A role."""
    type: str
    # Admin, ResourceAdmin, DomainAdmin or User
    isdefault: bool
    # true if it is a default role, which cannot be changed
    state: str
    # enabled or disabled
    id: str
    # the ID of the role
    name: str
    # the name of the role
    description: str
    # the description of the role
    ispublic: bool
    # true if others than root administrators see it


class SSHKeyPairResponse(TypedDict, total=False):
    """An SSH key pair, without its private key."""
    id: str
    # the ID of the key pair
    name: str
    # its name
    account: str
    # the account that owns it
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
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
    iscustomizediops: bool
    # whether the user chooses IOPS
    miniops: int
    # the least IOPS
    maxiops: int
    # the most IOPS
    diskBytesReadRate: int
    # bytes per second that may be read
    diskBytesReadRateMax: int
    # bytes per second that may be read in a burst
    diskBytesReadRateMaxLength: int
    # seconds that a burst of reading may last
    diskBytesWriteRate: int
    # bytes per second that may be written
    diskBytesWriteRateMax: int
    # bytes per second that may be written in a burst
    diskBytesWriteRateMaxLength: int
    # seconds that a burst of writing may last
    diskIopsReadRate: int
    # reads per second
    diskIopsReadRateMax: int
    # reads per second in a burst
    diskIopsReadRateMaxLength: int
    # seconds that a burst of reads may last
    diskIopsWriteRate: int
    # writes per second
    diskIopsWriteRateMax: int
    # writes per second in a burst
    diskIopsWriteRateMaxLength: int
    # seconds that a burst of writes may last
    cacheMode: str
    # the cache mode of disks
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
    # Mbit/s of the default NIC
    deploymentplanner: str
    # the planner that finds its VMs' hosts
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
    diskofferingid: str
    # the ID of the root disks' offering
    diskofferingname: str
    # the name of the root disks' offering
    diskofferingdisplaytext: str
    # the description of the root disks' offering
    encryptroot: bool
    # whether root disks are encrypted
    hasannotations: bool
    # whether it has annotations


class ServiceResponse(TypedDict, total=False):
    """A network service."""
    name: str
    # its name
    provider: list[dict[str, Any]]
    # who can give it
    capability: list[dict[str, Any]]
    # what it can do


class SessionProviderResponse(TypedDict, total=False):
    """A kind of second factor."""
    name: str
    # the name of the provider
    description: str
    # what it is


class SetupResponse(TypedDict, total=False):
    """A second factor that was set up, or taken away."""
    id: str
    # the ID of the user
    username: str
    # the user name
    accountid: str
    # the account ID of the user
    secretcode: str
    # the secret for the authenticator program, in base32; shown this once


class StatsResponse(TypedDict, total=False):
    """One look."""
    timestamp: str
    # when it was
    cpuused: str
    # CPU in use, in percent
    diskioread: int
    # how often was read, since the look before
    diskiowrite: int
    # how often was written
    diskiopstotal: int
    # both together
    diskkbsread: int
    # KiB read
    diskkbswrite: int
    # KiB written
    memoryintfreekbs: int
    # memory that the guest leaves free, KiB
    memorykbs: int
    # memory that the host gives, KiB
    memorytargetkbs: int
    # memory that is meant to be given, KiB
    networkkbsread: int
    # KiB received
    networkkbswrite: int
    # KiB sent
    networkread: str
    # what was received
    networkwrite: str
    # what was sent


class StoragePoolMetricsResponse(TypedDict, total=False):
    """A storage pool with figures."""
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
    capacitybytes: int
    # how much it may hold, as an administrator declared it, bytes
    disksizetotal: int
    # how much it holds, bytes
    disksizeallocated: int
    # how much is promised to volumes, bytes
    disksizeused: int
    # how much is taken on disk, bytes
    capacityiops: int
    # how many IOPS it can do, as an administrator declared it
    allocatediops: int
    # the least IOPS that its volumes were promised
    tags: str
    # its tags, comma-joined
    storageaccessgroups: str
    # only hosts with one of these storage access groups have it, comma-joined
    state: str
    # Initial, Up, Disabled, PrepareForMaintenance, Maintenance, ErrorInMaintenance, CancelMaintenance or Removed
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
    details: dict[str, str]
    # its details
    hasannotations: bool
    # whether it has annotations
    disksizeusedgb: str
    # what is taken on disk
    disksizetotalgb: str
    # what it holds, and how much of it may be promised
    disksizeallocatedgb: str
    # what is promised to volumes
    disksizeunallocatedgb: str
    # what may still be promised
    storageusagethreshold: bool
    # whether what is taken is beyond the cluster's threshold for alerts
    storageusagedisablethreshold: bool
    # whether what is taken is beyond the threshold for new volumes
    storageallocatedthreshold: bool
    # whether what is promised is beyond the cluster's threshold for alerts
    storageallocateddisablethreshold: bool
    # whether what is promised is beyond the threshold for new volumes


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
    capacitybytes: int
    # how much it may hold, as an administrator declared it, bytes
    disksizetotal: int
    # how much it holds, bytes
    disksizeallocated: int
    # how much is promised to volumes, bytes
    disksizeused: int
    # how much is taken on disk, bytes
    capacityiops: int
    # how many IOPS it can do, as an administrator declared it
    allocatediops: int
    # the least IOPS that its volumes were promised
    tags: str
    # its tags, comma-joined
    storageaccessgroups: str
    # only hosts with one of these storage access groups have it, comma-joined
    state: str
    # Initial, Up, Disabled, PrepareForMaintenance, Maintenance, ErrorInMaintenance, CancelMaintenance or Removed
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
    details: dict[str, str]
    # its details
    hasannotations: bool
    # whether it has annotations


class StorageProviderResponse(TypedDict, total=False):
    """What can provide storage."""
    name: str
    # the name of the provider
    type: str
    # primary or image


class StorageRangeResponse(TypedDict, total=False):
    """A range of addresses on a pod's storage network."""
    id: str
    # the ID of the range
    vlan: int
    # its VLAN; absent: none
    podid: str
    # the ID of its pod
    startip: str
    # the first address
    endip: str
    # the last address
    gateway: str
    # the gateway of the storage network
    zoneid: str
    # the ID of its zone
    netmask: str
    # the netmask of the storage network


class StorageTagResponse(TypedDict, total=False):
    """A tag of a storage pool."""
    id: str
    # the ID of the tag on this pool
    poolid: int
    # the number of the pool
    name: str
    # the tag


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


class SystemVmResponse(TypedDict, total=False):
    """A VM of the cloud itself."""
    id: str
    # the ID of the system VM
    systemvmtype: str
    # consoleproxy
    zoneid: str
    # the ID of its zone
    zonename: str
    # the name of its zone
    dns1: str
    # the zone's first DNS server
    dns2: str
    # the zone's second DNS server
    networkdomain: str
    # the zone's domain
    gateway: str
    # its default gateway
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
    privateip: str
    # its address on the management network
    privatemacaddress: str
    # the MAC of that NIC
    privatenetmask: str
    # the netmask of that NIC
    linklocalip: str
    # its address on its host's control network
    linklocalmacaddress: str
    # the MAC of that NIC
    linklocalnetmask: str
    # the netmask of that NIC
    publicip: str
    # its public address, where browsers reach it; without one they do by privateip
    publicmacaddress: str
    # the MAC of that NIC
    publicnetmask: str
    # the netmask of that NIC
    templateid: str
    # the ID of its template
    templatename: str
    # the name of its template
    created: str
    # when it was created
    state: str
    # Starting, Running, Stopping or Stopped
    agentstate: str
    # Up while its proxy is heard, else Disconnected
    activeviewersessions: int
    # its console sessions
    guestvlan: str
    # none: no guests are behind it
    publicvlan: list[str]
    # the VLAN of its public address
    disconnected: str
    # when its proxy was heard last, while it is not heard
    version: str
    # the version of its software
    isdynamicallyscalable: bool
    # false: its offering is changed while it is stopped
    serviceofferingid: str
    # the ID of its service offering
    serviceofferingname: str
    # the name of its service offering
    arch: str
    # its processor's architecture
    hasannotations: bool
    # whether it has annotations


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
    projectid: str
    # the ID of the project that owns the tag
    project: str
    # the name of the project that owns the tag
    domainid: str
    # the ID of that account's domain
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    customer: str
    # the customer


class TaggedResponse(TypedDict, total=False):
    """Limit and usage of one kind of resource for one tag of hosts or storage."""
    resourcetype: int
    # the kind of resource, as a number
    resourcetypename: str
    # the kind of resource, as user_vm
    tag: str
    # the tag
    limit: int
    # how much there may be; -1: no limit
    total: int
    # how much there is
    available: int
    # how much there may still be; -1: no limit


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
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
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
    userdataid: str
    # the ID of the user data that its VMs get
    userdataname: str
    # the name of that user data
    userdatapolicy: str
    # whether VMs may have their own: ALLOWOVERRIDE, APPEND or DENYOVERRIDE
    userdataparams: str
    # the names of that user data's variables, comma-joined
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
    tags: list[TagResponse]
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


class UserDataResponse(TypedDict, total=False):
    """Registered user data."""
    account: str
    # the account that owns it
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of that project
    domainid: str
    # the ID of its owner's domain
    domain: str
    # the name of that domain
    domainpath: str
    # the path of that domain
    id: str
    # its ID
    name: str
    # its name
    accountid: str
    # the ID of the account that owns it
    userdata: str
    # the user data, base64
    params: str
    # the names of its variables, comma-joined
    hasannotations: bool
    # whether it has annotations


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
    apikeyaccess: str
    # whether the user's API keys work: ENABLED, DISABLED, or INHERIT from the account


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
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
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
    groupid: str
    # the ID of its group
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
    affinitygroup: list[AffinityGroupResponse]
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
    userdataid: str
    # the ID of its registered user data
    userdataname: str
    # the name of its registered user data
    userdatadetails: str
    # the values of that user data's variables, JSON
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


class VmMetricsResponse(TypedDict, total=False):
    """A virtual machine with figures: of the time between its host's last two looks, or of all looks that are kept (accumulate)."""
    id: str
    # the ID of the VM
    name: str
    # its host name
    displayname: str
    # the name that people see
    account: str
    # the account that owns it
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
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
    groupid: str
    # the ID of its group
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
    affinitygroup: list[AffinityGroupResponse]
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
    userdataid: str
    # the ID of its registered user data
    userdataname: str
    # the name of its registered user data
    userdatadetails: str
    # the values of that user data's variables, JSON
    vmtype: str
    # its type
    arch: str
    # its architecture
    tags: list[TagResponse]
    # its tags
    hasannotations: bool
    # whether it has annotations
    cpuused: str
    # CPU in use, in percent of all that it has
    networkkbsread: int
    # KiB that it received
    networkkbswrite: int
    # KiB that it sent
    diskkbsread: int
    # KiB that it read from its disks
    diskkbswrite: int
    # KiB that it wrote to its disks
    diskioread: int
    # how often it read from its disks
    diskiowrite: int
    # how often it wrote to its disks
    memorykbs: int
    # memory that its host gives it, KiB
    memoryintfreekbs: int
    # memory that its guest leaves free, KiB, where it tells
    memorytargetkbs: int
    # memory that it is meant to have, KiB
    cputotal: str
    # CPU that it has
    memorytotal: str
    # memory that it has
    networkread: str
    # what it received
    networkwrite: str
    # what it sent
    diskread: str
    # what it read from its disks
    diskwrite: str
    # what it wrote to its disks
    diskiopstotal: int
    # how often it used its disks


class VmMetricsStatsResponse(TypedDict, total=False):
    """What was measured of a VM."""
    id: str
    # the ID of the VM
    name: str
    # its name
    displayname: str
    # the name that people see
    stats: list[StatsResponse]
    # the looks, the oldest first


class VolumeMetricsResponse(TypedDict, total=False):
    """A volume with figures of the time between its host's last two looks."""
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
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
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
    diskkbsread: int
    # KiB that were read
    diskkbswrite: int
    # KiB that were written
    diskioread: int
    # how often it was read
    diskiowrite: int
    # how often it was written
    sizegb: str
    # its size
    diskiopstotal: int
    # how often it was used


class VolumeMetricsStatsResponse(TypedDict, total=False):
    """What was measured of a volume."""
    id: str
    # the ID of the volume
    name: str
    # its name
    stats: list[StatsResponse]
    # the looks, the oldest first


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
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
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


class VpcOfferingResponse(TypedDict, total=False):
    """A VPC offering: which services the networks of a VPC may have, and who provides them."""
    id: str
    # the ID of the VPC offering
    name: str
    # its name
    displaytext: str
    # its description
    created: str
    # when it was created
    isdefault: bool
    # whether Pileus made it
    state: str
    # Enabled or Disabled
    service: list[dict[str, Any]]
    # its services with their providers and capabilities
    distributedvpcrouter: bool
    # whether routing is spread over the hosts
    supportsregionLevelvpc: bool
    # whether a VPC may span zones
    fornsx: bool
    # always false: there is no NSX here
    networkmode: str
    # NATTED: guests reach the outside by NAT
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


class WebhookDeliveryResponse(TypedDict, total=False):
    """An event that was posted, or could not be."""
    id: str
    # the ID of the delivery
    eventid: str
    # the ID of the event
    eventtype: str
    # the type of the event
    webhookid: str
    # the ID of the webhook
    webhookname: str
    # the name of the webhook
    managementserverid: str
    # the ID of the management server that posted it; for root admins
    managementservername: str
    # the name of that management server; for root admins
    headers: str
    # the headers that were sent
    payload: str
    # what was sent
    success: bool
    # whether the receiver took it
    response: str
    # what the receiver answered, or what went wrong
    startdate: str
    # when it was sent
    enddate: str
    # when the answer was there


class WebhookResponse(TypedDict, total=False):
    """Where events are posted to."""
    id: str
    # the ID of the webhook
    name: str
    # its name
    description: str
    # its description
    state: str
    # Enabled or Disabled
    domainid: str
    # the ID of its domain
    domain: str
    # the name of its domain
    domainpath: str
    # the path of its domain
    account: str
    # the account that owns it; absent for a project's
    projectid: str
    # the ID of the project that owns it
    project: str
    # the name of the project that owns it
    payloadurl: str
    # where events are posted to
    secretkey: str
    # the key that signs what is posted: shown when it is set, never again
    sslverification: bool
    # whether the receiver's certificate is checked
    scope: str
    # whose events: Local (its account's), Domain (its domain's and those below) or Global
    created: str
    # when it was created


class WebsocketResponse(TypedDict, total=False):
    """Where a client of its own opens a WebSocket that carries RFB."""
    token: str
    # the token of the one connection
    host: str
    # the console proxy's name or address
    port: str
    # its port
    path: str
    # the path, without the slash in front
    extra: str
    # the client's own security token, if it gave one


class ZoneMetricsResponse(TypedDict, total=False):
    """A zone with figures."""
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
    tags: list[TagResponse]
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
    storageaccessgroups: str
    # which restricted pools its hosts reach, comma-joined; admins only
    capacity: list[CapacityResponse]
    # how much there is and is taken, when it was asked for
    hasannotations: bool
    # whether it has annotations; admins only
    state: str
    # Enabled, Disabled or Unmanaged
    cputotal: str
    # CPU that may be promised
    cpuused: str
    # CPU in use, in percent, as last measured
    cpuallocated: str
    # CPU promised to VMs, in percent
    cpumaxdeviation: str
    # how much more than the mean the busiest host's CPU is in use, in percent of the mean
    memorytotal: str
    # memory that may be promised
    memoryused: str
    # memory in use, in percent, as last measured
    memoryallocated: str
    # memory promised to VMs, in percent
    memorymaxdeviation: str
    # how much more than the mean the fullest host's memory is in use, in percent of the mean
    cputhreshold: bool
    # whether the CPU in use is beyond the threshold for alerts
    cpuallocatedthreshold: bool
    # whether the CPU promised is beyond the threshold for alerts
    memorythreshold: bool
    # whether the memory in use is beyond the threshold for alerts
    memoryallocatedthreshold: bool
    # whether the memory promised is beyond the threshold for alerts
    clusters: str
    # its enabled clusters, and all of them


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
    tags: list[TagResponse]
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
    storageaccessgroups: str
    # which restricted pools its hosts reach, comma-joined; admins only
    capacity: list[CapacityResponse]
    # how much there is and is taken, when it was asked for
    hasannotations: bool
    # whether it has annotations; admins only
