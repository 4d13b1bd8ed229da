/** The page's texts without vue-i18n: two small files, one function. */

import de from '../locales/de/console.json'
import en from '../locales/en/console.json'

const TEXTS: Record<string, Record<string, string>> = { en: en.console, de: de.console }

export const language = navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in TEXTS) ?? 'en'

export function t(key: keyof typeof en.console, values: Record<string, string | number> = {}): string {
  const text = TEXTS[language]?.[key] ?? en.console[key]
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
