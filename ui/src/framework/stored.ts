/** Preferences that outlive the page: columns, views, theme. Never a secret (CSP and HttpOnly cookies guard those). */

/* eslint-disable no-restricted-globals */
const PREFIX = 'pileus.'

export function read<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(PREFIX + name)
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch {
    return otherwise
  }
}

export function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value))
  } catch {
    // full or forbidden: the preference lasts as long as the page
  }
}
