/** What a form needs to know of a command's parameters: from listApis and the generated hints. */

import { HINTS } from '@/api/forms'
import { resourceOfList } from './registry'
import type { Resource } from './resource'
import type { Api, ApiParam } from './session'

export type Control = 'text' | 'long' | 'secret' | 'integer' | 'decimal' | 'bool' | 'choice' | 'ref' | 'refs' | 'list' | 'map' | 'rows' | 'date'

export interface FormField {
  name: string
  control: Control
  required: boolean
  description: string
  choices?: readonly string[]
  /** For references: whose objects are offered. */
  of?: Resource
  minimum?: number
  maximum?: number
  length?: number
}

/** Parameters that no form shows: the UI's own business. */
const NEVER = new Set(['clienttoken', 'plan', 'response', 'uuid', 'account', 'domainid', 'projectid', 'customid'])
const LONG = 1000
const INTEGERS = new Set(['integer', 'long', 'short'])

export function fieldsOf(api: Api, hide: readonly string[] = [], show: readonly string[] = []): FormField[] {
  const hidden = new Set(hide)
  const wanted = api.params.filter((one) => !hidden.has(one.name) && (show.includes(one.name) || one.required || !NEVER.has(one.name)))
  return wanted.map((one) => fieldOf(api.name, one))
}

function fieldOf(command: string, param: ApiParam): FormField {
  const hint = HINTS[command]?.[param.name]
  const of = referred(param)
  const told = of && /^(the )?ids? of/i.test(param.description ?? '') ? '' : (param.description ?? '')   // a picker says that itself
  return { name: param.name, required: param.required ?? false, description: told, control: control(param, of !== undefined, hint), of,
    choices: hint?.choices, minimum: hint?.minimum, maximum: hint?.maximum, length: param.length }
}

/** The resource whose objects a parameter names. */
export function referred(param: ApiParam): Resource | undefined {
  for (const command of (param.related ?? '').split(',')) {
    const found = resourceOfList(command)
    if (found) return found
  }
  return undefined
}

function control(param: ApiParam, known: boolean, hint: { choices?: string[]; map?: string; secret?: boolean } | undefined): Control {
  if (hint?.choices) return 'choice'
  if (hint?.secret) return 'secret'
  if (param.type === 'boolean') return 'bool'
  if (param.type === 'map') return hint?.map === 'indexed' ? 'rows' : 'map'
  if (param.type === 'list') return known ? 'refs' : 'list'
  if (INTEGERS.has(param.type ?? '')) return 'integer'
  if (param.type === 'float' || param.type === 'double') return 'decimal'
  if (param.type === 'date' || param.type === 'tzdate') return 'date'
  if (param.type === 'uuid' && known) return 'ref'
  return (param.length ?? 0) > LONG ? 'long' : 'text'
}

/** The field that a refusal is about: the API names it as "Parameter x …", "x is …" or in quotes. Longest name first. */
export function concerned(text: string, names: readonly string[]): string | undefined {
  const lower = text.toLowerCase()
  return [...names].sort((a, b) => b.length - a.length).find((name) => {
    const at = name.toLowerCase()
    return lower.startsWith(`${at} `) || lower.startsWith(`${at}:`) || new RegExp(`(parameter|value for|field) ['"]?${at}\\b`).test(lower)
      || lower.includes(`'${at}'`) || lower.includes(`"${at}"`)
  })
}
