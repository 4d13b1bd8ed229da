/** What a new installation still needs, in order. */

import type { InfrastructureResponse } from '@/api/commands'

export interface Step {
  key: string
  done: boolean
  to: string
}

export interface Seen {
  infrastructure: InfrastructureResponse
  enabledZones: number
  templates: number
  accounts: number
  disabledZone?: string
}

export function steps(of: Seen): Step[] {
  const { infrastructure } = of
  const wizard = of.disabledZone ? `/setup/zone?zone=${of.disabledZone}` : '/setup/zone'
  return [
    { key: 'zone', done: Number(infrastructure.zones ?? 0) > 0, to: '/setup/zone' },
    { key: 'host', done: Number(infrastructure.hosts ?? 0) > 0, to: Number(infrastructure.clusters ?? 0) > 0 ? '/setup/host' : wizard },
    { key: 'storage', done: Number(infrastructure.storagepools ?? 0) > 0 && Number(infrastructure.imagestores ?? 0) > 0, to: wizard },
    { key: 'enable', done: of.enabledZones > 0, to: wizard },
    { key: 'template', done: of.templates > 0, to: '/template' },
    { key: 'tenant', done: of.accounts > 1, to: '/domains' },
  ]
}
