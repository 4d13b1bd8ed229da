import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStream, type Heard } from './stream'

class Source extends EventTarget {
  static all: Source[] = []
  onerror: (() => void) | null = null
  closed = false
  constructor(readonly url: string) {
    super()
    Source.all.push(this)
  }
  close(): void {
    this.closed = true
  }
  say(name: string, data: unknown, id = ''): void {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data), lastEventId: id }))
  }
}

const last = (): Source => Source.all.at(-1)!

describe('openStream', () => {
  let heard: Heard[]
  let up: boolean[]
  let stream: { close: () => void }

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Source)
    vi.stubGlobal('window', new EventTarget())
    Source.all = []
    heard = []
    up = []
    stream = openStream({ heard: (message) => heard.push(message), up: (now) => up.push(now) })
  })

  afterEach(() => {
    stream.close()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('tells what it hears, and that it is up once it was greeted', () => {
    last().say('hello', { jobs: [] }, '5')
    last().say('change', { type: 'Host' })
    expect(up).toEqual([true])
    expect(heard.map((one) => one.name)).toEqual(['hello', 'change'])
  })

  it('connects again where it was, after ever longer pauses', () => {
    last().say('hello', {}, '5')
    last().say('at', {}, '7')
    last().onerror!()
    expect(up).toEqual([true, false])
    vi.advanceTimersByTime(500)
    expect(Source.all).toHaveLength(2)
    expect(last().url).toContain('lasteventid=7')
    last().onerror!()
    vi.advanceTimersByTime(499)
    expect(Source.all).toHaveLength(2)
    vi.advanceTimersByTime(501)
    expect(Source.all).toHaveLength(3)
  })

  it('takes a long silence for a lost connection', () => {
    last().say('hello', {}, '5')
    vi.advanceTimersByTime(39_000)
    last().say('at', {}, '6')
    vi.advanceTimersByTime(39_000)
    expect(up).toEqual([true])
    vi.advanceTimersByTime(1_001)
    expect(up).toEqual([true, false])
  })

  it('leaves when the manager says so, and connects to another', () => {
    last().say('hello', {}, '5')
    last().say('end', { reason: 'drain' })
    expect(last().closed).toBe(true)
    vi.advanceTimersByTime(500)
    expect(Source.all).toHaveLength(2)
  })

  it('is quiet once it was closed', () => {
    stream.close()
    last().onerror!()
    vi.advanceTimersByTime(60_000)
    expect(Source.all).toHaveLength(1)
  })
})
