"""Which commands of the contract belong to the control plane: these are complete, or stand in not-yet.toml with the capability they wait for."""

from __future__ import annotations

from tests.contract.contract import contract

MOST_COMMANDS, MOST_PARAMETERS, MOST_EXCEPTIONS = 40, 120, 60

GROUPS = {
    "Tenancy and access": (
        "admin.account", "admin.domain", "admin.user", "admin.acl", "admin.acl.project", "user.account", "user.project", "auth", "admin.ratelimit",
        "user.ratelimit", "plugin.dedicated-resources", "user.resource", "user.affinitygroup", "user.ssh", "user.userdata", "user.vmgroup",
        "user.tag", "admin.annotation"),
    "Infrastructure": (
        "admin.zone", "admin.pod", "admin.cluster", "admin.host", "admin.management", "admin.vlan", "admin.address", "admin.usage",
        "admin.network", "admin.region", "user.region", "user.zone", "admin.resource", "admin.alert", "admin.ca", "admin.guest", "user.guest",
        "admin.config", "plugin.metrics", "admin.storage", "admin.systemvm"),
    "Offerings": ("admin.offering", "user.offering", "admin.vpc"),
    "Console": ("user.consoleproxy",),
    "Observation": ("user.event", "user.job", "user.config", "user.discovery"),
}
MODULES = {"plugins/event-bus/webhook": "Observation"}

# In their groups, but what the groups are asked for does not have them.
OTHER_CAPABILITIES = {
    "Cluster balancing": ("executeClusterDrsPlan", "generateClusterDrsPlan", "listClusterDrsPlan"),
    "Usage accounting": ("generateUsageRecords", "listUsageRecords", "listUsageTypes", "removeRawUsageRecords", "addTrafficMonitor",
                         "deleteTrafficMonitor", "listTrafficMonitors", "listUsageServerMetrics"),
    "IPv6 and routed networks": (
        "createGuestNetworkIpv6Prefix", "deleteGuestNetworkIpv6Prefix", "listGuestNetworkIpv6Prefixes", "createIpv4SubnetForGuestNetwork",
        "deleteIpv4SubnetForGuestNetwork", "listIpv4SubnetsForGuestNetwork", "createIpv4SubnetForZone", "deleteIpv4SubnetForZone",
        "listIpv4SubnetsForZone", "updateIpv4SubnetForZone", "dedicateIpv4SubnetForZone", "releaseIpv4SubnetForZone"),
    "Network appliances": ("addNetworkDevice", "deleteNetworkDevice", "listNetworkDevice"),
    "Migration": ("migrateNetwork", "migrateSystemVm", "migrateVPC", "findStoragePoolsForMigration", "findHostsForMigration",
                  "migrateSecondaryStorageData", "migrateResourceToAnotherSecondaryStorage", "startRollingMaintenance"),
    "VPC": ("deletePrivateGateway",),
    "Object storage": ("addImageStoreS3", "addObjectStoragePool", "deleteObjectStoragePool", "listObjectStoragePools", "updateObjectStoragePool",
                       "updateCloudToUseObjectStore", "createSecondaryStagingStore", "deleteSecondaryStagingStore", "listSecondaryStagingStores"),
    "VMware": ("addVmwareDc", "importVsphereStoragePolicies", "listVmwareDcVms", "listVmwareDcs", "listVsphereStoragePolicies",
               "listVsphereStoragePolicyCompatiblePools", "removeVmwareDc", "updateVmwareDc"),
}
ALSO = {"Observation": ("getCloudIdentifier",), "Offerings": ("listVPCOfferings",), "Tenancy and access": (
    "listLdapConfigurations", "addResourceDetail", "removeResourceDetail", "listResourceDetails")}


def capability(command: str) -> str:
    """The part of the control plane a command belongs to; the empty text for one of another capability."""
    if any(command in names for names in OTHER_CAPABILITIES.values()):
        return ""
    entry = contract()["apis"][command]
    found = [part for part, names in ALSO.items() if command in names]
    found += [part for part, groups in GROUPS.items() if entry["group"] in groups]
    return found[0] if found else MODULES.get(entry["module"], "")


def commands() -> dict[str, str]:
    """{command: part} of the whole control plane."""
    return {name: part for name in contract()["apis"] if (part := capability(name))}
