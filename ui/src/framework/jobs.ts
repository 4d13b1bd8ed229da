/** The jobs that this page knows: begun here, or told of by the stream. live/ shows them in its tray and feeds `update`. */

import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { ApiError, send } from './client'
import { refresh, refreshAll } from './query'
import type { Params, Row } from './resource'

export interface Job {
  id: string
  command: string
  /** In words: what it does to what. */
  title: string
  status: 'running' | 'done' | 'failed'
  /** 0 to 100. */
  progress: number
  text?: string
  error?: string
  result?: Row
  /** To do it again; kept in memory alone. Absent for jobs begun elsewhere. */
  params?: Params
  /** The object, and the resource it is of. */
  objectId?: string
  noun?: string
  began: number
  ended?: number
  seen?: boolean
}

const KEPT = 100
const FIRST_POLL_MS = 500
const SLOWEST_POLL_MS = 5_000

/** Set by live/ while its stream delivers jobs: then nothing is asked for. */
export const jobStream = { up: false }

export const useJobs = defineStore('jobs', () => {
  const jobs = shallowRef<Job[]>([])
  const waiting = new Map<string, (job: Job) => void>()
  const running = computed(() => jobs.value.filter((job) => job.status === 'running'))

  /** A new or changed job. */
  function update(change: Partial<Job> & { id: string }): Job {
    const known = jobs.value.find((job) => job.id === change.id)
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as typeof change
    const job: Job = { command: '', title: '', status: 'running', progress: 0, began: Date.now(), ...known, ...given }
    if (job.status !== 'running' && !job.ended) job.ended = Date.now()
    jobs.value = known ? jobs.value.map((one) => (one.id === job.id ? job : one)) : [job, ...jobs.value].slice(0, KEPT)
    if (job.status !== 'running') {
      waiting.get(job.id)?.(job)
      waiting.delete(job.id)
    }
    return job
  }

  /** Waits for the end of a job. Asks the manager, unless the stream tells. */
  function follow(id: string, lists: readonly string[] = []): Promise<Job> {
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      void poll(id, FIRST_POLL_MS)
    }).then(async (job) => {
      if (lists.length) await refresh(...lists)
      else await refreshAll()
      return job as Job
    })
  }

  async function poll(id: string, after: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, after))
    if (!waiting.has(id)) return
    if (!jobStream.up || after >= SLOWEST_POLL_MS) await ask(id)
    if (waiting.has(id)) void poll(id, Math.min(after * 1.5, SLOWEST_POLL_MS))
  }

  async function ask(id: string): Promise<void> {
    try {
      const found = await send('queryAsyncJobResult', { jobid: id })
      const result = (found.jobresult ?? {}) as Row
      const status = found.jobstatus === 1 ? 'done' : found.jobstatus === 2 ? 'failed' : 'running'
      update({ id, status, progress: status === 'done' ? 100 : Number(found.jobprocstatus ?? 0), result,
        error: status === 'failed' ? String(result.errortext ?? '') : undefined })
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) update({ id, status: 'failed', error: error.message })
    }
  }

  function remove(id: string): void {
    jobs.value = jobs.value.filter((job) => job.id !== id || job.status === 'running')
  }

  function clear(): void {
    jobs.value = jobs.value.filter((job) => job.status === 'running')
  }

  return { jobs, running, update, follow, remove, clear }
})
