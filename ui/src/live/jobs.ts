/** The stream's jobs, brought into the page's store of jobs. */

import { send } from '@/framework/client'
import { useJobs, type Job } from '@/framework/jobs'
import { resourceOfList } from '@/framework/registry'
import type { Row } from '@/framework/resource'
import { useSession } from '@/framework/session'
import { commandLabel } from '@/framework/words'
import { LISTS } from './kinds'

/** As manager/api/stream/hub.py shows it. */
export interface StreamJob {
  id: string
  cmd?: string
  status: 0 | 1 | 2
  progress: number
  text?: string
  code?: number
  type?: string
  object?: string
  user?: string
  created: number
  ended?: number
}

const STATUS = ['running', 'done', 'failed'] as const

/** Jobs of this user, and those begun in this page; what others of the account do is in the lists and events. */
export function told(found: StreamJob): void {
  const jobs = useJobs()
  const known = jobs.jobs.find((job) => job.id === found.id)
  if (!known && found.user !== useSession().user?.userid) return
  if (known && known.status !== 'running') return
  const status = STATUS[found.status]
  const noun = known?.noun ?? (found.type ? resourceOfList(LISTS[found.type]?.[0] ?? '')?.noun : undefined)
  const change: Partial<Job> & { id: string } = {
    id: found.id, command: known?.command || found.cmd || '', title: known?.title || commandLabel(found.cmd ?? ''), progress: found.progress,
    text: status === 'running' ? found.text : undefined, objectId: known?.objectId ?? found.object, noun, began: known?.began ?? found.created,
  }
  if (status === 'running') jobs.update({ ...change, status })
  else if (known?.params) void result(change, status, found)
  else jobs.update({ ...change, status, ended: found.ended, error: status === 'failed' ? found.text : undefined })
}

/** Whoever began it here waits for what it made, which the stream does not tell. */
async function result(change: Partial<Job> & { id: string }, status: Job['status'], found: StreamJob): Promise<void> {
  const answer = await send('queryAsyncJobResult', { jobid: change.id }).catch((): Row => ({}))
  useJobs().update({ ...change, status, ended: found.ended, result: (answer.jobresult ?? {}) as Row,
    error: status === 'failed' ? found.text : undefined })
}
