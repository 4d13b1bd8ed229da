/** What figures of capacity are called and how they are written. */

const BYTES = new Set([0, 2, 3, 6, 9])
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** Types in the order in which they matter to somebody who looks for room. */
export const ORDER = [1, 0, 90, 3, 2, 9, 6, 4, 5, 7]

export function bytes(value: number): string {
  const at = value > 0 ? Math.min(UNITS.length - 1, Math.floor(Math.log2(value) / 10)) : 0
  const scaled = value / 1024 ** at
  return `${scaled >= 100 || at === 0 ? Math.round(scaled) : scaled.toFixed(1)} ${UNITS[at]}`
}

export function amount(type: number, value: number): string {
  if (BYTES.has(type)) return bytes(value)
  if (type === 1) return value >= 1000 ? `${(value / 1000).toFixed(1)} GHz` : `${value} MHz`
  return String(value)
}

/** 'good', 'warn' at 75 %, 'bad' at 85 %: the default thresholds of alerts. */
export function level(part: number): 'good' | 'warn' | 'bad' {
  return part >= 0.85 ? 'bad' : part >= 0.75 ? 'warn' : 'good'
}
