/** IPv4 and IPv6 addresses and prefixes, as the firewall's rules take them. */

export function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((one) => /^(0|[1-9]\d{0,2})$/.test(one) && Number(one) <= 255)
}

export function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((one) => /^[0-9a-f]{1,4}$/i.test(one))) return false
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8
}

/** An address with a prefix length, as 10.0.0.0/8. */
export function isCidr(text: string): boolean {
  const [address, length, ...more] = text.split('/')
  if (length === undefined || more.length || !/^\d{1,3}$/.test(length)) return false
  return isIpv4(address) ? Number(length) <= 32 : isIpv6(address) && Number(length) <= 128
}

/** What was typed between commas and spaces; a bare address becomes a prefix of itself. */
export function parseCidrs(text: string): { cidrs: string[]; wrong: string[] } {
  const given = text.split(/[\s,;]+/).filter(Boolean).map((one) => (isIpv4(one) ? `${one}/32` : isIpv6(one) ? `${one}/128` : one))
  return { cidrs: given.filter(isCidr), wrong: given.filter((one) => !isCidr(one)) }
}

/** True when a rule with these sources lets the whole Internet in. */
export function isEverywhere(cidrs: readonly string[]): boolean {
  return cidrs.length === 0 || cidrs.some((one) => /^(0\.0\.0\.0|::)\/0$/.test(one))
}

/** How many hosts fit into an IPv4 prefix, without network, broadcast and gateway. */
export function usableHosts(cidr: string): number {
  const length = Number(cidr.split('/')[1])
  return Math.max(2 ** (32 - length) - 3, 0)
}
