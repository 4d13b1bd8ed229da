/** What the stream tells, brought into the query cache: states are written at once, lists on screen are asked for again soon. */

import { queries } from '@/framework/query'
import { ALL, LISTS, PATCHED } from './kinds'

export interface Change {
  type?: string
  id?: string
  /** The event's type, as VM.START; absent when only a state has changed. */
  action?: string
  state?: string
}

const SOON_MS = 250
const APART_MS = 1_500

const due = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let last = 0

export function changed(change: Change): void {
  patch(change)
  if (change.action) due.add('listEvents')
  for (const command of (change.type && LISTS[change.type]) || []) due.add(command)
  if (!timer) timer = setTimeout(flush, Math.max(SOON_MS, last + APART_MS - Date.now()))
}

/** All lists are asked for again: something may have been missed. */
export function everything(): void {
  due.clear()
  void queries.invalidateQueries()
}

export function forget(): void {
  clearTimeout(timer)
  timer = undefined
  due.clear()
}

function flush(): void {
  timer = undefined
  last = Date.now()
  const commands = new Set(due)
  due.clear()
  void queries.invalidateQueries({ predicate: ({ queryKey }) => commands.has(ALL) || commands.has(String(queryKey[0])) })
}

interface Listed {
  rows: { id?: unknown; state?: unknown }[]
}

function patch({ type, id, action, state }: Change): void {
  const command = type && PATCHED[type]
  if (!command || action || !state) return
  queries.setQueriesData<Listed>({ queryKey: [command] }, (found) =>
    found?.rows?.some((row) => row.id === id && row.state !== state)
      ? { ...found, rows: found.rows.map((row) => (row.id === id ? { ...row, state } : row)) }
      : found)
}
