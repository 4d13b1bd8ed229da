/** Who is logged in, and what the role may do. */

import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiError, list, send, useSessionKey } from './client'

export interface ApiParam {
  name: string
  description?: string
  type?: string
  length?: number
  required?: boolean
  related?: string
}

export interface ApiField {
  name: string
  description?: string
  type?: string
  response?: ApiField[]
}

export interface Api {
  name: string
  description?: string
  isasync?: boolean
  params: ApiParam[]
  response?: ApiField[]
}

export interface User {
  userid: string
  username: string
  account: string
  domainid: string
  firstname: string
  lastname: string
  /** 0 user, 1 admin, 2 domain admin. */
  type: string
  timezone: string
  /** The second factor: 'true' and 'false', as login answers. */
  is2faenabled: string
  is2faverified: string
  providerfor2fa?: string
  sessionkey: string
}

export const useSession = defineStore('session', () => {
  const user = shallowRef<User | null>(null)
  const apis = shallowRef<Map<string, Api>>(new Map())
  /** A chosen project: sent as projectid with lists and new objects. */
  const project = ref<{ id: string; name: string } | null>(null)

  const isAdmin = computed(() => user.value?.type === '1')
  const isDomainAdmin = computed(() => user.value?.type === '2')
  const factorDue = computed(() => user.value !== null && user.value.is2faenabled === 'true' && user.value.is2faverified !== 'true')
  const ready = computed(() => user.value !== null && apis.value.size > 0)

  function can(...commands: readonly string[]): boolean {
    return commands.every((command) => apis.value.has(command))
  }

  function api(command: string): Api | undefined {
    return apis.value.get(command)
  }

  function takes(command: string, param: string): boolean {
    return apis.value.get(command)?.params.some((one) => one.name === param) ?? false
  }

  async function login(username: string, password: string, domain: string): Promise<void> {
    await begin((await send('login', { username, password, domain })) as unknown as User)
  }

  /** After a reload: the cookies are HttpOnly, so the manager is asked who they belong to (docs/adr/2401). */
  async function resume(): Promise<boolean> {
    const answer = await fetch('/client/session', { headers: { 'X-Pileus-Client': 'ui' }, credentials: 'same-origin' })
    if (answer.status !== 200) return false
    await begin((await answer.json()) as User)
    return true
  }

  async function begin(found: User): Promise<void> {
    useSessionKey(found.sessionkey)
    user.value = found
    if (!factorDue.value) await learn()
  }

  async function verify(code: string): Promise<void> {
    await send('validateUserTwoFactorAuthenticationCode', { codefor2fa: code })
    if (user.value) user.value = { ...user.value, is2faverified: 'true' }
    await learn()
  }

  /** What the role may do. */
  async function learn(): Promise<void> {
    const found = (await list('listApis')).rows as Api[]
    apis.value = new Map(found.map((one) => [one.name, { ...one, params: one.params ?? [] }]))
  }

  function forget(): void {
    useSessionKey('')
    user.value = null
    project.value = null
    apis.value = new Map()
  }

  async function logout(): Promise<void> {
    try {
      await send('logout')
    } catch (error) {
      if (!(error instanceof ApiError)) throw error // the session is over anyway
    }
    forget()
  }

  return { user, apis, project, isAdmin, isDomainAdmin, factorDue, ready, can, api, takes, login, resume, verify, learn, forget, logout }
})
