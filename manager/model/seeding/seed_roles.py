"""The rules of the Read-Only and Support roles. Names and rules are CloudStack's; the rules of later commands stand here already."""

from __future__ import annotations

Rules = list[tuple[str, bool]]

EVERYWHERE = ["queryAsyncJobResult", "explainPermission", "quotaIsEnabled", "quotaTariffList", "quotaSummary", "quotaStatement", "quotaBalance",
              "setupUserTwoFactorAuthentication", "validateUserTwoFactorAuthenticationCode"]
USERS_READ = [  # a wildcard would give users what administrators list: a rule that allows outdoes the command's own roles
    "getApiLimit", "getCloudIdentifier", "getKubernetesClusterConfig", "getSolidFireAccountId", "getSolidFireVolumeSize", "getVMPassword",
    "getVirtualMachineUserData", "listASNumbers", "listAccounts", "listAffinityGroupTypes", "listAffinityGroups", "listAnnotations", "listApis",
    "listAsyncJobs", "listAutoScalePolicies", "listAutoScaleVmGroups", "listAutoScaleVmProfiles", "listBackupOfferings", "listBackupSchedule",
    "listBackups", "listBuckets", "listCaCertificate", "listCapabilities", "listCniConfiguration", "listConditions", "listConsoleSessions",
    "listCounters", "listCustomActions", "listDetailOptions", "listDiskOfferings", "listEgressFirewallRules", "listEventTypes", "listEvents",
    "listFirewallRules", "listGlobalLoadBalancerRules", "listGpuDevices", "listGuiThemes", "listHypervisors", "listInstanceGroups",
    "listIpForwardingRules", "listIpv6FirewallRules", "listIsoPermissions", "listIsos", "listKubernetesClusters",
    "listKubernetesSupportedVersions", "listLBHealthCheckPolicies", "listLBStickinessPolicies", "listLdapConfigurations",
    "listLoadBalancerRuleInstances", "listLoadBalancerRules", "listLoadBalancers", "listNetworkACLLists", "listNetworkACLs",
    "listNetworkOfferings", "listNetworkPermissions", "listNetworkProtocols", "listNetworks", "listNics", "listObjectStoragePools",
    "listOsCategories", "listOsTypes", "listPortForwardingRules", "listPrivateGateways", "listProjectAccounts", "listProjectInvitations",
    "listProjectRolePermissions", "listProjectRoles", "listProjects", "listPublicIpAddresses", "listRegions", "listRemoteAccessVpns",
    "listResourceDetails", "listResourceIcon", "listResourceLimits", "listRoutingFirewallRules", "listSSHKeyPairs", "listSecurityGroups",
    "listServiceOfferings", "listSharedFileSystemProviders", "listSharedFileSystems", "listSnapshotPolicies", "listSnapshots", "listSslCerts",
    "listStaticRoutes", "listTags", "listTemplatePermissions", "listTemplates", "listUserData", "listUserTwoFactorAuthenticatorProviders",
    "listUsers", "listVMSchedule", "listVMSnapshot", "listVPCOfferings", "listVPCs", "listVirtualMachines", "listVirtualMachinesMetrics",
    "listVirtualMachinesUsageHistory", "listVnfAppliances", "listVnfTemplates", "listVolumes", "listVolumesMetrics", "listVolumesUsageHistory",
    "listVpnConnections", "listVpnCustomerGateways", "listVpnGateways", "listVpnUsers", "listWebhookDeliveries", "listWebhooks", "listZones",
]
_WORK = ["startVirtualMachine", "stopVirtualMachine", "rebootVirtualMachine", "startKubernetesCluster", "stopKubernetesCluster", "createVolume",
         "attachVolume", "detachVolume", "uploadVolume", "attachIso", "detachIso", "registerTemplate", "registerIso"]
_MAINTAIN = ["prepareHostForMaintenance", "cancelHostMaintenance", "enableStorageMaintenance", "cancelStorageMaintenance",
             "createServiceOffering", "createDiskOffering", "createNetworkOffering", "createVPCOffering"]


def _rules(denied: list[str], allowed: list[str]) -> Rules:
    return [*((name, False) for name in denied), *((name, True) for name in allowed), ("*", False)]


READ_ONLY_ADMIN = _rules(["getUserKeys", "getUploadParamsFor*"], ["list*", "get*", *EVERYWHERE])
READ_ONLY_USER = _rules([], [*USERS_READ, *EVERYWHERE])
SUPPORT_ADMIN = _rules(["getUserKeys", "getUploadParamsFor*"], ["list*", "get*", *EVERYWHERE, *_MAINTAIN, *_WORK])
SUPPORT_USER = _rules([], [*USERS_READ, *EVERYWHERE, *_WORK, "getUploadParamsFor*"])
