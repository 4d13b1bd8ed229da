/** Whether the page is told of changes, and starting and ending that. */

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { send } from '@/framework/client'
import { jobStream } from '@/framework/jobs'
import { polling } from '@/framework/query'
import { useSession } from '@/framework/session'
import { changed, everything, forget, type Change } from './changes'
import { told, type StreamJob } from './jobs'
import type { Heard } from './stream'
import { shareStream } from './tabs'

const POLL_MS = 15_000
const PATIENCE_MS = 4_000 // a manager that restarts, or another that takes over, is not worth a word

export type Connection = 'connecting' | 'live' | 'polling'

export const useLive = defineStore('live', () => {
  const connection = ref<Connection>('connecting')
  let before = false
  let late: ReturnType<typeof setTimeout> | undefined
  let end: (() => void) | undefined

  function up(now: boolean): void {
    clearTimeout(late)
    late = undefined
    jobStream.up = now
    if (now) {
      polling.everyMs = 0
      connection.value = 'live'
      if (before) everything() // the manager tells what was missed; what it tells not, as figures, is read again
      before = true
    } else if (connection.value !== 'polling') {
      late = setTimeout(poll, PATIENCE_MS)
    }
  }

  function poll(): void {
    polling.everyMs = POLL_MS
    connection.value = 'polling'
    everything()
  }

  function heard({ name, data }: Heard): void {
    if (name === 'change') changed(data as Change)
    else if (name === 'job') told(data as StreamJob)
    else if (name === 'hello') (data as { jobs: StreamJob[] }).jobs.forEach(told)
    else if (name === 'reset') everything()
    else if (name === 'end' && (data as { reason: string }).reason === 'session') void ask()
  }

  /** Whether the session is over: a refusal takes the user to the login page. */
  async function ask(): Promise<void> {
    await send('listCapabilities').catch(() => undefined)
  }

  function start(): () => void {
    stop()
    before = false
    connection.value = 'connecting'
    late = setTimeout(poll, PATIENCE_MS)
    end = shareStream(useSession().user?.userid ?? '', { heard, up })
    return stop
  }

  function stop(): void {
    end?.()
    end = undefined
    clearTimeout(late)
    forget()
    jobStream.up = false
    polling.everyMs = POLL_MS
  }

  const isLive = computed(() => connection.value === 'live')
  return { connection, isLive, start, stop }
})
