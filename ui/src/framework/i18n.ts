/** Messages: locales/<language>/<area>.json, one chunk per language, keys merged over the areas. */

import { createI18n } from 'vue-i18n'
import { read, write } from './stored'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

type Messages = { [key: string]: string | Messages }
const LOADERS: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import('../locales/en'),
  de: () => import('../locales/de'),
}

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', missingWarn: false, fallbackWarn: false,
  messages: {} as Record<string, Messages> })

export function preferredLanguage(otherwise: string): Language {
  const wanted = [read<string>('language', ''), otherwise, ...navigator.languages].map((one) => one.slice(0, 2))
  return (wanted.find((one) => one in LANGUAGES) as Language | undefined) ?? 'en'
}

export async function useLanguage(language: Language, remember = true): Promise<void> {
  const loaded = await LOADERS[language]()
  i18n.global.setLocaleMessage(language, loaded.default)
  i18n.global.locale.value = language
  document.documentElement.lang = language
  if (remember) write('language', language)
}

/** Outside of components. */
export const t = i18n.global.t
export const te = (key: string): boolean => i18n.global.te(key)

/** The first message that exists; otherwise the words given. */
export function tOr(keys: readonly (string | undefined)[], otherwise: string): string {
  const key = keys.find((one) => one !== undefined && te(one))
  return key === undefined ? otherwise : t(key)
}
