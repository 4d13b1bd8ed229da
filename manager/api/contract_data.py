"""Made by tools/contract-data from the API contract; do not edit. Class names of jobs, kinds of objects that events are about,
parameters that the contract knows and that are refused here."""

CLASSES: dict[str, str] = {
    "activateProject": "ActivateProjectCmd",
    "addAccountToProject": "AddAccountToProjectCmd",
    "addAnnotation": "AddAnnotationCmd",
    "addCluster": "AddClusterCmd",
    "addHost": "AddHostCmd",
    "addImageStore": "AddImageStoreCmd",
    "addNetworkServiceProvider": "AddNetworkServiceProviderCmd",
    "addResourceDetail": "AddResourceDetailCmd",
    "addTrafficType": "AddTrafficTypeCmd",
    "addUserToProject": "AddUserToProjectCmd",
    "archiveAlerts": "ArchiveAlertsCmd",
    "associateIpAddress": "AssociateIPAddrCmd",
    "cancelHostAsDegraded": "CancelHostAsDegradedCmd",
    "cancelHostMaintenance": "CancelHostMaintenanceCmd",
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
    "createVPCOffering": "CreateVPCOfferingCmd",
    "createVlanIpRange": "CreateVlanIpRangeCmd",
    "createZone": "CreateZoneCmd",
    "declareHostAsDegraded": "DeclareHostAsDegradedCmd",
    "dedicateCluster": "DedicateClusterCmd",
    "dedicateHost": "DedicateHostCmd",
    "dedicatePod": "DedicatePodCmd",
    "dedicateZone": "DedicateZoneCmd",
    "deleteAccount": "DeleteAccountCmd",
    "deleteAccountFromProject": "DeleteAccountFromProjectCmd",
    "deleteAffinityGroup": "DeleteAffinityGroupCmd",
    "deleteAlerts": "DeleteAlertsCmd",
    "deleteCluster": "DeleteClusterCmd",
    "deleteDiskOffering": "DeleteDiskOfferingCmd",
    "deleteDomain": "DeleteDomainCmd",
    "deleteEgressFirewallRule": "DeleteEgressFirewallRuleCmd",
    "deleteFirewallRule": "DeleteFirewallRuleCmd",
    "deleteHost": "DeleteHostCmd",
    "deleteInstanceGroup": "DeleteVMGroupCmd",
    "deleteNetwork": "DeleteNetworkCmd",
    "deleteNetworkOffering": "DeleteNetworkOfferingCmd",
    "deleteNetworkServiceProvider": "DeleteNetworkServiceProviderCmd",
    "deletePhysicalNetwork": "DeletePhysicalNetworkCmd",
    "deletePod": "DeletePodCmd",
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
    "deleteVPCOffering": "DeleteVPCOfferingCmd",
    "deleteZone": "DeleteZoneCmd",
    "deployVirtualMachine": "DeployVMCmd",
    "destroyRouter": "DestroyRouterCmd",
    "destroyVirtualMachine": "DestroyVMCmd",
    "disableAccount": "DisableAccountCmd",
    "disableRole": "DisableRoleCmd",
    "disableStaticNat": "DisableStaticNatCmd",
    "disableUser": "DisableUserCmd",
    "disassociateIpAddress": "DisassociateIPAddrCmd",
    "enableAccount": "EnableAccountCmd",
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
    "listAnnotations": "ListAnnotationsCmd",
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
    "listDetailOptions": "ListDetailOptionsCmd",
    "listDiskOfferings": "ListDiskOfferingsCmd",
    "listDomainChildren": "ListDomainChildrenCmd",
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
    "listResourceDetails": "ListResourceDetailsCmd",
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
    "listVPCOfferings": "ListVPCOfferingsCmd",
    "listVirtualMachines": "ListVMsCmd",
    "listVirtualRouterElements": "ListVirtualRouterElementsCmd",
    "listVlanIpRanges": "ListVlanIpRangesCmd",
    "listVolumes": "ListVolumesCmd",
    "listZones": "ListZonesCmd",
    "lockAccount": "LockAccountCmd",
    "lockUser": "LockUserCmd",
    "login": "DefaultLoginAPIAuthenticatorCmd",
    "logout": "DefaultLogoutAPIAuthenticatorCmd",
    "markDefaultZoneForAccount": "MarkDefaultZoneForAccountCmd",
    "moveDomain": "MoveDomainCmd",
    "moveUser": "MoveUserCmd",
    "prepareHostForMaintenance": "PrepareForHostMaintenanceCmd",
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
    "removeAnnotation": "RemoveAnnotationCmd",
    "removeResourceDetail": "RemoveResourceDetailCmd",
    "resetApiLimit": "ResetApiLimitCmd",
    "resetConfiguration": "ResetCfgCmd",
    "restartNetwork": "RestartNetworkCmd",
    "setupUserTwoFactorAuthentication": "SetupUserTwoFactorAuthenticationCmd",
    "startVirtualMachine": "StartVMCmd",
    "stopVirtualMachine": "StopVMCmd",
    "suspendProject": "SuspendProjectCmd",
    "updateAccount": "UpdateAccountCmd",
    "updateAnnotationVisibility": "UpdateAnnotationVisibilityCmd",
    "updateCluster": "UpdateClusterCmd",
    "updateConfiguration": "UpdateCfgCmd",
    "updateDiskOffering": "UpdateDiskOfferingCmd",
    "updateDomain": "UpdateDomainCmd",
    "updateHost": "UpdateHostCmd",
    "updateInstanceGroup": "UpdateVMGroupCmd",
    "updateNetworkOffering": "UpdateNetworkOfferingCmd",
    "updateNetworkServiceProvider": "UpdateNetworkServiceProviderCmd",
    "updatePhysicalNetwork": "UpdatePhysicalNetworkCmd",
    "updatePod": "UpdatePodCmd",
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
    "updateVPCOffering": "UpdateVPCOfferingCmd",
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
    "cancelHostAsDegraded": "Host",
    "cancelHostMaintenance": "Host",
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
    "declareHostAsDegraded": "Host",
    "deleteAccount": "Account",
    "deleteAccountFromProject": "Project",
    "deleteAffinityGroup": "AffinityGroup",
    "deleteCluster": "Cluster",
    "deleteDomain": "Domain",
    "deleteEgressFirewallRule": "FirewallRule",
    "deleteFirewallRule": "FirewallRule",
    "deleteInstanceGroup": "InstanceGroup",
    "deleteNetwork": "Network",
    "deleteNetworkServiceProvider": "PhysicalNetworkServiceProvider",
    "deletePhysicalNetwork": "PhysicalNetwork",
    "deletePod": "Pod",
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
    "deleteVPCOffering": "VpcOffering",
    "deployVirtualMachine": "VirtualMachine",
    "destroyRouter": "DomainRouter",
    "destroyVirtualMachine": "VirtualMachine",
    "disableAccount": "Account",
    "disableStaticNat": "VirtualMachine",
    "disableUser": "User",
    "disassociateIpAddress": "IpAddress",
    "enableAccount": "Account",
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
    "lockAccount": "Account",
    "markDefaultZoneForAccount": "Account",
    "moveUser": "User",
    "prepareHostForMaintenance": "Host",
    "rebootRouter": "DomainRouter",
    "rebootVirtualMachine": "VirtualMachine",
    "recoverVirtualMachine": "VirtualMachine",
    "registerSSHKeyPair": "SSHKeyPair",
    "registerUserKeys": "User",
    "removeResourceDetail": "Volume",
    "restartNetwork": "Network",
    "setupUserTwoFactorAuthentication": "User",
    "startVirtualMachine": "VirtualMachine",
    "stopVirtualMachine": "VirtualMachine",
    "updateAccount": "Account",
    "updateCluster": "Cluster",
    "updateDiskOffering": "DiskOffering",
    "updateDomain": "Domain",
    "updateInstanceGroup": "InstanceGroup",
    "updateNetworkOffering": "NetworkOffering",
    "updateNetworkServiceProvider": "PhysicalNetworkServiceProvider",
    "updatePhysicalNetwork": "PhysicalNetwork",
    "updatePod": "Pod",
    "updateProjectRole": "Project",
    "updateProjectRolePermission": "Project",
    "updateRole": "Role",
    "updateServiceOffering": "ServiceOffering",
    "updateTrafficType": "TrafficType",
    "updateUser": "User",
    "updateVMAffinityGroup": "AffinityGroup",
    "updateVPCOffering": "VpcOffering",
    "updateVirtualMachine": "VirtualMachine",
}

UNSUPPORTED: dict[str, frozenset[str]] = {
    "addAccountToProject": frozenset({
        "email"
    }),
    "addCluster": frozenset({
        "extensionid", "externaldetails", "guestvswitchname", "guestvswitchtype", "ovm3cluster", "ovm3pool", "ovm3vip", "password",
        "publicvswitchname", "publicvswitchtype", "url", "username", "vsmipaddress", "vsmpassword", "vsmusername"
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
        "fornsx", "fortungsten", "nsxsupportlb", "nsxsupportsinternallb", "provider", "routingmode", "specifyasnumber"
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
    "createVPCOffering": frozenset({
        "fornsx", "nsxsupportlb", "provider", "routingmode", "specifyasnumber"
    }),
    "createVlanIpRange": frozenset({
        "endipv6", "ip6cidr", "ip6gateway", "provider", "startipv6"
    }),
    "createZone": frozenset({
        "ip6dns1", "ip6dns2"
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
    "listCapacity": frozenset({
        "tag"
    }),
    "listHosts": frozenset({
        "hahost", "managementserverid", "outofbandmanagementenabled", "outofbandmanagementpowerstate", "storageaccessgroup"
    }),
    "listNetworkOfferings": frozenset({
        "routingmode"
    }),
    "listNetworks": frozenset({
        "associatednetworkid", "showicon", "vpcid"
    }),
    "listOsCategories": frozenset({
        "arch", "isiso", "isvnf", "showicon", "zoneid"
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
        "tags"
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
    "updateCluster": frozenset({
        "externaldetails"
    }),
    "updateHost": frozenset({
        "cleanupexternaldetails", "externaldetails", "istagarule", "oscategoryid", "url"
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
        "dnssearchorder", "ip6dns1", "ip6dns2"
    }),
}
