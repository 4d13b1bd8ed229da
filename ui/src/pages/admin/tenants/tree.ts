/** Domains as a tree. */

import type { DomainResponse } from '@/api/commands'

export interface Branch {
  domain: DomainResponse
  below: Branch[]
}

/** The top ones are those whose parent the caller does not see. */
export function tree(domains: readonly DomainResponse[]): Branch[] {
  const branches = new Map(domains.map((domain) => [domain.id, { domain, below: [] as Branch[] }]))
  const top: Branch[] = []
  for (const branch of branches.values()) {
    const parent = branch.domain.parentdomainid ? branches.get(branch.domain.parentdomainid) : undefined
    ;(parent ? parent.below : top).push(branch)
  }
  const sort = (all: Branch[]): Branch[] => all.sort((one, other) => (one.domain.name ?? '').localeCompare(other.domain.name ?? '')).map((one) => ({ ...one, below: sort(one.below) }))
  return sort(top)
}
