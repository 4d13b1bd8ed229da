/** What a list shows: page, search, filters, tags. In the address for pages (deep links, back button), in memory inside of tabs. */

import { computed, ref } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { Params, Resource } from '@/framework/resource'
import { read, write } from '@/framework/stored'

export const SIZES = [25, 50, 100, 200] as const
type Query = Record<string, string>

function plain(query: LocationQuery): Query {
  return Object.fromEntries(Object.entries(query).filter((one): one is [string, string] => typeof one[1] === 'string'))
}

/** A query of the address as parameters of the list command: page, size and q are ours, tag.KEY is a tag, others are parameters. */
export function paramsOf(query: Query, search: string, size: number): Params {
  const { page, size: given, q, ...others } = query
  const tags = Object.fromEntries(Object.entries(others).filter(([name]) => name.startsWith('tag.')).map(([name, value]) => [name.slice(4), value]))
  const filters = Object.fromEntries(Object.entries(others).filter(([name]) => !name.startsWith('tag.')))
  return { ...filters, ...(Object.keys(tags).length ? { tags } : {}), ...(q && search ? { [search]: q } : {}), page: Number(page ?? 1),
    pagesize: Number(given ?? size) }
}

export function useListState(resource: () => Resource, inAddress: boolean) {
  const route = useRoute()
  const router = useRouter()
  const local = ref<Query>({})
  const size = ref(read<number>('pagesize', 50))

  const query = computed<Query>(() => (inAddress ? plain(route.query) : local.value))
  const search = computed(() => resource().search ?? 'keyword')
  const params = computed(() => ({ ...resource().params, ...paramsOf(query.value, search.value, size.value) }))
  const filters = computed(() => Object.entries(query.value).filter(([name]) => !['page', 'size', 'q'].includes(name)))
  const narrowed = computed(() => filters.value.length > 0 || Boolean(query.value.q))

  /** Undefined takes one away. Anything but a page begins at page 1. */
  function set(change: Record<string, string | undefined>): void {
    const next: Record<string, string | undefined> = { ...query.value, ...('page' in change ? {} : { page: undefined }), ...change }
    const kept = Object.fromEntries(Object.entries(next).filter((one): one is [string, string] => one[1] !== undefined && one[1] !== ''))
    if (inAddress) void router[('q' in change) ? 'replace' : 'push']({ query: kept })
    else local.value = kept
  }

  function replace(next: Query): void {
    if (inAddress) void router.push({ query: next })
    else local.value = next
  }

  function setSize(wanted: number): void {
    size.value = wanted
    write('pagesize', wanted)
    set({ size: undefined })
  }

  return { query, params, filters, narrowed, set, replace, setSize }
}

export type ListState = ReturnType<typeof useListState>
