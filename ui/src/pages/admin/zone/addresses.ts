/** IPv4 addresses and ranges, as one types them. */

const PART = /^(0|[1-9]\d{0,2})$/

/** As a number; undefined when it is no IPv4 address. */
export function address(text: string): number | undefined {
  const parts = text.trim().split('.')
  if (parts.length !== 4 || !parts.every((part) => PART.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

export function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}

/** The length of a netmask's prefix; undefined when it is none. */
export function prefix(netmask: string): number | undefined {
  const value = address(netmask)
  if (value === undefined) return undefined
  const hosts = 2 ** 32 - value
  const bits = Math.log2(hosts)
  return Number.isInteger(bits) && bits <= 31 ? 32 - bits : undefined
}

export interface Net {
  first: number
  last: number
}

/** The network of an address with a netmask. */
export function network(of: number, length: number): Net {
  const size = 2 ** (32 - length)
  const first = Math.floor(of / size) * size
  return { first, last: first + size - 1 }
}

/** a.b.c.d/n; undefined when it is none. */
export function cidr(text: string): Net | undefined {
  const [left, right, ...more] = text.trim().split('/')
  const value = address(left ?? '')
  if (value === undefined || more.length || right === undefined || !/^\d{1,2}$/.test(right) || Number(right) > 32) return undefined
  return network(value, Number(right))
}

export function overlap(one: Net, other: Net): boolean {
  return one.first <= other.last && other.first <= one.last
}

export function within(inner: Net, outer: Net): boolean {
  return outer.first <= inner.first && inner.last <= outer.last
}

/** How many addresses are between two, both counted; 0 when either is none. */
export function size(start: string, end: string): number {
  const [first, last] = [address(start), address(end)]
  return first === undefined || last === undefined ? 0 : Math.max(0, last - first + 1)
}

/** A gateway's usual range: .10 to .250 of its network. For what a form proposes. */
export function proposed(gateway: string, netmask: string): { start: string; end: string } | undefined {
  const [value, length] = [address(gateway), prefix(netmask)]
  if (value === undefined || length === undefined || length > 28) return undefined
  const whole = network(value, length)
  const room = whole.last - whole.first
  const start = whole.first + Math.min(10, Math.floor(room / 4))
  const end = whole.first + Math.min(250, room - 1)
  return value >= start && value <= end ? { start: dotted(value + 1), end: dotted(end) } : { start: dotted(start), end: dotted(end) }
}
