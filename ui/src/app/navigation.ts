/** What the sidebar and the palette offer: pages and lists that the caller's role may see, by group. */

import { computed } from 'vue'
import { t } from '@/framework/i18n'
import { PAGES, RESOURCES } from '@/framework/registry'
import { GROUPS, type Group, type Icon } from '@/framework/resource'
import { useSession } from '@/framework/session'
import { nounsLabel } from '@/framework/words'

export interface Place {
  label: string
  to: string
  icon?: Icon
  order: number
  group?: Group
}

const MIDDLE = 50

function rank(place: Place): number {
  return place.group ? GROUPS.indexOf(place.group) : GROUPS.length
}

export function usePlaces() {
  const session = useSession()
  const places = computed<Place[]>(() => {
    const pages = PAGES.filter((one) => !one.open && !one.path.includes(':') && session.can(...(one.needs ?? [])))
      .map((one): Place => ({ label: t(one.label), to: one.path, icon: one.icon, order: one.order ?? MIDDLE, group: one.group }))
    const lists = RESOURCES.filter((one) => session.can(one.list))
      .map((one): Place => ({ label: nounsLabel(one.noun), to: `/${one.noun}`, icon: one.icon, order: one.order ?? MIDDLE, group: one.unlisted ? undefined : one.group }))
    return [...pages, ...lists].sort((a, b) => rank(a) - rank(b) || a.order - b.order || a.label.localeCompare(b.label))
  })
  const groups = computed(() => GROUPS.map((group) => ({ group, places: places.value.filter((one) => one.group === group) })).filter((one) => one.places.length))
  return { places, groups }
}
