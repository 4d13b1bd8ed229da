/** Light, dark, or as the system says. */

import { ref } from 'vue'
import { read, write } from '@/framework/stored'

export type Theme = 'system' | 'light' | 'dark'
export const theme = ref<Theme>(read<Theme>('theme', 'system'))
const dark = matchMedia('(prefers-color-scheme: dark)')

export function useTheme(wanted: Theme): void {
  theme.value = wanted
  write('theme', wanted)
  applyTheme()
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme.value === 'system' ? (dark.matches ? 'dark' : 'light') : theme.value
}

dark.addEventListener('change', applyTheme)
