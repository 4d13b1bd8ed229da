/** The API as the wizard's runner sees it. */

import { list } from '@/framework/client'
import type { ListCommand } from '@/api/commands'
import type { Row } from '@/framework/resource'
import { run } from '@/framework/run'
import type { Door } from './run'

export const door: Door = {
  async call(command, params) {
    const started = await run(command, params, { quiet: true })
    const job = await started.job
    if (job?.status === 'failed') throw new Error(job.error ?? command)
  },
  async list(command, params) {
    return (await list(command as ListCommand, params)).rows as Row[]
  },
}
