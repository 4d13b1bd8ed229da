/** Keys that work everywhere but in text fields. Two in a row: g and then a letter goes somewhere. */

import { onBeforeUnmount, onMounted } from 'vue'
import { useRouter } from 'vue-router'
import { resourceOf } from '@/framework/registry'
import { useSession } from '@/framework/session'

export const GOES: Record<string, string> = { i: 'instance', n: 'network', v: 'volume', t: 'template', e: 'event', h: 'host', z: 'zone', a: 'account', p: 'publicip' }
const WITHIN_MS = 1200

export function useShortcuts(open: { palette: () => void; help: () => void }): void {
  const router = useRouter()
  const session = useSession()
  let leader = 0

  function typing(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  }

  function key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') open.palette()
    else if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('[role=dialog]')) return
    else if (event.timeStamp - leader < WITHIN_MS && event.key in GOES) go(GOES[event.key]!)
    else if (event.key === 'g') {
      leader = event.timeStamp
      return
    } else if (event.key === '?') open.help()
    else if (event.key === '/') document.querySelector<HTMLElement>('[data-search]')?.focus()
    else if (event.key === 'c') document.querySelector<HTMLElement>('[data-create]')?.click()
    else return
    leader = 0
    event.preventDefault()
  }

  function go(noun: string): void {
    const of = resourceOf(noun)
    if (of && session.can(of.list)) void router.push(`/${noun}`)
  }

  onMounted(() => document.addEventListener('keydown', key))
  onBeforeUnmount(() => document.removeEventListener('keydown', key))
}
