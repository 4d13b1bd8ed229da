/** Pages of one's own, beside lists and details: pages/<area>/index.ts exports an array of them. */

import type { Command } from '@/api/commands'
import type { Group, Icon, Lazy } from './resource'

export interface Page {
  /** Route name; unique. */
  name: string
  /** Below /client, as '/dashboard' or '/networks/:id/topology' (parameters become props). */
  path: string
  /** A message key for sidebar, palette and window title. */
  label: string
  component: Lazy
  /** In the sidebar when given. */
  group?: Group
  icon?: Icon
  order?: number
  /** Commands of which the caller's role must have all; the page is not shown otherwise. */
  needs?: readonly Command[]
  /** Reached without login. */
  open?: boolean
}

export function pages(...given: Page[]): Page[] {
  return given
}
