/** A job that failed, once more: the form of its command with the same values. */

import type { Job } from '@/framework/jobs'
import { run } from '@/framework/run'
import { useSession } from '@/framework/session'
import { useToasts } from '@/framework/toasts'

/** Only jobs begun in this page have their values: they are kept in memory alone. */
export function retriable(job: Job): boolean {
  return job.params !== undefined && useSession().can(job.command)
}

export function retry(job: Job): void {
  run(job.command, job.params ?? {}, { name: job.title, noun: job.noun, objectId: job.objectId })
    .catch((error: unknown) => useToasts().bad(job.title, String(error)))
}
