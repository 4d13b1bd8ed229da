import { expect, it } from 'vitest'
import { bytesOf, formatOf, fromBase64, toBase64 } from './encode'

it('goes there and back, whatever the letters', () => {
  for (const text of ['', '#cloud-config\n', 'Grüße → 日本 🙂']) expect(fromBase64(toBase64(text))).toBe(text)
  expect(toBase64('#!/bin/true\n')).toBe('IyEvYmluL3RydWUK')
})
it('says when it is no text', () => expect([fromBase64('H4sIAAAA/w=='), fromBase64('!')]).toEqual([null, null]))
it('knows what cloud-init knows', () =>
  expect(['', '#cloud-config\na: 1', '#!/bin/sh\n', '#include\nhttp://x', 'MIME-Version: 1.0', 'packages:'].map(formatOf)).toEqual(
    ['empty', 'cloud-config', 'script', 'include', 'mime', 'unknown']))
it('counts bytes, not letters', () => expect(bytesOf('ü🙂')).toBe(6))
