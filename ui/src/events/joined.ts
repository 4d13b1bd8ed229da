/** Events as people read them. */

import type { EventResponse } from '@/api/commands'
import { zone } from '@/framework/times'

/** Leaves out the beginnings whose end is listed, too: "Starting VM x" once "Successfully completed Starting VM x" is there. */
export function joined(events: readonly EventResponse[]): EventResponse[] {
  const ended = new Set(events.filter((one) => one.state === 'Completed' && one.parentid).map((one) => one.parentid))
  const begun = new Map(events.filter((one) => one.state === 'Started' && one.parentid).map((one) => [one.id, one.parentid]))
  const covered = (one: EventResponse): boolean => ended.has(one.id) || (one.state === 'Started' && ended.has(begun.get(one.id)))
  return events.filter((one) => !covered(one))
}

export function dayOf(at: Date | null, locale: string): string {
  return at ? new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: zone.value || undefined }).format(at) : ''
}

/** The description without what its mark says already, and with the object's name where it has only its id. */
export function said(event: EventResponse): string {
  const told = (event.description ?? '').replace(/^Successfully completed\s+/, '')
  const text = event.resourceid && event.resourcename ? told.replaceAll(event.resourceid, () => String(event.resourcename)) : told
  return text.charAt(0).toUpperCase() + text.slice(1)
}
