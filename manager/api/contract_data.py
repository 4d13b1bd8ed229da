"""Made by tools/contract-data from the API contract; do not edit. Class names of jobs, kinds of objects that events are about,
parameters that the contract knows and that are refused here."""

CLASSES: dict[str, str] = {
    "addCluster": "AddClusterCmd",
    "addHost": "AddHostCmd",
    "addImageStore": "AddImageStoreCmd",
    "addTrafficType": "AddTrafficTypeCmd",
    "associateIpAddress": "AssociateIPAddrCmd",
    "cleanupSimulatorMock": "CleanupSimulatorMockCmd",
    "configureSimulator": "ConfigureSimulatorCmd",
    "configureVirtualRouterElement": "ConfigureVirtualRouterElementCmd",
    "createAccount": "CreateAccountCmd",
    "createDiskOffering": "CreateDiskOfferingCmd",
    "createDomain": "CreateDomainCmd",
    "createEgressFirewallRule": "CreateEgressFirewallRuleCmd",
    "createFirewallRule": "CreateFirewallRuleCmd",
    "createNetwork": "CreateNetworkCmd",
    "createNetworkOffering": "CreateNetworkOfferingCmd",
    "createPhysicalNetwork": "CreatePhysicalNetworkCmd",
    "createPod": "CreatePodCmd",
    "createPortForwardingRule": "CreatePortForwardingRuleCmd",
    "createSSHKeyPair": "CreateSSHKeyPairCmd",
    "createServiceOffering": "CreateServiceOfferingCmd",
    "createStoragePool": "CreateStoragePoolCmd",
    "createTemplate": "CreateTemplateCmd",
    "createUser": "CreateUserCmd",
    "createVlanIpRange": "CreateVlanIpRangeCmd",
    "createZone": "CreateZoneCmd",
    "deleteEgressFirewallRule": "DeleteEgressFirewallRuleCmd",
    "deleteFirewallRule": "DeleteFirewallRuleCmd",
    "deleteHost": "DeleteHostCmd",
    "deleteNetwork": "DeleteNetworkCmd",
    "deletePortForwardingRule": "DeletePortForwardingRuleCmd",
    "deleteSSHKeyPair": "DeleteSSHKeyPairCmd",
    "deleteTemplate": "DeleteTemplateCmd",
    "deployVirtualMachine": "DeployVMCmd",
    "destroyRouter": "DestroyRouterCmd",
    "destroyVirtualMachine": "DestroyVMCmd",
    "disableStaticNat": "DisableStaticNatCmd",
    "disassociateIpAddress": "DisassociateIPAddrCmd",
    "enableStaticNat": "EnableStaticNatCmd",
    "expungeVirtualMachine": "ExpungeVMCmd",
    "getUserKeys": "GetUserKeysCmd",
    "getVMPassword": "GetVMPasswordCmd",
    "listAccounts": "ListAccountsCmd",
    "listApis": "ListApisCmd",
    "listAsyncJobs": "ListAsyncJobsCmd",
    "listCapabilities": "ListCapabilitiesCmd",
    "listCapacity": "ListCapacityCmd",
    "listClusters": "ListClustersCmd",
    "listConfigurationGroups": "ListCfgGroupsByCmd",
    "listConfigurations": "ListCfgsByCmd",
    "listDiskOfferings": "ListDiskOfferingsCmd",
    "listDomains": "ListDomainsCmd",
    "listEgressFirewallRules": "ListEgressFirewallRulesCmd",
    "listEvents": "ListEventsCmd",
    "listFirewallRules": "ListFirewallRulesCmd",
    "listHosts": "ListHostsCmd",
    "listHypervisors": "ListHypervisorsCmd",
    "listImageStores": "ListImageStoresCmd",
    "listIpForwardingRules": "ListIpForwardingRulesCmd",
    "listNetworkOfferings": "ListNetworkOfferingsCmd",
    "listNetworkServiceProviders": "ListNetworkServiceProvidersCmd",
    "listNetworks": "ListNetworksCmd",
    "listNics": "ListNicsCmd",
    "listOsCategories": "ListGuestOsCategoriesCmd",
    "listOsTypes": "ListGuestOsCmd",
    "listPhysicalNetworks": "ListPhysicalNetworksCmd",
    "listPods": "ListPodsByCmd",
    "listPortForwardingRules": "ListPortForwardingRulesCmd",
    "listPublicIpAddresses": "ListPublicIpAddressesCmd",
    "listResourceLimits": "ListResourceLimitsCmd",
    "listRouters": "ListRoutersCmd",
    "listSSHKeyPairs": "ListSSHKeyPairsCmd",
    "listServiceOfferings": "ListServiceOfferingsCmd",
    "listStoragePools": "ListStoragePoolsCmd",
    "listTemplates": "ListTemplatesCmd",
    "listTrafficTypes": "ListTrafficTypesCmd",
    "listUsers": "ListUsersCmd",
    "listVirtualMachines": "ListVMsCmd",
    "listVirtualRouterElements": "ListVirtualRouterElementsCmd",
    "listVlanIpRanges": "ListVlanIpRangesCmd",
    "listVolumes": "ListVolumesCmd",
    "listZones": "ListZonesCmd",
    "login": "DefaultLoginAPIAuthenticatorCmd",
    "logout": "DefaultLogoutAPIAuthenticatorCmd",
    "queryAsyncJobResult": "QueryAsyncJobResultCmd",
    "querySimulatorMock": "QuerySimulatorMockCmd",
    "rebootRouter": "RebootRouterCmd",
    "rebootVirtualMachine": "RebootVMCmd",
    "recoverVirtualMachine": "RecoverVMCmd",
    "registerSSHKeyPair": "RegisterSSHKeyPairCmd",
    "registerTemplate": "RegisterTemplateCmd",
    "registerUserKeys": "RegisterCmd",
    "resetConfiguration": "ResetCfgCmd",
    "restartNetwork": "RestartNetworkCmd",
    "startVirtualMachine": "StartVMCmd",
    "stopVirtualMachine": "StopVMCmd",
    "updateConfiguration": "UpdateCfgCmd",
    "updateHost": "UpdateHostCmd",
    "updateNetworkOffering": "UpdateNetworkOfferingCmd",
    "updateNetworkServiceProvider": "UpdateNetworkServiceProviderCmd",
    "updatePhysicalNetwork": "UpdatePhysicalNetworkCmd",
    "updateVirtualMachine": "UpdateVMCmd",
    "updateZone": "UpdateZoneCmd",
}

EVENT_RESOURCES: dict[str, str] = {
    "addCluster": "Cluster",
    "addTrafficType": "TrafficType",
    "associateIpAddress": "IpAddress",
    "createAccount": "Account",
    "createDiskOffering": "DiskOffering",
    "createDomain": "Domain",
    "createEgressFirewallRule": "FirewallRule",
    "createFirewallRule": "FirewallRule",
    "createNetwork": "Network",
    "createPhysicalNetwork": "PhysicalNetwork",
    "createPortForwardingRule": "FirewallRule",
    "createSSHKeyPair": "SSHKeyPair",
    "createTemplate": "Template",
    "createUser": "User",
    "deleteEgressFirewallRule": "FirewallRule",
    "deleteFirewallRule": "FirewallRule",
    "deleteNetwork": "Network",
    "deletePortForwardingRule": "FirewallRule",
    "deleteSSHKeyPair": "SSHKeyPair",
    "deleteTemplate": "Template",
    "deployVirtualMachine": "VirtualMachine",
    "destroyRouter": "DomainRouter",
    "destroyVirtualMachine": "VirtualMachine",
    "disableStaticNat": "VirtualMachine",
    "disassociateIpAddress": "IpAddress",
    "enableStaticNat": "VirtualMachine",
    "expungeVirtualMachine": "VirtualMachine",
    "getVMPassword": "VirtualMachine",
    "listAccounts": "Account",
    "listDomains": "Domain",
    "listEgressFirewallRules": "FirewallRule",
    "listEvents": "Event",
    "listFirewallRules": "FirewallRule",
    "listHosts": "Host",
    "listNetworks": "Network",
    "listNics": "IpAddress",
    "listPortForwardingRules": "PortForwardingRule",
    "listPublicIpAddresses": "IpAddress",
    "listRouters": "DomainRouter",
    "listSSHKeyPairs": "SSHKeyPair",
    "listStoragePools": "StoragePool",
    "listTemplates": "Template",
    "listVirtualMachines": "VirtualMachine",
    "listVolumes": "Volume",
    "rebootRouter": "DomainRouter",
    "rebootVirtualMachine": "VirtualMachine",
    "recoverVirtualMachine": "VirtualMachine",
    "registerSSHKeyPair": "SSHKeyPair",
    "registerUserKeys": "User",
    "restartNetwork": "Network",
    "startVirtualMachine": "VirtualMachine",
    "stopVirtualMachine": "VirtualMachine",
    "updateNetworkOffering": "NetworkOffering",
    "updateNetworkServiceProvider": "PhysicalNetworkServiceProvider",
    "updatePhysicalNetwork": "PhysicalNetwork",
    "updateVirtualMachine": "VirtualMachine",
}

UNSUPPORTED: dict[str, frozenset[str]] = {
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
    "associateIpAddress": frozenset({
        "isportable", "regionid", "vpcid"
    }),
    "configureSimulator": frozenset({
        "jsonresponse"
    }),
    "createDiskOffering": frozenset({
        "bytesreadrate", "bytesreadratemax", "bytesreadratemaxlength", "byteswriterate", "byteswriteratemax", "byteswriteratemaxlength",
        "cachemode", "customizediops", "disksizestrictness", "encrypt", "hypervisorsnapshotreserve", "iopsreadrate", "iopsreadratemax",
        "iopsreadratemaxlength", "iopswriterate", "iopswriteratemax", "iopswriteratemaxlength", "maxiops", "miniops", "storagepolicy"
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
        "bytesreadrate", "bytesreadratemax", "bytesreadratemaxlength", "byteswriterate", "byteswriteratemax", "byteswriteratemaxlength",
        "cachemode", "customizediops", "deploymentplanner", "diskofferingid", "diskofferingstrictness", "encryptroot", "externaldetails",
        "gpucount", "gpudisplay", "hypervisorsnapshotreserve", "iopsreadrate", "iopsreadratemax", "iopsreadratemaxlength", "iopswriterate",
        "iopswriteratemax", "iopswriteratemaxlength", "isvolatile", "leaseduration", "leaseexpiryaction", "maxiops", "miniops",
        "purgeresources", "storagepolicy", "vgpuprofileid"
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
        "affinitygroupids", "affinitygroupnames", "bootintosetup", "bootmode", "boottype", "copyimagetags", "datadiskofferinglist",
        "datadisksdetails", "deploymentplanner", "dhcpoptionsnetworklist", "externaldetails", "extraconfig", "iodriverpolicy",
        "iothreadsenabled", "ip6address", "keyboard", "leaseduration", "leaseexpiryaction", "nicmultiqueuenumber", "nicnetworklist",
        "nicpackedvirtqueuesenabled", "overridediskofferingid", "properties", "securitygroupids", "securitygroupnames", "snapshotid",
        "userdatadetails", "userdataid", "volumeid"
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
    "listDiskOfferings": frozenset({
        "storageid", "virtualmachineid", "volumeid"
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
    "listResourceLimits": frozenset({
        "tag"
    }),
    "listRouters": frozenset({
        "vpcid"
    }),
    "listServiceOfferings": frozenset({
        "encryptroot", "gpuenabled", "templateid", "vgpuprofileid", "virtualmachineid"
    }),
    "listStoragePools": frozenset({
        "storageaccessgroup", "storagecustomstats"
    }),
    "listTemplates": frozenset({
        "details", "extensionid", "forcks", "imagestoreid", "isvnf", "oscategoryid", "parenttemplateid", "showicon", "showremoved",
        "showunique", "storageid", "tags"
    }),
    "listUsers": frozenset({
        "apikeyaccess", "showicon", "usersource"
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
        "bootintosetup", "deploymentplanner"
    }),
    "updateHost": frozenset({
        "cleanupexternaldetails", "externaldetails", "istagarule", "oscategoryid", "url"
    }),
    "updateNetworkOffering": frozenset({
        "domainid", "keepaliveenabled", "maxconnections", "zoneid"
    }),
    "updateVirtualMachine": frozenset({
        "dhcpoptionsnetworklist", "extraconfig", "instancename", "leaseduration", "leaseexpiryaction", "securitygroupids",
        "securitygroupnames", "userdatadetails", "userdataid"
    }),
    "updateZone": frozenset({
        "dhcpprovider", "dnssearchorder", "ip6dns1", "ip6dns2", "ispublic"
    }),
}
