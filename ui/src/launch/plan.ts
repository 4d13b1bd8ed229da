/** Asks deployVirtualMachine what it would do, a moment after the last change. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { send } from '@/framework/client'
import type { Params } from '@/framework/resource'
import { words } from '@/framework/run'

export interface Limit {
  ownertype?: string
  owner?: string
  resourcetype: string
  max: number
  before: number
  after: number
}

export interface Plan {
  possible: boolean
  errortext?: string
  hostname?: string
  rejectedhosts?: { hostname?: string; filter?: string; reason?: string }[]
  limits?: Limit[]
  objects?: { effect?: string; resourcetype?: string; name?: string; count?: number }[]
  steps?: { name?: string; description?: string; kind?: string; resource?: string }[]
}

const CALM_MS = 400

export function usePlan(params: Ref<Params | null>) {
  const plan = ref<Plan | null>(null)
  const error = ref('')
  const asking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: AbortController | undefined

  async function ask(given: Params): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    try {
      const answer = await send('deployVirtualMachine', { ...given, plan: true }, mine.signal)
      plan.value = answer.plan as Plan
      error.value = ''
    } catch (failure) {
      if (mine.signal.aborted) return
      plan.value = null
      error.value = words(failure)
    }
    if (!mine.signal.aborted) asking.value = false
  }

  watch(() => JSON.stringify(params.value), () => {
    clearTimeout(timer)
    const given = params.value
    if (!given) {
      current?.abort()
      plan.value = null
      error.value = ''
      asking.value = false
      return
    }
    asking.value = true
    timer = setTimeout(() => void ask(given), CALM_MS)
  }, { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    current?.abort()
  })
  return { plan, error, asking }
}
