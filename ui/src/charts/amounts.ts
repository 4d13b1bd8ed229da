/** Amounts with their units. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** 1536 → 1.5 KiB. */
export function bytes(amount: number): string {
  let value = amount
  let unit = 0
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

export function mebibytes(amount: number): string {
  return bytes(amount * 1024 * 1024)
}

/** What is counted against limits: memory in MiB, storage in bytes (plans) or GiB (accounts). */
export function counted(kind: string, amount: number): string {
  if (kind === 'memory') return mebibytes(amount)
  if (kind.endsWith('_storage')) return bytes(amount)
  return String(amount)
}
