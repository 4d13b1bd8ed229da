/** The same tasks as lines for a shell with cmk. */

import type { Params } from '@/framework/resource'
import type { Task } from './tasks'

/** createPhysicalNetwork → create physicalnetwork, as cmk takes it. */
export function spoken(command: string): string {
  const found = /^([a-z]+)(.*)$/.exec(command)
  return found ? `${found[1]} ${(found[2] ?? '').toLowerCase()}` : command
}

const ANSWER: Record<string, string> = {
  createZone: '.zone.id', createPhysicalNetwork: '.physicalnetwork.id', listNetworkServiceProviders: '.networkserviceprovider[0].id',
  listVirtualRouterElements: '.virtualrouterelement[0].id', createPod: '.pod.id', addCluster: '.cluster[0].id', addHost: '.host[0].id',
}

function quoted(value: unknown): string {
  const text = String(value)
  if (/^[\w.,:/@=+-]*$/.test(text)) return text
  return /\$[A-Z]+/.test(text) && !/["`\\]/.test(text) ? `"${text}"` : `'${text.replace(/'/g, `'\\''`)}'`
}

export function line(task: Task): string {
  const call = `cmk ${spoken(task.command)} ${arguments_(task.params)}`
  const field = task.saves ? ANSWER[task.command] : undefined
  return field ? `${task.saves}=$(${call} | jq -r '${field}')` : call
}

function arguments_(params: Params): string {
  return Object.entries(params).map(([name, value]) => `${name}=${quoted(value)}`).join(' ')
}

/** `join`: what is said before the host is added. */
export function script(all: readonly Task[], join: string): string {
  return ['#!/bin/sh -e', ...all.flatMap((task) => (task.waits ? [...join.split('\n').map((text) => `# ${text}`), line(task)] : [line(task)]))].join('\n')
}
