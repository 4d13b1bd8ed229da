/** One stream for all tabs of a browser where it has Web Locks (HTTPS or localhost): HTTP/1.1 gives a page no more than six connections. */

import { openStream, type Handlers, type Heard } from './stream'

type Said = { heard: Heard } | { up: boolean } | { asks: true }

/** `who`: whose stream; tabs of another user do not share it. Answers what ends it. */
export function shareStream(who: string, handlers: Handlers): () => void {
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) {
    const alone = openStream(handlers)
    return alone.close
  }
  const name = `pileus.stream.${who}`
  const channel = new BroadcastChannel(name)
  const stop = new AbortController()
  let leads = false
  let connected = false
  const say = (said: Said): void => channel.postMessage(said)

  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if ('asks' in data) {
      if (leads) say({ up: connected })
    } else if ('up' in data) handlers.up(data.up)
    else handlers.heard(data.heard)
  }

  async function lead(): Promise<void> {
    leads = true
    const stream = openStream({
      up: (now) => {
        connected = now
        handlers.up(now)
        say({ up: now })
      },
      heard: (message) => {
        handlers.heard(message)
        say({ heard: message })
      },
    })
    await new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()))
    stream.close()
    say({ up: false })
  }

  navigator.locks.request(name, { signal: stop.signal }, lead).catch(() => undefined) // aborted while it waited for its turn
  say({ asks: true })
  return () => {
    stop.abort()
    setTimeout(() => channel.close(), 0)
  }
}
