/** Places that areas fill without editing the shell: components in topbar/ (in order of their file names), functions in boot/. */

import { defineAsyncComponent, type Component } from 'vue'

const bars = import.meta.glob<{ default: Component }>('../topbar/*.vue')
const starts = import.meta.glob<{ default: () => (() => void) | undefined }>('../boot/*.ts')

export const TOPBAR: readonly Component[] = Object.keys(bars).sort().map((path) => defineAsyncComponent(bars[path]!))

let stops: (() => void)[] = []

/** After a login: each boot/ module's function runs; what it answers runs at the end of the session. */
export async function boot(): Promise<void> {
  halt()
  const loaded = await Promise.all(Object.values(starts).map((load) => load()))
  stops = loaded.map((one) => one.default()).filter((stop) => stop !== undefined)
}

export function halt(): void {
  stops.forEach((stop) => stop())
  stops = []
}
