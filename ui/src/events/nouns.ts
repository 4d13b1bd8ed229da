/** Which resource shows what an event is about, by the event's resourcetype. */
const NOUNS: Record<string, string> = {
  VirtualMachine: 'instance', Network: 'network', IpAddress: 'publicip', Volume: 'volume', Template: 'template', Project: 'project', Account: 'account',
  User: 'user', Domain: 'domain', Host: 'host', DataCenter: 'zone', HostPod: 'pod', Pod: 'pod', Cluster: 'cluster', DomainRouter: 'router', SystemVm: 'systemvm',
  AffinityGroup: 'affinitygroup', InstanceGroup: 'instancegroup', UserData: 'userdata', SSHKeyPair: 'sshkey', Role: 'role', StoragePool: 'storagepool',
  ImageStore: 'imagestore', ServiceOffering: 'serviceoffering', DiskOffering: 'diskoffering', NetworkOffering: 'networkoffering', VpcOffering: 'vpcoffering',
  PhysicalNetwork: 'physicalnetwork', Webhook: 'webhook',
}

/** '' where nothing shows it. */
export function nounOfEvent(type: string | undefined): string {
  return NOUNS[type ?? ''] ?? ''
}

/** The resourcetype under which a resource's events are written; '' where none are. */
export function eventTypeOf(noun: string): string {
  return Object.keys(NOUNS).find((type) => NOUNS[type] === noun) ?? ''
}
