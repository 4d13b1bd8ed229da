/** What can be done with an object: the description's actions, then every other command of the caller that takes its id. */

import { ACTION_ICON } from './icons'
import type { Command } from '@/api/commands'
import type { Action, Resource, Row } from './resource'
import { useSession, type Api } from './session'

const NOT_ACTIONS = /^(list|get|query|find|validate)|^(archive|delete)Events$|^createTags$|^deleteTags$/
const DANGEROUS = /^(delete|destroy|remove|expunge|purge|disable|revoke|release|force)/

export interface Offer extends Action {
  id: string
  /** Not named in the description. */
  found?: boolean
}

/** All that the caller's role may do with objects of this resource. */
export function offers(resource: Resource): Offer[] {
  const session = useSession()
  const named = (resource.actions ?? []).filter((one) => session.can(one.command)).map((one) => ({ ...one, id: one.id ?? 'id' }))
  const known = new Set<string>([...(resource.actions ?? []).map((one) => one.command), ...(resource.elsewhere ?? []), resource.create?.command ?? ''])
  const more: Offer[] = []
  for (const api of session.apis.values()) {
    const id = known.has(api.name) || NOT_ACTIONS.test(api.name) ? undefined : takesIdOf(api, resource)
    if (id) more.push({ command: api.name as Command, id, found: true, icon: ACTION_ICON(api.name), danger: DANGEROUS.test(api.name) ? 'confirm' : undefined })
  }
  return [...named, ...more.sort((a, b) => a.command.localeCompare(b.command))]
}

/** The parameter `id` of a command, when it is that of an object of this resource. */
function takesIdOf(api: Api, resource: Resource): string | undefined {
  if (resource.params) return undefined   // a narrower view of a list: its commands are named
  const found = api.params.find((one) => one.name === 'id' && (one.related ?? '').split(',').includes(resource.list))
  return found?.name
}

export function offered(all: readonly Offer[], row: Row): Offer[] {
  return all.filter((one) => !one.when || one.when(row))
}
