/** Runs a command: says so, follows its job, refreshes what shows it. */

import { ApiError, send } from './client'
import { t } from './i18n'
import { useJobs, type Job } from './jobs'
import { refreshAll } from './query'
import type { Params, Row } from './resource'
import { useSession } from './session'
import { useToasts } from './toasts'
import { commandLabel } from './words'

export interface RunOptions {
  /** What it is done to, for messages. */
  name?: string
  noun?: string
  objectId?: string
  /** No toast of its own: the caller shows the outcome (bulk). */
  quiet?: boolean
  /** Offered in the toast when all went well. */
  undo?: { label: string; run: () => unknown }
}

export interface Started {
  /** The object, where the command answers one at once; { id } of a new one for jobs. */
  row: Row
  /** For jobs: its end. Never rejects. */
  job?: Promise<Job>
}

/** Throws ApiError when the call is refused; what a job fails by comes with its end. */
export async function run(command: string, params: Params, options: RunOptions = {}): Promise<Started> {
  const session = useSession()
  const toasts = useToasts()
  const title = [commandLabel(command), options.name].filter(Boolean).join(': ')
  const content = await send(command, params)
  if (!session.api(command)?.isasync || typeof content.jobid !== 'string') {
    if (!options.quiet) toasts.show({ kind: 'good', text: t('toast.done', { title }), act: options.undo })
    void refreshAll()
    return { row: only(content) }
  }
  const jobs = useJobs()
  jobs.update({ id: content.jobid, command, title, params, noun: options.noun, objectId: options.objectId ?? idOf(content, params) })
  void refreshAll()
  const job = jobs.follow(content.jobid).then((done) => {
    if (options.quiet) return done
    if (done.status === 'failed') toasts.bad(t('toast.failed', { title }), done.error)
    else toasts.show({ kind: 'good', text: t('toast.done', { title }), act: options.undo })
    return done
  })
  return { row: content, job }
}

/** The words of whatever was thrown. */
export function words(error: unknown): string {
  return error instanceof ApiError && error.status === 0 ? t('error.unreachable') : error instanceof Error ? error.message : String(error)
}

function only(content: Row): Row {
  const inner = Object.values(content)
  return inner.length === 1 && inner[0] !== null && typeof inner[0] === 'object' ? (inner[0] as Row) : content
}

function idOf(content: Row, params: Params): string | undefined {
  const id = content.id ?? params.id
  return typeof id === 'string' ? id : undefined
}
