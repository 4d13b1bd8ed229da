"""Made by tools/contract-data from the API contract; do not edit. Class names of jobs, kinds of objects that events are about,
parameters that the contract knows and that are refused here."""

CLASSES: dict[str, str] = {
    "activateProject": "ActivateProjectCmd",
    "addAccountToProject": "AddAccountToProjectCmd",
    "addCluster": "AddClusterCmd",
    "addHost": "AddHostCmd",
    "addImageStore": "AddImageStoreCmd",
    "addNetworkServiceProvider": "AddNetworkServiceProviderCmd",
    "addTrafficType": "AddTrafficTypeCmd",
    "addUserToProject": "AddUserToProjectCmd",
    "archiveAlerts": "ArchiveAlertsCmd",
    "associateIpAddress": "AssociateIPAddrCmd",
    "cleanupSimulatorMock": "CleanupSimulatorMockCmd",
    "configureSimulator": "ConfigureSimulatorCmd",
    "configureVirtualRouterElement": "ConfigureVirtualRouterElementCmd",
    "createAccount": "CreateAccountCmd",
    "createAffinityGroup": "CreateAffinityGroupCmd",
    "createDiskOffering": "CreateDiskOfferingCmd",
    "createDomain": "CreateDomainCmd",
    "createEgressFirewallRule": "CreateEgressFirewallRuleCmd",
    "createFirewallRule": "CreateFirewallRuleCmd",
    "createInstanceGroup": "CreateVMGroupCmd",
    "createNetwork": "CreateNetworkCmd",
    "createNetworkOffering": "CreateNetworkOfferingCmd",
    "createPhysicalNetwork": "CreatePhysicalNetworkCmd",
    "createPod": "CreatePodCmd",
    "createPortForwardingRule": "CreatePortForwardingRuleCmd",
    "createProject": "CreateProjectCmd",
    "createProjectRole": "CreateProjectRoleCmd",
    "createProjectRolePermission": "CreateProjectRolePermissionCmd",
    "createRole": "CreateRoleCmd",
    "createRolePermission": "CreateRolePermissionCmd",
    "createSSHKeyPair": "CreateSSHKeyPairCmd",
    "createServiceOffering": "CreateServiceOfferingCmd",
    "createStoragePool": "CreateStoragePoolCmd",
    "createTags": "CreateTagsCmd",
    "createTemplate": "CreateTemplateCmd",
    "createUser": "CreateUserCmd",
    "createVlanIpRange": "CreateVlanIpRangeCmd",
    "createZone": "CreateZoneCmd",
    "dedicateCluster": "DedicateClusterCmd",
    "dedicateHost": "DedicateHostCmd",
    "dedicatePod": "DedicatePodCmd",
    "dedicateZone": "DedicateZoneCmd",
    "deleteAccountFromProject": "DeleteAccountFromProjectCmd",
    "deleteAffinityGroup": "DeleteAffinityGroupCmd",
    "deleteAlerts": "DeleteAlertsCmd",
    "deleteDiskOffering": "DeleteDiskOfferingCmd",
    "deleteEgressFirewallRule": "DeleteEgressFirewallRuleCmd",
    "deleteFirewallRule": "DeleteFirewallRuleCmd",
    "deleteHost": "DeleteHostCmd",
    "deleteInstanceGroup": "DeleteVMGroupCmd",
    "deleteNetwork": "DeleteNetworkCmd",
    "deleteNetworkServiceProvider": "DeleteNetworkServiceProviderCmd",
    "deletePhysicalNetwork": "DeletePhysicalNetworkCmd",
    "deletePortForwardingRule": "DeletePortForwardingRuleCmd",
    "deleteProject": "DeleteProjectCmd",
    "deleteProjectInvitation": "DeleteProjectInvitationCmd",
    "deleteProjectRole": "DeleteProjectRoleCmd",
    "deleteProjectRolePermission": "DeleteProjectRolePermissionCmd",
    "deleteRole": "DeleteRoleCmd",
    "deleteRolePermission": "DeleteRolePermissionCmd",
    "deleteSSHKeyPair": "DeleteSSHKeyPairCmd",
    "deleteServiceOffering": "DeleteServiceOfferingCmd",
    "deleteTags": "DeleteTagsCmd",
    "deleteTemplate": "DeleteTemplateCmd",
    "deleteTrafficType": "DeleteTrafficTypeCmd",
    "deleteUser": "DeleteUserCmd",
    "deleteUserFromProject": "DeleteUserFromProjectCmd",
    "deployVirtualMachine": "DeployVMCmd",
    "destroyRouter": "DestroyRouterCmd",
    "destroyVirtualMachine": "DestroyVMCmd",
    "disableRole": "DisableRoleCmd",
    "disableStaticNat": "DisableStaticNatCmd",
    "disableUser": "DisableUserCmd",
    "disassociateIpAddress": "DisassociateIPAddrCmd",
    "enableRole": "EnableRoleCmd",
    "enableStaticNat": "EnableStaticNatCmd",
    "enableUser": "EnableUserCmd",
    "expungeVirtualMachine": "ExpungeVMCmd",
    "generateAlert": "GenerateAlertCmd",
    "getApiLimit": "GetApiLimitCmd",
    "getUser": "GetUserCmd",
    "getUserKeys": "GetUserKeysCmd",
    "getVMPassword": "GetVMPasswordCmd",
    "importRole": "ImportRoleCmd",
    "isAccountAllowedToCreateOfferingsWithTags": "IsAccountAllowedToCreateOfferingsWithTagsCmd",
    "listAccounts": "ListAccountsCmd",
    "listAffinityGroupTypes": "ListAffinityGroupTypesCmd",
    "listAffinityGroups": "ListAffinityGroupsCmd",
    "listAlertTypes": "ListAlertTypesCmd",
    "listAlerts": "ListAlertsCmd",
    "listApis": "ListApisCmd",
    "listAsyncJobs": "ListAsyncJobsCmd",
    "listCapabilities": "ListCapabilitiesCmd",
    "listCapacity": "ListCapacityCmd",
    "listClusters": "ListClustersCmd",
    "listConfigurationGroups": "ListCfgGroupsByCmd",
    "listConfigurations": "ListCfgsByCmd",
    "listDedicatedClusters": "ListDedicatedClustersCmd",
    "listDedicatedHosts": "ListDedicatedHostsCmd",
    "listDedicatedPods": "ListDedicatedPodsCmd",
    "listDedicatedZones": "ListDedicatedZonesCmd",
    "listDeploymentPlanners": "ListDeploymentPlannersCmd",
    "listDiskOfferings": "ListDiskOfferingsCmd",
    "listDomains": "ListDomainsCmd",
    "listEgressFirewallRules": "ListEgressFirewallRulesCmd",
    "listEvents": "ListEventsCmd",
    "listFirewallRules": "ListFirewallRulesCmd",
    "listHosts": "ListHostsCmd",
    "listHypervisors": "ListHypervisorsCmd",
    "listImageStores": "ListImageStoresCmd",
    "listInstanceGroups": "ListVMGroupsCmd",
    "listIpForwardingRules": "ListIpForwardingRulesCmd",
    "listLdapConfigurations": "LdapListConfigurationCmd",
    "listNetworkOfferings": "ListNetworkOfferingsCmd",
    "listNetworkServiceProviders": "ListNetworkServiceProvidersCmd",
    "listNetworks": "ListNetworksCmd",
    "listNics": "ListNicsCmd",
    "listOsCategories": "ListGuestOsCategoriesCmd",
    "listOsTypes": "ListGuestOsCmd",
    "listPhysicalNetworks": "ListPhysicalNetworksCmd",
    "listPods": "ListPodsByCmd",
    "listPortForwardingRules": "ListPortForwardingRulesCmd",
    "listProjectAccounts": "ListProjectAccountsCmd",
    "listProjectInvitations": "ListProjectInvitationsCmd",
    "listProjectRolePermissions": "ListProjectRolePermissionsCmd",
    "listProjectRoles": "ListProjectRolesCmd",
    "listProjects": "ListProjectsCmd",
    "listPublicIpAddresses": "ListPublicIpAddressesCmd",
    "listResourceLimits": "ListResourceLimitsCmd",
    "listRolePermissions": "ListRolePermissionsCmd",
    "listRoles": "ListRolesCmd",
    "listRouters": "ListRoutersCmd",
    "listSSHKeyPairs": "ListSSHKeyPairsCmd",
    "listServiceOfferings": "ListServiceOfferingsCmd",
    "listStoragePools": "ListStoragePoolsCmd",
    "listTags": "ListTagsCmd",
    "listTemplates": "ListTemplatesCmd",
    "listTrafficTypeImplementors": "ListTrafficTypeImplementorsCmd",
    "listTrafficTypes": "ListTrafficTypesCmd",
    "listUserTwoFactorAuthenticatorProviders": "ListUserTwoFactorAuthenticatorProvidersCmd",
    "listUsers": "ListUsersCmd",
    "listVirtualMachines": "ListVMsCmd",
    "listVirtualRouterElements": "ListVirtualRouterElementsCmd",
    "listVlanIpRanges": "ListVlanIpRangesCmd",
    "listVolumes": "ListVolumesCmd",
    "listZones": "ListZonesCmd",
    "lockUser": "LockUserCmd",
    "login": "DefaultLoginAPIAuthenticatorCmd",
    "logout": "DefaultLogoutAPIAuthenticatorCmd",
    "moveUser": "MoveUserCmd",
    "queryAsyncJobResult": "QueryAsyncJobResultCmd",
    "querySimulatorMock": "QuerySimulatorMockCmd",
    "rebootRouter": "RebootRouterCmd",
    "rebootVirtualMachine": "RebootVMCmd",
    "recoverVirtualMachine": "RecoverVMCmd",
    "registerSSHKeyPair": "RegisterSSHKeyPairCmd",
    "registerTemplate": "RegisterTemplateCmd",
    "registerUserKeys": "RegisterCmd",
    "releaseDedicatedCluster": "ReleaseDedicatedClusterCmd",
    "releaseDedicatedHost": "ReleaseDedicatedHostCmd",
    "releaseDedicatedPod": "ReleaseDedicatedPodCmd",
    "releaseDedicatedZone": "ReleaseDedicatedZoneCmd",
    "resetApiLimit": "ResetApiLimitCmd",
    "resetConfiguration": "ResetCfgCmd",
    "restartNetwork": "RestartNetworkCmd",
    "setupUserTwoFactorAuthentication": "SetupUserTwoFactorAuthenticationCmd",
    "startVirtualMachine": "StartVMCmd",
    "stopVirtualMachine": "StopVMCmd",
    "suspendProject": "SuspendProjectCmd",
    "updateConfiguration": "UpdateCfgCmd",
    "updateDiskOffering": "UpdateDiskOfferingCmd",
    "updateHost": "UpdateHostCmd",
    "updateInstanceGroup": "UpdateVMGroupCmd",
    "updateNetworkOffering": "UpdateNetworkOfferingCmd",
    "updateNetworkServiceProvider": "UpdateNetworkServiceProviderCmd",
    "updatePhysicalNetwork": "UpdatePhysicalNetworkCmd",
    "updateProject": "UpdateProjectCmd",
    "updateProjectInvitation": "UpdateProjectInvitationCmd",
    "updateProjectRole": "UpdateProjectRoleCmd",
    "updateProjectRolePermission": "UpdateProjectRolePermissionCmd",
    "updateResourceCount": "UpdateResourceCountCmd",
    "updateResourceLimit": "UpdateResourceLimitCmd",
    "updateRole": "UpdateRoleCmd",
    "updateRolePermission": "UpdateRolePermissionCmd",
    "updateServiceOffering": "UpdateServiceOfferingCmd",
    "updateTrafficType": "UpdateTrafficTypeCmd",
    "updateUser": "UpdateUserCmd",
    "updateVMAffinityGroup": "UpdateVMAffinityGroupCmd",
    "updateVirtualMachine": "UpdateVMCmd",
    "updateZone": "UpdateZoneCmd",
    "validateUserTwoFactorAuthenticationCode": "ValidateUserTwoFactorAuthenticationCodeCmd",
}

EVENT_RESOURCES: dict[str, str] = {
    "addAccountToProject": "Project",
    "addCluster": "Cluster",
    "addNetworkServiceProvider": "PhysicalNetworkServiceProvider",
    "addTrafficType": "TrafficType",
    "addUserToProject": "Project",
    "associateIpAddress": "IpAddress",
    "createAccount": "Account",
    "createAffinityGroup": "AffinityGroup",
    "createDiskOffering": "DiskOffering",
    "createDomain": "Domain",
    "createEgressFirewallRule": "FirewallRule",
    "createFirewallRule": "FirewallRule",
    "createInstanceGroup": "InstanceGroup",
    "createNetwork": "Network",
    "createPhysicalNetwork": "PhysicalNetwork",
    "createPortForwardingRule": "FirewallRule",
    "createProjectRole": "Project",
    "createProjectRolePermission": "Project",
    "createRole": "Role",
    "createSSHKeyPair": "SSHKeyPair",
    "createTags": "ResourceTag",
    "createTemplate": "Template",
    "createUser": "User",
    "deleteAccountFromProject": "Project",
    "deleteAffinityGroup": "AffinityGroup",
    "deleteEgressFirewallRule": "FirewallRule",
    "deleteFirewallRule": "FirewallRule",
    "deleteInstanceGroup": "InstanceGroup",
    "deleteNetwork": "Network",
    "deleteNetworkServiceProvider": "PhysicalNetworkServiceProvider",
    "deletePhysicalNetwork": "PhysicalNetwork",
    "deletePortForwardingRule": "FirewallRule",
    "deleteProjectRole": "Project",
    "deleteProjectRolePermission": "Project",
    "deleteRole": "Role",
    "deleteSSHKeyPair": "SSHKeyPair",
    "deleteTags": "ResourceTag",
    "deleteTemplate": "Template",
    "deleteTrafficType": "TrafficType",
    "deleteUser": "User",
    "deleteUserFromProject": "Project",
    "deployVirtualMachine": "VirtualMachine",
    "destroyRouter": "DomainRouter",
    "destroyVirtualMachine": "VirtualMachine",
    "disableStaticNat": "VirtualMachine",
    "disableUser": "User",
    "disassociateIpAddress": "IpAddress",
    "enableStaticNat": "VirtualMachine",
    "expungeVirtualMachine": "VirtualMachine",
    "getVMPassword": "VirtualMachine",
    "listAccounts": "Account",
    "listAffinityGroups": "AffinityGroup",
    "listDomains": "Domain",
    "listEgressFirewallRules": "FirewallRule",
    "listEvents": "Event",
    "listFirewallRules": "FirewallRule",
    "listHosts": "Host",
    "listInstanceGroups": "InstanceGroup",
    "listNetworks": "Network",
    "listNics": "IpAddress",
    "listPortForwardingRules": "PortForwardingRule",
    "listProjectAccounts": "Account",
    "listPublicIpAddresses": "IpAddress",
    "listRouters": "DomainRouter",
    "listSSHKeyPairs": "SSHKeyPair",
    "listStoragePools": "StoragePool",
    "listTags": "ResourceTag",
    "listTemplates": "Template",
    "listVirtualMachines": "VirtualMachine",
    "listVolumes": "Volume",
    "moveUser": "User",
    "rebootRouter": "DomainRouter",
    "rebootVirtualMachine": "VirtualMachine",
    "recoverVirtualMachine": "VirtualMachine",
    "registerSSHKeyPair": "SSHKeyPair",
    "registerUserKeys": "User",
    "restartNetwork": "Network",
    "setupUserTwoFactorAuthentication": "User",
    "startVirtualMachine": "VirtualMachine",
    "stopVirtualMachine": "VirtualMachine",
    "updateDiskOffering": "DiskOffering",
    "updateInstanceGroup": "InstanceGroup",
    "updateNetworkOffering": "NetworkOffering",
    "updateNetworkServiceProvider": "PhysicalNetworkServiceProvider",
    "updatePhysicalNetwork": "PhysicalNetwork",
    "updateProjectRole": "Project",
    "updateProjectRolePermission": "Project",
    "updateRole": "Role",
    "updateServiceOffering": "ServiceOffering",
    "updateTrafficType": "TrafficType",
    "updateUser": "User",
    "updateVMAffinityGroup": "AffinityGroup",
    "updateVirtualMachine": "VirtualMachine",
}

UNSUPPORTED: dict[str, frozenset[str]] = {
    "addAccountToProject": frozenset({
        "email"
    }),
    "addCluster": frozenset({
        "extensionid", "externaldetails", "guestvswitchname", "guestvswitchtype", "ovm3cluster", "ovm3pool", "ovm3vip", "password",
        "publicvswitchname", "publicvswitchtype", "storageaccessgroups", "url", "username", "vsmipaddress", "vsmpassword", "vsmusername"
    }),
    "addHost": frozenset({
        "externaldetails", "storageaccessgroups"
    }),
    "addImageStore": frozenset({
        "details"
    }),
    "addTrafficType": frozenset({
        "hypervnetworklabel", "ovm3networklabel", "vmwarenetworklabel"
    }),
    "addUserToProject": frozenset({
        "email"
    }),
    "associateIpAddress": frozenset({
        "isportable", "regionid", "vpcid"
    }),
    "configureSimulator": frozenset({
        "jsonresponse"
    }),
    "createDiskOffering": frozenset({
        "encrypt", "hypervisorsnapshotreserve", "storagepolicy"
    }),
    "createNetwork": frozenset({
        "aclid", "asnumber", "associatednetworkid", "bgppeerids", "bypassvlanoverlapcheck", "cidrsize", "endip", "endipv6", "externalid",
        "hideipaddressusage", "ip6cidr", "ip6dns1", "ip6dns2", "ip6gateway", "isolatedpvlan", "isolatedpvlantype", "privatemtu",
        "publicmtu", "routerip", "routeripv6", "sourcenatipaddress", "startip", "startipv6", "subdomainaccess",
        "tungstenvirtualrouteruuid", "vpcid"
    }),
    "createNetworkOffering": frozenset({
        "fornsx", "fortungsten", "forvpc", "internetprotocol", "keepaliveenabled", "maxconnections", "networkmode", "nsxsupportlb",
        "nsxsupportsinternallb", "provider", "routingmode", "specifyasnumber"
    }),
    "createPod": frozenset({
        "storageaccessgroups"
    }),
    "createPortForwardingRule": frozenset({
        "cidrlist"
    }),
    "createServiceOffering": frozenset({
        "encryptroot", "externaldetails", "gpucount", "gpudisplay", "hypervisorsnapshotreserve", "isvolatile", "leaseduration",
        "leaseexpiryaction", "purgeresources", "storagepolicy", "vgpuprofileid"
    }),
    "createStoragePool": frozenset({
        "capacityiops", "details", "istagarule", "managed", "storageaccessgroups"
    }),
    "createTemplate": frozenset({
        "arch", "snapshotid", "url", "virtualmachineid", "zoneid"
    }),
    "createVlanIpRange": frozenset({
        "endipv6", "ip6cidr", "ip6gateway", "provider", "startipv6"
    }),
    "createZone": frozenset({
        "ip6dns1", "ip6dns2", "isedge", "securitygroupenabled", "storageaccessgroups"
    }),
    "deleteHost": frozenset({
        "forcedestroylocalstorage"
    }),
    "deleteTemplate": frozenset({
        "issystem", "zoneid"
    }),
    "deployVirtualMachine": frozenset({
        "bootintosetup", "bootmode", "boottype", "copyimagetags", "datadiskofferinglist", "datadisksdetails", "dhcpoptionsnetworklist",
        "externaldetails", "extraconfig", "iodriverpolicy", "iothreadsenabled", "ip6address", "keyboard", "leaseduration",
        "leaseexpiryaction", "nicmultiqueuenumber", "nicnetworklist", "nicpackedvirtqueuesenabled", "overridediskofferingid", "properties",
        "securitygroupids", "securitygroupnames", "snapshotid", "userdatadetails", "userdataid", "volumeid"
    }),
    "listAccounts": frozenset({
        "apikeyaccess", "details", "iscleanuprequired", "showicon", "tag"
    }),
    "listCapacity": frozenset({
        "tag"
    }),
    "listClusters": frozenset({
        "showcapacities", "storageaccessgroup"
    }),
    "listDomains": frozenset({
        "details", "showicon", "tag"
    }),
    "listHosts": frozenset({
        "hahost", "managementserverid", "outofbandmanagementenabled", "outofbandmanagementpowerstate", "storageaccessgroup"
    }),
    "listNetworkOfferings": frozenset({
        "istagged", "networkid", "routingmode"
    }),
    "listNetworks": frozenset({
        "associatednetworkid", "showicon", "vpcid"
    }),
    "listOsCategories": frozenset({
        "arch", "isiso", "isvnf", "showicon", "zoneid"
    }),
    "listPods": frozenset({
        "showcapacities", "storageaccessgroup"
    }),
    "listPublicIpAddresses": frozenset({
        "forloadbalancing", "forprovider", "vpcid"
    }),
    "listRouters": frozenset({
        "vpcid"
    }),
    "listServiceOfferings": frozenset({
        "gpuenabled", "templateid", "vgpuprofileid"
    }),
    "listStoragePools": frozenset({
        "storageaccessgroup", "storagecustomstats"
    }),
    "listTemplates": frozenset({
        "details", "extensionid", "forcks", "imagestoreid", "isvnf", "oscategoryid", "parenttemplateid", "showicon", "showremoved",
        "showunique", "storageid", "tags"
    }),
    "listVirtualMachines": frozenset({
        "accumulate", "affinitygroupid", "autoscalevmgroupid", "backupofferingid", "extensionid", "gpuenabled", "groupid", "isoid",
        "isvnf", "leased", "securitygroupid", "showicon", "userdataid", "vpcid"
    }),
    "listVolumes": frozenset({
        "isencrypted"
    }),
    "listZones": frozenset({
        "showcapacities", "showicon", "storageaccessgroup", "tags"
    }),
    "rebootVirtualMachine": frozenset({
        "bootintosetup"
    }),
    "registerTemplate": frozenset({
        "deployasis", "directdownload", "extensionid", "externaldetails", "forcks", "templatetype"
    }),
    "restartNetwork": frozenset({
        "livepatch", "makeredundant"
    }),
    "startVirtualMachine": frozenset({
        "bootintosetup"
    }),
    "updateHost": frozenset({
        "cleanupexternaldetails", "externaldetails", "istagarule", "oscategoryid", "url"
    }),
    "updateNetworkOffering": frozenset({
        "domainid", "keepaliveenabled", "maxconnections", "zoneid"
    }),
    "updateProjectInvitation": frozenset({
        "token"
    }),
    "updateServiceOffering": frozenset({
        "cleanupexternaldetails", "externaldetails", "purgeresources"
    }),
    "updateTrafficType": frozenset({
        "hypervnetworklabel", "ovm3networklabel", "vmwarenetworklabel"
    }),
    "updateVirtualMachine": frozenset({
        "dhcpoptionsnetworklist", "extraconfig", "instancename", "leaseduration", "leaseexpiryaction", "securitygroupids",
        "securitygroupnames", "userdatadetails", "userdataid"
    }),
    "updateZone": frozenset({
        "dhcpprovider", "dnssearchorder", "ip6dns1", "ip6dns2", "ispublic"
    }),
}
