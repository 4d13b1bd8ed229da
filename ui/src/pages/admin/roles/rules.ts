/** Rules of a role: the first that matches a command decides; * stands for anything. */

export interface Rule {
  id?: string
  rule?: string
  permission?: string
  description?: string
}

export function matches(rule: string, command: string): boolean {
  const pattern = rule.toLowerCase().split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')
  return new RegExp(`^${pattern}$`).test(command.toLowerCase())
}

/** Whether a name or a wildcard is one that the API takes. */
export function isRule(text: string): boolean {
  return /^[A-Za-z0-9*]+$/.test(text)
}

/** The place of the rule that leaves nothing over for the rule at `at`; -1 when it may decide something. */
export function shadowedBy(rules: readonly Rule[], at: number): number {
  const own = rules[at]?.rule ?? ''
  return rules.slice(0, at).findIndex((earlier) => matches(earlier.rule ?? '', own))
}

/** The rule that decides for a command: its place, or -1. */
export function deciding(rules: readonly Rule[], command: string): number {
  return rules.findIndex((one) => matches(one.rule ?? '', command))
}

export function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const out = [...all]
  out.splice(to, 0, ...out.splice(from, 1))
  return out
}
