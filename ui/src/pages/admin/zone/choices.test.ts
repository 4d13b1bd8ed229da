import { describe, expect, it } from 'vitest'
import { address, cidr, dotted, prefix, proposed, size } from './addresses'
import { defaults, problems, type Choices } from './choices'

function choices(change: Partial<Choices> = {}): Choices {
  return { ...defaults(), name: 'paris', imageurl: 'pileus://images:8260',
    management: { gateway: '172.16.0.1', netmask: '255.255.255.0', start: '172.16.0.10', end: '172.16.0.50' },
    public: { gateway: '198.18.0.1', netmask: '255.255.255.0', start: '198.18.0.10', end: '198.18.0.50' }, ...change }
}

describe('addresses', () => {
  it('are read strictly', () => {
    expect(address('10.0.0.1')).toBe(167772161)
    for (const wrong of ['', '10.0.0', '10.0.0.256', '010.0.0.1', '10.0.0.1.2', 'a.b.c.d', '-1.0.0.0']) expect(address(wrong)).toBeUndefined()
    expect(dotted(4294967295)).toBe('255.255.255.255')
  })
  it('have netmasks', () => {
    expect(prefix('255.255.255.0')).toBe(24)
    expect(prefix('255.255.254.0')).toBe(23)
    for (const wrong of ['255.0.255.0', '0.0.0.0', '1.2.3.4', '']) expect(prefix(wrong)).toBeUndefined()
  })
  it('make networks and ranges', () => {
    expect(cidr('10.1.1.77/24')).toEqual({ first: address('10.1.1.0'), last: address('10.1.1.255') })
    expect(cidr('10.1.1.0')).toBeUndefined()
    expect(size('10.0.0.1', '10.0.0.10')).toBe(10)
    expect(size('10.0.0.10', '10.0.0.1')).toBe(0)
    expect(proposed('172.16.0.1', '255.255.255.0')).toEqual({ start: '172.16.0.10', end: '172.16.0.250' })
    expect(proposed('172.16.0.20', '255.255.255.0')).toEqual({ start: '172.16.0.21', end: '172.16.0.250' })
  })
})

describe('what is wrong', () => {
  it('is nothing with good answers', () => expect(problems(choices(), 'review')).toEqual([]))

  const cases: [string, Partial<Choices>, string, string][] = [
    ['no name', { name: ' ' }, 'name', 'missing'],
    ['a guest network that is none', { guestcidr: '10.1.1.0' }, 'guestcidr', 'cidr'],
    ['a tiny guest network', { guestcidr: '10.1.1.0/30' }, 'guestcidr', 'small'],
    ['a DNS server that is none', { dns1: 'dns' }, 'dns1', 'address'],
    ['a VLAN beyond 4094', { tags: '4000-5000' }, 'tags', 'tags'],
    ['VLANs backwards', { tags: '200-100' }, 'tags', 'tags'],
    ['a bridge with a long name', { labels: { ...defaults().labels, Guest: 'abcdefghijklmnop' } }, 'labels.Guest', 'label'],
    ['an end outside', { public: { gateway: '198.18.0.1', netmask: '255.255.255.0', start: '198.18.0.10', end: '198.18.1.9' } }, 'public.end', 'outside'],
    ['an end before the start', { public: { gateway: '198.18.0.1', netmask: '255.255.255.0', start: '198.18.0.10', end: '198.18.0.9' } }, 'public.end', 'backwards'],
    ['a gateway inside', { public: { gateway: '198.18.0.12', netmask: '255.255.255.0', start: '198.18.0.10', end: '198.18.0.50' } }, 'public.gateway', 'gatewayinside'],
    ['both ranges the same', { public: choices().management }, 'public.start', 'overlap'],
    ['management in the guests network', { guestcidr: '172.16.0.0/16' }, 'management.gateway', 'guests'],
    ['a public VLAN of the tenants', { publicvlan: '150' }, 'publicvlan', 'vlantaken'],
    ['a relative folder', { folder: 'srv' }, 'folder', 'folder'],
    ['no image service for real hosts', { imageurl: '' }, 'imageurl', 'missing'],
  ]
  it.each(cases)('%s', (_, change, field, key) => {
    expect(problems(choices(change), 'review').map((one) => [one.field, one.key])).toContainEqual([field, key])
  })
  it('is not the image service of simulated hosts', () => expect(problems(choices({ hypervisor: 'Simulator', imageurl: '' }), 'review')).toEqual([]))
})
