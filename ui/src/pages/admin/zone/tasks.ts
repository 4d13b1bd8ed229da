/** The choices as calls, in order. Each task first looks whether it is done: a run that broke off goes on where it stopped. */

import type { Command, ListCommand } from '@/api/commands'
import type { Params, Row } from '@/framework/resource'
import type { Choices } from './choices'

/** Ids found so far, by name: a parameter '$ZONE' stands for ids.ZONE. */
export type Ids = Record<string, string>

export interface Look {
  command: ListCommand
  params: Params
  /** The row that means it. */
  is: (row: Row) => boolean
  /** Whether the row is already as it shall be; being there is enough without it. */
  done?: (row: Row) => boolean
}

export interface Task {
  /** Message `zonewizard.task.<id>`. */
  id: string
  command: Command
  params: Params
  look: Look
  /** The name under which the id of what was found or made is known to later tasks. */
  saves?: string
  /** Waits for people: hosts join and are added by hand. */
  waits?: boolean
}

const TRAFFIC = ['Management', 'Guest', 'Public'] as const
const any = (): boolean => true
const enabled = (row: Row): boolean => row.state === 'Enabled'

export function tasks(of: Choices): Task[] {
  return [zone(of), ...physical(of), ...places(of), host(of), ...stores(of), enable()]
}

function zone(of: Choices): Task {
  return {
    id: 'zone', command: 'createZone', saves: 'ZONE',
    params: { name: of.name.trim(), networktype: 'Advanced', dns1: of.dns1, ...(of.dns2 ? { dns2: of.dns2 } : {}), internaldns1: of.internaldns,
      guestcidraddress: of.guestcidr, ...(of.storage === 'local' ? { localstorageenabled: true } : {}) },
    look: { command: 'listZones', params: { name: of.name.trim() }, is: (row) => row.name === of.name.trim() },
  }
}

function physical(of: Choices): Task[] {
  const here = { physicalnetworkid: '$PHYSICAL' }
  return [
    { id: 'physical', command: 'createPhysicalNetwork', saves: 'PHYSICAL',
      params: { zoneid: '$ZONE', name: of.physical, isolationmethods: of.isolation, vlan: of.tags.replace(/\s/g, '') },
      look: { command: 'listPhysicalNetworks', params: { zoneid: '$ZONE' }, is: (row) => row.name === of.physical } },
    ...TRAFFIC.map((kind): Task => ({
      id: `traffic${kind}`, command: 'addTrafficType', params: { ...here, traffictype: kind, kvmnetworklabel: of.labels[kind] },
      look: { command: 'listTrafficTypes', params: here, is: (row) => row.traffictype === kind } })),
    { id: 'carry', command: 'updatePhysicalNetwork', params: { id: '$PHYSICAL', state: 'Enabled' },
      look: { command: 'listPhysicalNetworks', params: { id: '$PHYSICAL' }, is: any, done: enabled } },
    { id: 'provider', command: 'listNetworkServiceProviders', params: { ...here, name: 'VirtualRouter' }, saves: 'ROUTER',
      look: { command: 'listNetworkServiceProviders', params: { ...here, name: 'VirtualRouter' }, is: any } },
    { id: 'element', command: 'listVirtualRouterElements', params: { nspid: '$ROUTER' }, saves: 'ELEMENT',
      look: { command: 'listVirtualRouterElements', params: { nspid: '$ROUTER' }, is: any } },
    { id: 'elementon', command: 'configureVirtualRouterElement', params: { id: '$ELEMENT', enabled: true },
      look: { command: 'listVirtualRouterElements', params: { nspid: '$ROUTER' }, is: any, done: (row) => row.enabled === true } },
    { id: 'provideron', command: 'updateNetworkServiceProvider', params: { id: '$ROUTER', state: 'Enabled' },
      look: { command: 'listNetworkServiceProviders', params: { ...here, name: 'VirtualRouter' }, is: any, done: enabled } },
  ]
}

function places(of: Choices): Task[] {
  const { management, public: open } = of
  return [
    { id: 'pod', command: 'createPod', saves: 'POD',
      params: { zoneid: '$ZONE', name: of.pod, gateway: management.gateway, netmask: management.netmask, startip: management.start, endip: management.end },
      look: { command: 'listPods', params: { zoneid: '$ZONE' }, is: (row) => row.name === of.pod } },
    { id: 'public', command: 'createVlanIpRange',
      params: { zoneid: '$ZONE', forvirtualnetwork: true, vlan: of.publicvlan.trim() || 'untagged', gateway: open.gateway, netmask: open.netmask,
        startip: open.start, endip: open.end },
      look: { command: 'listVlanIpRanges', params: { zoneid: '$ZONE', forvirtualnetwork: true }, is: (row) => row.startip === open.start } },
    { id: 'cluster', command: 'addCluster', saves: 'CLUSTER',
      params: { zoneid: '$ZONE', podid: '$POD', clustername: of.cluster, clustertype: 'CloudManaged', hypervisor: of.hypervisor },
      look: { command: 'listClusters', params: { podid: '$POD' }, is: (row) => row.name === of.cluster } },
  ]
}

function host(of: Choices): Task {
  return {
    id: 'host', command: 'addHost', waits: true, saves: 'HOST',
    params: { zoneid: '$ZONE', podid: '$POD', clusterid: '$CLUSTER', hypervisor: of.hypervisor, url: 'http://HOST' },
    look: { command: 'listHosts', params: { clusterid: '$CLUSTER', type: 'Routing' }, is: any, done: (row) => row.state === 'Up' },
  }
}

function stores(of: Choices): Task[] {
  const shared = of.storage === 'shared'
  const simulated = of.hypervisor === 'Simulator'
  return [
    { id: 'pool', command: 'createStoragePool',
      params: { zoneid: '$ZONE', podid: '$POD', clusterid: '$CLUSTER', name: of.pool,
        url: shared ? `SharedMountPoint://${of.folder}` : `filesystem://$HOST${of.folder}` },
      look: { command: 'listStoragePools', params: { clusterid: '$CLUSTER' }, is: (row) => row.name === of.pool } },
    { id: 'images', command: 'addImageStore',
      params: { zoneid: '$ZONE', name: of.images, provider: simulated ? 'Simulator' : 'Pileus', ...(simulated ? {} : { url: of.imageurl }) },
      look: { command: 'listImageStores', params: { zoneid: '$ZONE' }, is: (row) => row.name === of.images } },
  ]
}

function enable(): Task {
  return {
    id: 'enable', command: 'updateZone', params: { id: '$ZONE', allocationstate: 'Enabled' },
    look: { command: 'listZones', params: { id: '$ZONE' }, is: any, done: (row) => row.allocationstate === 'Enabled' },
  }
}

/** The parameters with the ids in their places. Throws for one that is not known yet. */
export function filled(params: Params, ids: Ids): Params {
  const one = (text: string): string => text.replace(/\$([A-Z]+)/g, (_, name: string) => {
    const id = ids[name]
    if (id === undefined) throw new Error(`${name} is not known yet`)
    return id
  })
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? one(value) : value]))
}
