import type { Part } from './layout'

const NOUNS: Partial<Record<Part['kind'], string>> = { address: 'publicip', router: 'router', network: 'network', vm: 'instance' }

/** The page of a part, below /client; '' where it has none. */
export function pathOf(part: Pick<Part, 'kind' | 'id'>): string {
  const noun = NOUNS[part.kind]
  return noun && part.id ? `/${noun}/${part.id}` : ''
}
