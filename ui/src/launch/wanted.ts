/** What the launch page asks for, and the call that it makes of it. */

import type { ServiceOfferingResponse, TemplateResponse } from '@/api/commands'
import type { Params } from '@/framework/resource'
import { toBase64 } from '@/userdata/encode'

export interface Wanted {
  zoneid: string
  template: TemplateResponse | null
  offering: ServiceOfferingResponse | null
  cpunumber: number | ''
  cpuspeed: number | ''
  memory: number | ''
  rootdisksize: number | ''
  diskofferingid: string
  size: number | ''
  networkids: string[]
  ipaddress: string
  keypairs: string[]
  userdata: string
  userdataid: string
  affinitygroupids: string[]
  name: string
  displayname: string
  group: string
  password: string
  startvm: boolean
  hostid: string
  details: string
}

export function nothing(): Wanted {
  return {
    zoneid: '', template: null, offering: null, cpunumber: '', cpuspeed: '', memory: '', rootdisksize: '', diskofferingid: '', size: '', networkids: [],
    ipaddress: '', keypairs: [], userdata: '', userdataid: '', affinitygroupids: [], name: '', displayname: '', group: '', password: '', startvm: true,
    hostid: '', details: '',
  }
}

/** The sections without which nothing can be launched. */
export type Missing = 'zone' | 'template' | 'offering' | 'custom'

export function missing(wanted: Wanted): Missing[] {
  const out: Missing[] = []
  if (!wanted.zoneid) out.push('zone')
  if (!wanted.template) out.push('template')
  if (!wanted.offering) out.push('offering')
  else if (toChoose(wanted.offering).some((field) => wanted[field] === '')) out.push('custom')
  return out
}

type Size = 'cpunumber' | 'cpuspeed' | 'memory'

/** What a customised offering leaves to the user. */
export function toChoose(offering: ServiceOfferingResponse): Size[] {
  return offering.iscustomized ? (['cpunumber', 'cpuspeed', 'memory'] as const).filter((field) => !offering[field]) : []
}

const SENT: Record<Size, string> = { cpunumber: 'cpuNumber', cpuspeed: 'cpuSpeed', memory: 'memory' }

/** `key=value` lines. */
function pairs(text: string): Record<string, string> {
  const lines = text.split('\n').map((line) => line.split('=')).filter(([key, ...rest]) => key.trim() !== '' && rest.length > 0)
  return Object.fromEntries(lines.map(([key, ...rest]) => [key.trim(), rest.join('=').trim()]))
}

/** Parameters of deployVirtualMachine. */
export function params(wanted: Wanted): Params {
  const details: Record<string, string> = pairs(wanted.details)
  if (wanted.offering) for (const field of toChoose(wanted.offering)) if (wanted[field] !== '') details[SENT[field]] = String(wanted[field])
  const given: Params = {
    zoneid: wanted.zoneid, templateid: wanted.template?.id, serviceofferingid: wanted.offering?.id, networkids: wanted.networkids,
    ipaddress: wanted.networkids.length ? wanted.ipaddress : '', keypairs: wanted.keypairs, userdata: wanted.userdata ? toBase64(wanted.userdata) : '',
    userdataid: wanted.userdataid, affinitygroupids: wanted.affinitygroupids, name: wanted.name, displayname: wanted.displayname, group: wanted.group,
    password: wanted.password, rootdisksize: wanted.rootdisksize, diskofferingid: wanted.diskofferingid, size: wanted.size, hostid: wanted.hostid,
    startvm: wanted.startvm ? '' : false, details,
  }
  const empty = (value: unknown): boolean => value === '' || value === undefined || (Array.isArray(value) && !value.length) ||
    (typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.keys(value).length)
  return Object.fromEntries(Object.entries(given).filter(([, value]) => !empty(value)))
}

/** A host's name in DNS: what the API takes as the name of a VM. */
export function isHostName(name: string): boolean {
  return name === '' || /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)
}
