/** The connection to /client/api/stream: connects, listens, and connects again, after ever longer pauses. */

import { currentSessionKey } from '@/framework/client'

export interface Heard {
  name: string
  data: unknown
}

export interface Handlers {
  heard: (message: Heard) => void
  /** True once `hello` was heard, false as soon as the connection is lost. */
  up: (connected: boolean) => void
}

const NAMES = ['hello', 'change', 'job', 'reset', 'end'] as const
const FIRST_MS = 500
const SLOWEST_MS = 30_000
const SILENT_MS = 40_000 // the manager says something every 15 s

export function openStream(handlers: Handlers, from = ''): { close: () => void } {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let watch: ReturnType<typeof setTimeout> | undefined
  let pause = FIRST_MS
  let place = from
  let closed = false

  function connect(): void {
    retry = undefined
    const query = new URLSearchParams({ sessionkey: currentSessionKey(), ...(place && { lasteventid: place }) })
    source = new EventSource(`/client/api/stream?${query}`)
    source.onerror = again
    for (const name of [...NAMES, 'at'] as const) source.addEventListener(name, (event) => take(name, event))
    alive()
  }

  function take(name: string, event: MessageEvent<string>): void {
    alive()
    if (event.lastEventId) place = event.lastEventId
    if (name === 'at') return
    const data = JSON.parse(event.data) as { reason?: string }
    if (name === 'hello') {
      pause = FIRST_MS
      handlers.up(true)
    }
    handlers.heard({ name, data })
    if (name === 'end') again()
  }

  function alive(): void {
    clearTimeout(watch)
    watch = setTimeout(again, SILENT_MS)
  }

  function again(): void {
    clearTimeout(watch)
    source?.close()
    if (closed || retry) return
    handlers.up(false)
    retry = setTimeout(connect, pause * (0.5 + Math.random() / 2)) // apart from the others that lost the same manager
    pause = Math.min(pause * 2, SLOWEST_MS)
  }

  /** The network is back: no need to wait for the pause to end. */
  function now(): void {
    if (!retry) return
    clearTimeout(retry)
    connect()
  }

  window.addEventListener('online', now)
  connect()
  return {
    close: () => {
      closed = true
      window.removeEventListener('online', now)
      clearTimeout(watch)
      clearTimeout(retry)
      source?.close()
    },
  }
}
