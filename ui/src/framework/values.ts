/** Numbers with units, lists and maps as text. */

import { i18n, t } from './i18n'
import type { Kind } from './resource'

const STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

export function bytes(value: number): string {
  const step = value > 0 ? Math.min(Math.floor(Math.log2(value) / 10), STEPS.length - 1) : 0
  return `${number(value / 1024 ** step, step ? 1 : 0)} ${STEPS[step]}`
}

export function number(value: number, digits = 2): string {
  return new Intl.NumberFormat(i18n.global.locale.value, { maximumFractionDigits: digits }).format(value)
}

export function shown(value: unknown, kind?: Kind): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean' || kind === 'bool') return t(value === true || value === 'true' ? 'ui.yes' : 'ui.no')
  const amount = Number(value)
  if (kind && value !== '' && Number.isFinite(amount)) {
    if (kind === 'bytes') return bytes(amount)
    if (kind === 'mb') return bytes(amount * 1024 ** 2)
    if (kind === 'mhz') return amount >= 1000 ? `${number(amount / 1000)} GHz` : `${number(amount)} MHz`
    if (kind === 'number') return number(amount)
    if (kind === 'percent') return `${number(amount, 1)} %`
  }
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'object' ? inWords(one) : String(one))).join(', ')
  return typeof value === 'object' ? inWords(value) : String(value)
}

function inWords(value: object | null): string {
  if (value === null) return ''
  const row = value as Record<string, unknown>
  if (typeof row.key === 'string') return `${row.key}=${String(row.value ?? '')}`
  const name = row.displayname ?? row.name ?? row.ipaddress
  return typeof name === 'string' ? name : JSON.stringify(value)
}
