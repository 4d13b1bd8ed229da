import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { queries } from '@/framework/query'
import { changed, forget } from './changes'
import { LISTS, PATCHED } from './kinds'

const KEY = ['listVirtualMachines', {}]

describe('changed', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    queries.setQueryData(KEY, { rows: [{ id: 'a', state: 'Running' }, { id: 'b', state: 'Stopped' }], count: 2 })
    queries.setQueryData(['listHosts', {}], { rows: [], count: 0 })
  })

  afterEach(() => {
    forget()
    queries.clear()
    vi.useRealTimers()
  })

  const stale = (key: readonly unknown[]): boolean => queries.getQueryState(key)!.isInvalidated

  it('writes a bare state into the rows at once', () => {
    changed({ type: 'VirtualMachine', id: 'b', state: 'Starting' })
    expect(queries.getQueryData<{ rows: unknown[] }>(KEY)!.rows).toEqual([{ id: 'a', state: 'Running' }, { id: 'b', state: 'Starting' }])
  })

  it("takes an event's state for what it is: not the object's", () => {
    changed({ type: 'VirtualMachine', id: 'a', action: 'VM.STOP', state: 'Completed' })
    expect(queries.getQueryData<{ rows: { state: string }[] }>(KEY)!.rows[0]!.state).toBe('Running')
  })

  it('asks again soon, once for many changes, and only for the lists concerned', () => {
    const asked = vi.spyOn(queries, 'invalidateQueries')
    for (let number = 0; number < 100; number++) changed({ type: 'VirtualMachine', id: String(number), action: 'VM.START', state: 'Completed' })
    expect(stale(KEY)).toBe(false)
    vi.advanceTimersByTime(2_000)
    expect(asked).toHaveBeenCalledTimes(1)
    expect(stale(KEY)).toBe(true)
    expect(stale(['listHosts', {}])).toBe(false)
    asked.mockRestore()
  })
})

describe('the kinds', () => {
  it('patch lists that they refresh, too', () => {
    for (const [kind, list] of Object.entries(PATCHED)) expect(LISTS[kind]).toContain(list)
  })
})
