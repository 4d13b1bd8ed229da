import { encode } from 'uqr'
import { expect, it } from 'vitest'
import { otpauth } from './otpauth'

it('is what authenticator programs read', () =>
  expect(otpauth('My: cloud', 'ada@example.org', 'JBSWY3DPEHPK3PXP')).toBe('otpauth://totp/My%3A%20cloud:ada%40example.org?secret=JBSWY3DPEHPK3PXP&issuer=My%3A%20cloud'))
it('fits into a QR code', () => {
  const { size, data } = encode(otpauth('Pileus', 'a'.repeat(64), 'A'.repeat(32)), { border: 3 })
  expect(data).toHaveLength(size)
  expect(data[3].slice(3, 10).every(Boolean)).toBe(true) // the upper edge of the first finder
})
