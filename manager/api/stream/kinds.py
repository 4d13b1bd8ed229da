"""The command that lists each kind of object: who lacks it is not told of such objects."""

LISTS = {
    "Account": "listaccounts", "AffinityGroup": "listaffinitygroups", "Alert": "listalerts", "Cluster": "listclusters",
    "DataCenter": "listzones", "DedicatedGuestVlanRange": "listdedicatedguestvlanranges", "DiskOffering": "listdiskofferings",
    "Domain": "listdomains", "DomainRouter": "listrouters", "FirewallRule": "listfirewallrules", "GuestOs": "listostypes",
    "GuestOsCategory": "listoscategories", "GuestOsMapping": "listguestosmapping", "Host": "listhosts", "HostPod": "listpods",
    "ImageStore": "listimagestores", "InstanceGroup": "listinstancegroups", "IpAddress": "listpublicipaddresses",
    "ManagementServer": "listmanagementservers", "Network": "listnetworks", "NetworkOffering": "listnetworkofferings",
    "PhysicalNetwork": "listphysicalnetworks", "PhysicalNetworkServiceProvider": "listnetworkserviceproviders", "Pod": "listpods",
    "Project": "listprojects", "ResourceTag": "listtags", "Role": "listroles", "SSHKeyPair": "listsshkeypairs",
    "ServiceOffering": "listserviceofferings", "StoragePool": "liststoragepools", "SystemVm": "listsystemvms", "Template": "listtemplates",
    "TrafficType": "listtraffictypes", "User": "listusers", "UserData": "listuserdata", "VirtualMachine": "listvirtualmachines",
    "VlanIpRange": "listvlanipranges", "Volume": "listvolumes", "VpcOffering": "listvpcofferings", "Webhook": "listwebhooks",
    "WebhookDelivery": "listwebhookdeliveries"}
ANY_EVENT = "listevents"   # of events about nothing in particular, or about a kind that no command lists
JOBS = "listasyncjobs"


def lister(kind: str | None) -> str:
    """The command (lower case) without which nobody hears of this kind."""
    return LISTS.get(kind or "", ANY_EVENT)
