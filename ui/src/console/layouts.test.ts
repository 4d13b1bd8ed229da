import { describe, expect, it } from 'vitest'
import { after, backoff } from './codes'
import { LAYOUTS, foreign, keysym, stroke } from './layouts'
import { typeText } from './typing'

describe('layouts', () => {
  it('knows the keys of a character', () => {
    expect(stroke('A', 'us')).toEqual({ keysym: 65, code: 'KeyA', shift: true, altgr: false })
    expect(stroke('z', 'de').code).toBe('KeyY')
    expect(stroke('@', 'de')).toEqual({ keysym: 64, code: 'KeyQ', shift: false, altgr: true })
    expect(stroke('^', 'de')).toMatchObject({ code: 'Backquote', dead: true })
    expect(stroke('|', 'de').code).toBe('IntlBackslash')
    expect(stroke('}', 'de').code).toBe('Digit0')
    expect(stroke('~', 'de').code).toBe('BracketRight')
    expect(stroke('€', 'de').code).toBe('KeyE')
    expect(stroke('€', 'gb').code).toBe('Digit4')
    expect(stroke('@', 'fr').code).toBe('Digit0')
    expect(stroke('€', 'fr').code).toBe('KeyE')
    expect(stroke('m', 'fr').code).toBe('Semicolon')
    expect(stroke('\\', 'us').code).toBe('Backslash')
    expect(stroke('?', 'us')).toMatchObject({ code: 'Slash', shift: true })
  })
  it('has all of ASCII on every layout', () => {
    const ascii = Array.from({ length: 95 }, (_, place) => String.fromCharCode(32 + place)).join('')
    expect(LAYOUTS.map((one) => [one, foreign(ascii, one)])).toEqual([['us', ''], ['gb', ''], ['de', ''], ['fr', '']])
  })
  it('sends the rest by number', () => {
    expect(keysym('ß')).toBe(0xdf)
    expect(keysym('😀')).toBe(0x0101f600)
    expect(stroke('漢', 'us').code).toBeNull()
    expect(foreign('a漢\r\n漢', 'us')).toBe('漢')
  })
})

it('types in order with its modifiers, and stops when told', async () => {
  const sent: string[] = []
  const keys = { sendKey: (_: number, code: string | null, down?: boolean) => { sent.push(`${code}${down ? '+' : '-'}`) } }
  expect(await typeText(keys, 'a\r\nB', 'us', () => true)).toBe(3)
  expect(sent.join(' ')).toBe('KeyA+ KeyA- Enter+ Enter- ShiftLeft+ KeyB+ KeyB- ShiftLeft-')
  expect(await typeText(keys, 'abc', 'us', (done) => done < 1)).toBe(1)
})

it('knows which ends are final', () => {
  expect([4000, 4003, 4010, 4011, 4029, 4030, 1006].map(after)).toEqual(['ended', 'ended', 'stopped', 'away', 'full', 'away', 'away'])
  expect(backoff(0, 'away', 0.5)).toBe(400)
  expect(backoff(50, 'away', 1)).toBe(12_500)
})
