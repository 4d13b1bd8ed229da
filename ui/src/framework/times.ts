/** Times of the API (2026-01-31T12:00:00+0000) in the user's zone and language. */

import { ref } from 'vue'
import { i18n } from './i18n'
import { read, write } from './stored'

/** The chosen time zone; '' is the browser's. */
export const zone = ref(read<string>('zone', ''))

export function useZone(name: string): void {
  zone.value = name
  write('zone', name)
}

export function parsed(text: string): Date | null {
  const at = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(at.getTime()) ? null : at
}

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(i18n.global.locale.value, { ...options, timeZone: zone.value || undefined }).format(at)
}

export function fullTime(at: Date): string {
  return format(at, { dateStyle: 'full', timeStyle: 'long' })
}

export function shortTime(at: Date): string {
  const recent = Math.abs(Date.now() - at.getTime()) < 20 * 3600_000
  return recent ? format(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : format(at, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })
}
