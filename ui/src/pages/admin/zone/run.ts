/** Runs tasks one after another; what is there already is taken as it is. */

import type { Params, Row } from '@/framework/resource'
import { filled, type Ids, type Task } from './tasks'

export type State = 'waiting' | 'running' | 'done' | 'there' | 'failed' | 'people'

export interface Progress {
  state: State
  error?: string
}

/** How the API is reached: a call that has waited for its job, and a list. */
export interface Door {
  call: (command: string, params: Params) => Promise<unknown>
  list: (command: string, params: Params) => Promise<Row[]>
}

export interface Outcome {
  ids: Ids
  /** The task that it stopped at; undefined when all are done. */
  at?: Task
  why?: 'failed' | 'people'
}

/** Goes through all tasks from the beginning: looks, calls what is missing, stops at the first that fails or waits for people. */
export async function run(all: readonly Task[], door: Door, told: (task: Task, now: Progress) => void): Promise<Outcome> {
  const ids: Ids = {}
  for (const task of all) {
    told(task, { state: 'running' })
    try {
      let row = await look(task, door, ids)
      const there = row !== undefined && (task.look.done?.(row) ?? true)
      if (!there && task.waits) {
        told(task, { state: 'people' })
        return { ids, at: task, why: 'people' }
      }
      if (!there) {
        await door.call(task.command, filled(task.params, ids))
        row = await look(task, door, ids)
      }
      if (task.saves && typeof row?.id === 'string') ids[task.saves] = row.id
      told(task, { state: there ? 'there' : 'done' })
    } catch (error) {
      told(task, { state: 'failed', error: error instanceof Error ? error.message : String(error) })
      return { ids, at: task, why: 'failed' }
    }
  }
  return { ids }
}

async function look(task: Task, door: Door, ids: Ids): Promise<Row | undefined> {
  const rows = (await door.list(task.look.command, filled(task.look.params, ids))).filter(task.look.is)
  return rows.find((row) => task.look.done?.(row) ?? true) ?? rows[0]
}
