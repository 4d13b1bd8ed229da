/** What the administrator decides in the zone wizard, and what is wrong with it. */

import { address, cidr, network, overlap, prefix, type Net } from './addresses'

export interface Range {
  gateway: string
  netmask: string
  start: string
  end: string
}

export interface Choices {
  hypervisor: 'KVM' | 'Simulator'
  name: string
  dns1: string
  dns2: string
  internaldns: string
  guestcidr: string
  physical: string
  isolation: 'VLAN' | 'VXLAN'
  tags: string
  labels: { Management: string; Guest: string; Public: string }
  pod: string
  management: Range
  public: Range
  publicvlan: string
  cluster: string
  storage: 'shared' | 'local'
  pool: string
  folder: string
  images: string
  imageurl: string
}

/** Safe for a first zone; what nobody can guess is empty. */
export function defaults(): Choices {
  return {
    hypervisor: 'KVM', name: '', dns1: '9.9.9.9', dns2: '149.112.112.112', internaldns: '9.9.9.9', guestcidr: '10.1.1.0/24', physical: 'physical',
    isolation: 'VLAN', tags: '100-199', labels: { Management: 'cloudbr0', Guest: 'cloudbr0', Public: 'cloudbr0' }, pod: 'pod-1',
    management: { gateway: '', netmask: '255.255.255.0', start: '', end: '' }, public: { gateway: '', netmask: '255.255.255.0', start: '', end: '' },
    publicvlan: '', cluster: 'cluster-1', storage: 'shared', pool: 'primary', folder: '/srv/pileus', images: 'images', imageurl: '',
  }
}

export const PAGES = ['zone', 'network', 'addresses', 'storage', 'review', 'run'] as const
export type PageName = (typeof PAGES)[number]

/** The field (a path into the choices) and a message key below `zonewizard.wrong` with its values. */
export interface Wrong {
  field: string
  key: string
  values?: Record<string, string>
}

const MOST = { VLAN: 4094, VXLAN: 16_777_214 }
const NAME = /^[^\s/$][^/$]{0,99}$/

export function problems(of: Choices, page: PageName): Wrong[] {
  const checks: Record<PageName, (of: Choices) => Wrong[]> = {
    zone: basics, network: carriers, addresses: (all) => [...range(all, 'management'), ...range(all, 'public'), ...clashes(all), ...vlan(all)],
    storage, review: (all) => PAGES.slice(0, 4).flatMap((one) => problems(all, one)), run: () => [],
  }
  return checks[page](of)
}

function named(field: string, text: string): Wrong[] {
  if (!text.trim()) return [{ field, key: 'missing' }]
  return NAME.test(text) ? [] : [{ field, key: 'name' }]
}

function basics(of: Choices): Wrong[] {
  const found = named('name', of.name)
  for (const field of ['dns1', 'internaldns', 'dns2'] as const) {
    if (field !== 'dns2' && !of[field].trim()) found.push({ field, key: 'missing' })
    else if (of[field].trim() && address(of[field]) === undefined) found.push({ field, key: 'address' })
  }
  const guests = cidr(of.guestcidr)
  if (!guests) found.push({ field: 'guestcidr', key: 'cidr' })
  else if (guests.last - guests.first < 7) found.push({ field: 'guestcidr', key: 'small' })
  return found
}

function carriers(of: Choices): Wrong[] {
  const found = named('physical', of.physical)
  const spans = of.tags.split(',').map((part) => /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part))
  const most = MOST[of.isolation]
  if (!spans.every((span) => span && Number(span[1]) >= 1 && Number(span[2] ?? span[1]) <= most && Number(span[1]) <= Number(span[2] ?? span[1]))) {
    found.push({ field: 'tags', key: 'tags', values: { most: String(most) } })
  }
  for (const kind of ['Management', 'Guest', 'Public'] as const) {
    if (!/^[\w.-]{1,15}$/.test(of.labels[kind])) found.push({ field: `labels.${kind}`, key: of.labels[kind] ? 'label' : 'missing' })
  }
  return found
}

/** The network of a range, once gateway and netmask are right. */
export function netOf(given: Range): Net | undefined {
  const [gateway, length] = [address(given.gateway), prefix(given.netmask)]
  return gateway === undefined || length === undefined ? undefined : network(gateway, length)
}

function range(of: Choices, part: 'management' | 'public'): Wrong[] {
  const given = of[part]
  const found: Wrong[] = part === 'management' ? [...named('pod', of.pod)] : []
  for (const field of ['gateway', 'start', 'end'] as const) {
    if (address(given[field]) === undefined) found.push({ field: `${part}.${field}`, key: given[field].trim() ? 'address' : 'missing' })
  }
  if (prefix(given.netmask) === undefined) found.push({ field: `${part}.netmask`, key: 'netmask' })
  const whole = netOf(given)
  const [gateway, start, end] = [address(given.gateway), address(given.start), address(given.end)]
  if (!whole || gateway === undefined || start === undefined || end === undefined) return found
  if (start < whole.first || start > whole.last) found.push({ field: `${part}.start`, key: 'outside' })
  if (end < whole.first || end > whole.last) found.push({ field: `${part}.end`, key: 'outside' })
  if (end < start) found.push({ field: `${part}.end`, key: 'backwards' })
  else if (gateway >= start && gateway <= end) found.push({ field: `${part}.gateway`, key: 'gatewayinside' })
  return found
}

function clashes(of: Choices): Wrong[] {
  const spans = { management: span(of.management), public: span(of.public) }
  const found: Wrong[] = []
  if (spans.management && spans.public && overlap(spans.management, spans.public)) found.push({ field: 'public.start', key: 'overlap' })
  const guests = cidr(of.guestcidr)
  for (const part of ['management', 'public'] as const) {
    const whole = netOf(of[part])
    if (guests && whole && overlap(guests, whole)) found.push({ field: `${part}.gateway`, key: 'guests', values: { cidr: of.guestcidr } })
  }
  return found
}

function span(given: Range): Net | undefined {
  const [first, last] = [address(given.start), address(given.end)]
  return first === undefined || last === undefined || last < first ? undefined : { first, last }
}

function vlan(of: Choices): Wrong[] {
  if (!of.publicvlan.trim()) return []
  const tag = Number(of.publicvlan)
  if (!/^\d+$/.test(of.publicvlan.trim()) || tag < 1 || tag > MOST.VLAN) return [{ field: 'publicvlan', key: 'vlan' }]
  const taken = of.isolation === 'VLAN' && of.tags.split(',').some((part) => {
    const [low, high] = part.split('-').map(Number)
    return low !== undefined && tag >= low && tag <= (high ?? low)
  })
  return taken ? [{ field: 'publicvlan', key: 'vlantaken', values: { tags: of.tags } }] : []
}

function storage(of: Choices): Wrong[] {
  const found = [...named('cluster', of.cluster), ...named('pool', of.pool), ...named('images', of.images)]
  if (!/^\/[^\s$]+$/.test(of.folder)) found.push({ field: 'folder', key: 'folder' })
  if (of.hypervisor === 'KVM' && !/^pileus:\/\/[^\s/:]+(:\d+)?$/.test(of.imageurl)) found.push({ field: 'imageurl', key: of.imageurl ? 'imageurl' : 'missing' })
  return found
}
