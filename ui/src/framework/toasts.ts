/** Short messages in a corner, read aloud by a live region. */

import { defineStore } from 'pinia'
import { ref } from 'vue'

export interface Toast {
  id: number
  kind: 'info' | 'good' | 'bad'
  text: string
  detail?: string
  /** A link or what to do, as "Undo". */
  act?: { label: string; run: () => unknown }
}

const SHOWN_MS = 6_000
const SHOWN_WITH_ACTION_MS = 12_000

export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([])
  let last = 0

  function show(toast: Omit<Toast, 'id'>): number {
    const id = ++last
    toasts.value = [...toasts.value.slice(-4), { ...toast, id }]
    if (toast.kind !== 'bad') setTimeout(() => dismiss(id), toast.act ? SHOWN_WITH_ACTION_MS : SHOWN_MS)
    return id
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((one) => one.id !== id)
  }

  return { toasts, show, dismiss, good: (text: string, detail?: string) => show({ kind: 'good', text, detail }),
    bad: (text: string, detail?: string) => show({ kind: 'bad', text, detail }) }
})
