/** A job that failed, once more: the form of its command with the same values. */

import type { Command } from '@/api/commands'
import type { Job } from '@/framework/jobs'
import type { Action } from '@/framework/resource'
import { useSession } from '@/framework/session'

/** Only jobs begun in this page have their values: they are kept in memory alone. */
export function retriable(job: Job): boolean {
  return job.params !== undefined && useSession().can(job.command)
}

export function again(job: Job): Action {
  return { command: job.command as Command }
}
