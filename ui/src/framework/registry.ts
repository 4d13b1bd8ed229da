/** All resources and pages, found by their folders: nobody edits a shared list. */

import type { Page } from './page'
import type { Resource } from './resource'

const found = import.meta.glob<Resource>('../resources/*.ts', { eager: true, import: 'default' })
const areas = import.meta.glob<Page[]>('../pages/*/index.ts', { eager: true, import: 'default' })

export const RESOURCES: readonly Resource[] = Object.values(found)
export const PAGES: readonly Page[] = Object.values(areas).flat()

const byNoun = new Map(RESOURCES.map((one) => [one.noun, one]))
const byList = new Map<string, Resource>()
for (const one of RESOURCES) {
  if (!byList.has(one.list) || !one.params) byList.set(one.list, one)
}

export function resourceOf(noun: string): Resource | undefined {
  return byNoun.get(noun)
}

/** The resource that a list command shows. */
export function resourceOfList(command: string): Resource | undefined {
  return byList.get(command)
}
