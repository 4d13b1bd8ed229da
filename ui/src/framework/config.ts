/** What the operator decides without a build: /client/config.json. */

import { reactive } from 'vue'

export interface UiConfig {
  title: string
  logo: string
  colors: Record<string, string>
  login: { domain: string; domainShown: boolean; message: string }
  language: string
  docs: string
}

export const config = reactive<UiConfig>({
  title: 'Pileus', logo: '/client/logo.svg', colors: {}, login: { domain: '', domainShown: true, message: '' }, language: '', docs: '',
})

export async function loadConfig(): Promise<void> {
  try {
    const answer = await fetch('/client/config.json', { credentials: 'same-origin' })
    if (answer.ok) Object.assign(config, await answer.json())
  } catch {
    return // the defaults do
  }
  for (const [name, value] of Object.entries(config.colors)) document.documentElement.style.setProperty(`--${name}`, value)
}
