/** What the wizard's steps share: the choices, what is wrong, where one has been. */

import { computed, inject, provide, reactive, ref, watch, type InjectionKey } from 'vue'
import { read, write } from '@/framework/stored'
import { proposed } from './addresses'
import { defaults, problems, PAGES, type Choices, type PageName, type Wrong } from './choices'

const DRAFT = 'zone-wizard'

export interface Form {
  choices: Choices
  page: { value: PageName }
  /** The first thing wrong with a field that was left or whose page was tried. */
  wrong: (field: string) => Wrong | undefined
  leave: (field: string) => void
  get: (field: string) => string
  set: (field: string, value: string) => void
}

const KEY: InjectionKey<Form> = Symbol('zone form')

export function useForm(): Form {
  const form = inject(KEY)
  if (!form) throw new Error('outside of the zone wizard')
  return form
}

export function makeForm() {
  const draft = read<Partial<Choices>>(DRAFT, {})
  const base = defaults()
  const choices = reactive<Choices>({ ...base, ...draft, labels: { ...base.labels, ...draft.labels }, management: { ...base.management, ...draft.management },
    public: { ...base.public, ...draft.public } })
  const page = ref<PageName>('zone')
  const left = reactive(new Set<string>())
  const tried = reactive(new Set<PageName>())
  const wrongs = computed(() => problems(choices, page.value))
  watch(choices, () => write(DRAFT, choices))

  function get(field: string): string {
    const [first, second] = field.split('.') as [keyof Choices, string | undefined]
    const value = choices[first]
    return typeof value === 'string' ? value : (value as unknown as Record<string, string>)[second ?? ''] ?? ''
  }

  function set(field: string, value: string): void {
    const [first, second] = field.split('.') as [keyof Choices, string | undefined]
    if (second === undefined) Object.assign(choices, { [first]: value })
    else Object.assign(choices[first] as object, { [second]: value })
  }

  /** Leaving a gateway or netmask proposes the range. */
  function leave(field: string): void {
    left.add(field)
    const part = /^(management|public)\.(gateway|netmask)$/.exec(field)?.[1] as 'management' | 'public' | undefined
    if (!part || choices[part].start || choices[part].end) return
    const range = proposed(choices[part].gateway, choices[part].netmask)
    if (range) Object.assign(choices[part], range)
  }

  const wrong = (field: string): Wrong | undefined =>
    (left.has(field) || tried.has(page.value) ? wrongs.value.find((one) => one.field === field) : undefined)

  /** On to the next page, if nothing is wrong on this one. */
  function next(): boolean {
    tried.add(page.value)
    if (wrongs.value.length) return false
    page.value = PAGES[PAGES.indexOf(page.value) + 1] ?? 'run'
    return true
  }

  function back(): void {
    page.value = PAGES[Math.max(0, PAGES.indexOf(page.value) - 1)] ?? 'zone'
  }

  const form: Form = { choices, page, wrong, leave, get, set }
  provide(KEY, form)
  return { ...form, page, wrongs, tried, next, back, forget: () => write(DRAFT, {}), take: (given: Choices) => Object.assign(choices, given) }
}
