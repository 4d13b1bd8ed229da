/** Ports and ranges of them, as `22` or `8000-8010`. */

export interface Ports {
  first: number
  last: number
}

const HIGHEST = 65535

/** Null when it is no port or range. */
export function parsePorts(text: string): Ports | null {
  const found = /^\s*(\d{1,5})\s*(?:[-–:]\s*(\d{1,5})\s*)?$/.exec(text)
  if (!found) return null
  const first = Number(found[1])
  const last = found[2] === undefined ? first : Number(found[2])
  return first >= 1 && last <= HIGHEST && first <= last ? { first, last } : null
}

export function showPorts(first: unknown, last: unknown): string {
  if (first === undefined || first === null || first === '') return ''
  return last === undefined || last === null || String(last) === String(first) ? String(first) : `${first}–${last}`
}

/** What people mean by a port, and the ports of what they mean. */
export const SERVICES: readonly { name: string; protocol: 'tcp' | 'udp'; ports: string }[] = [
  { name: 'SSH', protocol: 'tcp', ports: '22' },
  { name: 'HTTP', protocol: 'tcp', ports: '80' },
  { name: 'HTTPS', protocol: 'tcp', ports: '443' },
  { name: 'RDP', protocol: 'tcp', ports: '3389' },
  { name: 'PostgreSQL', protocol: 'tcp', ports: '5432' },
  { name: 'MySQL', protocol: 'tcp', ports: '3306' },
  { name: 'DNS', protocol: 'udp', ports: '53' },
  { name: 'WireGuard', protocol: 'udp', ports: '51820' },
]

/** The service of a port, where it has one that everybody knows. */
export function serviceOf(protocol: string, port: unknown): string {
  return SERVICES.find((one) => one.protocol === protocol && one.ports === String(port))?.name ?? ''
}
