/** Calls of the API: one function, typed by the API's own declarations. */

import type { Command, Commands, ListCommand } from '@/api/commands'
import type { Params, Row } from './resource'

const API = '/client/api/'

/** A refusal, in the API's words. `status` 0: no manager could be reached. `param`: the parameter that the text is about, where it names one. */
export class ApiError extends Error {
  constructor(readonly status: number, text: string, readonly command: string, readonly csCode = 0) {
    super(text)
    this.name = 'ApiError'
  }

  /** The session has ended, or none began. */
  get loggedOut(): boolean {
    return this.status === 401
  }
}

export interface Page<T> {
  rows: T[]
  count: number
}

/** The key that makes a call ours: kept in memory alone. */
let sessionKey = ''
let onLoggedOut: () => void = () => undefined

export function useSessionKey(key: string, loggedOut?: () => void): void {
  sessionKey = key
  if (loggedOut) onLoggedOut = loggedOut
}

/** For EventSource, which sends no body. */
export function currentSessionKey(): string {
  return sessionKey
}

/** Parameters as the wire wants them: lists joined by commas, maps as name[0].key=value, objects in lists as name[0].field=value. */
export function encode(params: Params, indexed: readonly string[] = []): URLSearchParams {
  const out = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue
    if (Array.isArray(value)) {
      if (value.length && typeof value[0] === 'object') value.forEach((one, at) => pairs(out, `${name}[${at}]`, one as Params))
      else if (value.length) out.set(name, value.join(','))
    } else if (typeof value === 'object') {
      if (name === 'tags') Object.entries(value).forEach(([key, text], at) => tag(out, at, key, String(text)))
      else if (indexed.includes(name)) Object.entries(value).forEach(([key, text], at) => pairs(out, `${name}[${at}]`, { [key]: text }))
      else pairs(out, `${name}[0]`, value as Params)
    } else {
      out.set(name, String(value))
    }
  }
  return out
}

function tag(out: URLSearchParams, at: number, key: string, value: string): void {
  out.set(`tags[${at}].key`, key)
  out.set(`tags[${at}].value`, value)
}

function pairs(out: URLSearchParams, prefix: string, value: Params): void {
  for (const [key, text] of Object.entries(value)) out.set(`${prefix}.${key}`, String(text))
}

/** One call; the content of the answer's wrapper. Throws ApiError. */
export async function send(command: string, params: Params = {}, signal?: AbortSignal): Promise<Row> {
  const body = encode(params)
  body.set('response', 'json')
  if (sessionKey) body.set('sessionkey', sessionKey)
  let answer: Response
  try {
    answer = await fetch(API + command, { method: 'POST', body, headers: { 'X-Pileus-Client': 'ui' }, credentials: 'same-origin', signal })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'No management server answers', command)
  }
  const content = await contentOf(answer, command)
  if (answer.ok) return content
  const error = new ApiError(answer.status, String(content.errortext ?? answer.statusText), command, Number(content.cserrorcode ?? 0))
  if (error.loggedOut && command !== 'login') onLoggedOut()
  throw error
}

async function contentOf(answer: Response, command: string): Promise<Row> {
  try {
    const body = (await answer.json()) as Record<string, Row>
    return Object.values(body)[0] ?? {}
  } catch {
    throw new ApiError(answer.status, answer.statusText || `status ${answer.status}`, command)
  }
}

/** A list command: its rows and how many there are on all pages. */
export async function list<C extends ListCommand>(command: C, params: Partial<Commands[C]['params']> & Params = {}, signal?: AbortSignal):
Promise<Page<Commands[C]['item']>> {
  const content = await send(command, params, signal)
  const rows = (Object.values(content).find(Array.isArray) ?? []) as Commands[C]['item'][]
  return { rows, count: Number(content.count ?? rows.length) }
}

/** A command that answers an object: that object. Of an async one: { jobid, id? }; use framework/run.ts to follow it. */
export async function call<C extends Command>(command: C, params: Partial<Commands[C]['params']> & Params = {}): Promise<Commands[C]['item'] & Row> {
  const content = await send(command, params)
  const inner = Object.values(content)
  const only = inner.length === 1 && inner[0] !== null && typeof inner[0] === 'object' && !Array.isArray(inner[0])
  return (only ? inner[0] : content) as Commands[C]['item'] & Row
}
