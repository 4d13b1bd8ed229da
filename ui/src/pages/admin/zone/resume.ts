/** A zone that exists, as choices: to go on with what is half set up. */

import type { Row } from '@/framework/resource'
import { defaults, type Choices } from './choices'
import type { Door } from './run'

const text = (row: Row | undefined, field: string, otherwise: string): string => (typeof row?.[field] === 'string' && row[field] ? String(row[field]) : otherwise)

/** The choices that made what is there; defaults for what is not. */
export async function learn(door: Door, zone: Row): Promise<Choices> {
  const made = defaults()
  const zoneid = String(zone.id)
  const first = async (command: string, params: Row = { zoneid }): Promise<Row | undefined> => (await door.list(command, params))[0]
  const [physical, pod, open, cluster, pool, store] = await Promise.all([
    first('listPhysicalNetworks'), first('listPods'), first('listVlanIpRanges', { zoneid, forvirtualnetwork: true }), first('listClusters'),
    first('listStoragePools'), first('listImageStores')])
  const traffic = physical ? await door.list('listTrafficTypes', { physicalnetworkid: physical.id }) : []
  const label = (kind: 'Management' | 'Guest' | 'Public'): string =>
    text(traffic.find((row) => row.traffictype === kind), 'kvmnetworklabel', made.labels[kind])
  const method = String(physical?.isolationmethods ?? made.isolation)
  const path = text(pool, 'path', made.folder)
  return {
    ...made,
    hypervisor: cluster?.hypervisortype === 'Simulator' ? 'Simulator' : 'KVM',
    name: text(zone, 'name', ''), dns1: text(zone, 'dns1', made.dns1), dns2: text(zone, 'dns2', ''),
    internaldns: text(zone, 'internaldns1', made.internaldns), guestcidr: text(zone, 'guestcidraddress', made.guestcidr),
    physical: text(physical, 'name', made.physical), isolation: method.includes('VXLAN') ? 'VXLAN' : 'VLAN', tags: text(physical, 'vlan', made.tags),
    labels: { Management: label('Management'), Guest: label('Guest'), Public: label('Public') },
    pod: text(pod, 'name', made.pod), management: ranged(pod, made.management), public: ranged(open, made.public), publicvlan: tag(open),
    cluster: text(cluster, 'name', made.cluster), storage: zone.localstorageenabled === true ? 'local' : 'shared',
    pool: text(pool, 'name', made.pool), folder: path.startsWith('/') ? path : made.folder, images: text(store, 'name', made.images),
    imageurl: text(store, 'url', made.imageurl),
  }
}

function ranged(row: Row | undefined, otherwise: Choices['management']): Choices['management'] {
  const one = (value: unknown): string => String((Array.isArray(value) ? value[0] : value) ?? '')
  return row ? { gateway: one(row.gateway), netmask: one(row.netmask), start: one(row.startip), end: one(row.endip) } : otherwise
}

function tag(row: Row | undefined): string {
  return /(\d+)/.exec(String(row?.vlan ?? ''))?.[1] ?? ''
}
