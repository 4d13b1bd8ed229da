/** Close codes of the proxy (consoleproxy/sessions.py, Close), and what the page does about them. */

export const CODE = {
  ended: 4000, idle: 4001, denied: 4003, malformed: 4008, stopped: 4010, rebooted: 4011, lost: 4012, full: 4029, draining: 4030, noManager: 4031,
} as const

export type State = 'connecting' | 'connected' | 'away' | 'stopped' | 'ended' | 'full'

/** The state after a connection was closed with `code`; `ended` is the only one that is not left without the user. */
export function after(code: number): State {
  if (code >= 4000 && code < 4010) return 'ended'
  if (code === CODE.stopped) return 'stopped'
  if (code === CODE.full) return 'full'
  return 'away'
}

/** Milliseconds before the attempt with this number (from 0), spread so that a thousand pages do not come at once. */
export function backoff(attempt: number, state: State, chance: number): number {
  const base = state === 'stopped' || state === 'full' ? 3000 : Math.min(10_000, 400 * 2 ** Math.min(attempt, 6))
  return Math.round(base * (0.75 + chance / 2))
}
