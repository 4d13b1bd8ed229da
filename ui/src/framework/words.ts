/** What commands, fields and nouns are called on the screen. */

import { tOr } from './i18n'
import type { Resource } from './resource'

/** startVirtualMachine → Start virtual machine. */
export function humanised(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function commandLabel(command: string, label?: string): string {
  return tOr([label, `command.${command}`], humanised(command))
}

export function fieldLabel(name: string, label?: string): string {
  return tOr([label, `field.${name}`], humanised(name))
}

export function nounLabel(noun: string): string {
  return tOr([`noun.${noun}`], humanised(noun))
}

export function nounsLabel(noun: string): string {
  return tOr([`nouns.${noun}`], humanised(noun))
}

/** What an object is called: its name, or its id. */
export function nameOf(resource: Resource | undefined, row: Record<string, unknown>): string {
  const wanted = [resource?.nameField, 'displayname', 'name', 'displaytext', 'username', 'ipaddress', 'id']
  const field = wanted.find((one) => one !== undefined && typeof row[one] === 'string' && row[one] !== '')
  return field === undefined ? '' : String(row[field])
}
