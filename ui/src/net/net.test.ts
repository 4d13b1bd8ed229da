import { describe, expect, it } from 'vitest'
import { isCidr, isEverywhere, isIpv6, parseCidrs, usableHosts } from './cidr'
import { parsePorts, serviceOf, showPorts } from './ports'

describe('prefixes', () => {
  it.each(['10.0.0.0/8', '0.0.0.0/0', '192.0.2.1/32', '2001:db8::/32', '::/0'])('%s is one', (text) => expect(isCidr(text)).toBe(true))
  it.each(['10.0.0.0', '10.0.0/8', '10.0.0.256/8', '10.0.0.0/33', '010.0.0.0/8', '2001:db8::/129', '::1::/64', 'a/8', '10.0.0.0/8/8', ''])('%s is none', (text) => expect(isCidr(text)).toBe(false))
  it('knows IPv6 addresses', () => {
    expect(['::1', '2001:db8:0:0:0:0:0:1'].every(isIpv6)).toBe(true)
    expect(['1:2:3', '1:2:3:4:5:6:7:8:9', '12345::'].some(isIpv6)).toBe(false)
  })
  it('takes bare addresses as prefixes of themselves and says what is wrong', () =>
    expect(parseCidrs('192.0.2.1, 10.0.0.0/8;x  ::1')).toEqual({ cidrs: ['192.0.2.1/32', '10.0.0.0/8', '::1/128'], wrong: ['x'] }))
  it('knows who is everybody', () => expect([isEverywhere([]), isEverywhere(['0.0.0.0/0']), isEverywhere(['10.0.0.0/8'])]).toEqual([true, true, false]))
  it('counts hosts', () => expect([usableHosts('10.0.0.0/24'), usableHosts('10.0.0.0/32')]).toEqual([253, 0]))
})

describe('ports', () => {
  it.each([['22', 22, 22], [' 8000-8010 ', 8000, 8010], ['1:65535', 1, 65535]])('%s', (text, first, last) => expect(parsePorts(text)).toEqual({ first, last }))
  it.each(['0', '65536', '20-10', 'x', '', '1-2-3', '-5'])('%s is none', (text) => expect(parsePorts(text)).toBeNull())
  it('are shown as a range where they are one', () => expect([showPorts(22, 22), showPorts('80', undefined), showPorts(1, 9), showPorts(undefined, undefined)]).toEqual(['22', '80', '1–9', '']))
  it('have names', () => expect([serviceOf('tcp', 443), serviceOf('udp', 443)]).toEqual(['HTTPS', '']))
})
