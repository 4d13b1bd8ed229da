const NOUNS: Record<string, string> = {
  virtualmachine: 'instance', network: 'network', ipaddress: 'publicip', publicipaddress: 'publicip', volume: 'volume', template: 'template', project: 'project',
  account: 'account', user: 'user', domain: 'domain', host: 'host', zone: 'zone', domainrouter: 'router', virtualrouter: 'router', affinitygroup: 'affinitygroup',
  vmgroup: 'instancegroup', instancegroup: 'instancegroup', userdata: 'userdata', role: 'role', pod: 'pod', cluster: 'cluster', storagepool: 'storagepool',
}

/** The resource that shows what an event is about; '' where none does. */
export function nounOfEvent(type: string | undefined): string {
  return NOUNS[String(type).toLowerCase()] ?? ''
}
