/** Which lists show what the stream tells of. A kind that is not here refreshes what is on screen of its own resource by its command's name. */

export const ALL = '*'

const VM = ['listVirtualMachines', 'listVirtualMachinesMetrics', 'listVolumes', 'listNics', 'listCapacity', 'listResourceLimits', 'listNetworks',
  'listInfrastructure', 'listHostsMetrics', 'listConsoleSessions']
const ROUTER = ['listRouters', 'listNetworks', 'listInfrastructure']

export const LISTS: Readonly<Record<string, readonly string[]>> = {
  VirtualMachine: VM, DomainRouter: ROUTER, SystemVm: ['listSystemVms', 'listInfrastructure', 'listConsoleSessions'],
  Volume: ['listVolumes', 'listVolumesMetrics', 'listResourceLimits', 'listCapacity'],
  Network: ['listNetworks', 'listRouters', 'listResourceLimits'],
  IpAddress: ['listPublicIpAddresses', 'listPortForwardingRules', 'listFirewallRules', 'listIpForwardingRules', 'listResourceLimits'],
  FirewallRule: ['listFirewallRules', 'listEgressFirewallRules', 'listPortForwardingRules', 'listIpForwardingRules', 'listPublicIpAddresses'],
  Template: ['listTemplates', 'listResourceLimits'], Host: ['listHosts', 'listHostsMetrics', 'listCapacity', 'listInfrastructure', 'listVirtualMachines'],
  DataCenter: ['listZones', 'listZonesMetrics', 'listInfrastructure', 'listCapacity'], HostPod: ['listPods', 'listCapacity'], Pod: ['listPods'],
  Cluster: ['listClusters', 'listClustersMetrics', 'listCapacity'], StoragePool: ['listStoragePools', 'listStoragePoolsMetrics', 'listCapacity'],
  ImageStore: ['listImageStores', 'listInfrastructure'], Account: ['listAccounts', 'listUsers', 'listResourceLimits'],
  User: ['listUsers', 'listAccounts'], Domain: ['listDomains', 'listDomainChildren', 'listResourceLimits'],
  Role: ['listRoles', 'listRolePermissions'], Project: ['listProjects', 'listProjectAccounts', 'listProjectInvitations', 'listProjectRoles'],
  AffinityGroup: ['listAffinityGroups'], SSHKeyPair: ['listSSHKeyPairs'], UserData: ['listUserData'], InstanceGroup: ['listInstanceGroups'],
  ServiceOffering: ['listServiceOfferings'], DiskOffering: ['listDiskOfferings'], NetworkOffering: ['listNetworkOfferings'],
  VpcOffering: ['listVPCOfferings'], GuestOs: ['listOsTypes'], GuestOsCategory: ['listOsCategories'], GuestOsMapping: ['listGuestOsMapping'],
  PhysicalNetwork: ['listPhysicalNetworks', 'listTrafficTypes'], PhysicalNetworkServiceProvider: ['listNetworkServiceProviders'],
  TrafficType: ['listTrafficTypes'], VlanIpRange: ['listVlanIpRanges', 'listPublicIpAddresses'], Webhook: ['listWebhooks'],
  WebhookDelivery: ['listWebhookDeliveries'], ManagementServer: ['listManagementServers', 'listInfrastructure'],
  DedicatedGuestVlanRange: ['listDedicatedGuestVlanRanges'], Alert: ['listAlerts'], ResourceTag: [ALL],
}

/** The list whose rows a bare change of state can be written into at once: { type, id, state } without an action. */
export const PATCHED: Readonly<Record<string, string>> = {
  VirtualMachine: 'listVirtualMachines', DomainRouter: 'listRouters', SystemVm: 'listSystemVms', Host: 'listHosts',
}
