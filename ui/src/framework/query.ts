/** Lists through the query cache. Keys are [list command, parameters]; invalidate([list command]) refreshes all that show it. */

import { QueryClient, keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import type { Commands, ListCommand } from '@/api/commands'
import { ApiError, list, type Page } from './client'
import type { Params } from './resource'
import { useSession } from './session'

/** Without the live stream, lists on screen are asked for again this often. live/ sets it to 0 while its stream is up. */
export const polling = { everyMs: 15_000 }

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 120_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => error instanceof ApiError && (error.status === 0 || error.status === 503) && failures < 3,
      refetchInterval: () => polling.everyMs || false,
    },
  },
})

/** The parameters that a list call is sent with: the project chosen, everything visible for administrators. */
export function scoped(command: string, params: Params): Params {
  const session = useSession()
  const out: Params = { ...params }
  if (session.project && session.takes(command, 'projectid') && out.projectid === undefined) out.projectid = session.project.id
  else if (session.takes(command, 'listall') && out.listall === undefined) out.listall = true
  return out
}

export interface ListOptions {
  enabled?: MaybeRefOrGetter<boolean>
  keep?: boolean
}

/** Rows of a list command, refreshed when something changes. */
export function useList<C extends ListCommand>(command: MaybeRefOrGetter<C>, params: MaybeRefOrGetter<Params> = {}, options: ListOptions = {}) {
  const session = useSession()
  const sent = computed(() => scoped(toValue(command), toValue(params)))
  const query = useQuery({
    queryKey: computed(() => [toValue(command), sent.value]),
    queryFn: ({ signal }) => list(toValue(command), sent.value, signal) as Promise<Page<Commands[C]['item']>>,
    enabled: computed(() => session.can(toValue(command)) && (options.enabled === undefined || toValue(options.enabled))),
    placeholderData: options.keep === false ? undefined : keepPreviousData,
  })
  const rows = computed(() => query.data.value?.rows ?? [])
  const count = computed(() => query.data.value?.count ?? 0)
  return { rows, count, error: query.error, isPending: query.isPending, isFetching: query.isFetching, refetch: query.refetch, data: query.data }
}

/** All lists made by these commands are asked for again. */
export async function refresh(...commands: readonly string[]): Promise<void> {
  await Promise.all(commands.map((command) => queries.invalidateQueries({ queryKey: [command] })))
}

/** Everything on screen is asked for again. */
export async function refreshAll(): Promise<void> {
  await queries.invalidateQueries()
}
