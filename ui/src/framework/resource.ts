/** What a resource says of itself. Lists, forms, detail pages and permissions come from this and from the commands' declarations. */

import type { Component } from 'vue'
import type { Command, ListCommand } from '@/api/commands'

/** An object of an answer, as the API gives it. */
export type Row = Record<string, unknown>
export type Params = Record<string, unknown>
export type Icon = Component
export type Lazy = () => Promise<{ default: Component }>

/** The parts of the sidebar, in this order. */
export const GROUPS = ['overview', 'compute', 'network', 'storage', 'images', 'infrastructure', 'tenants', 'offerings', 'activity', 'settings'] as const
export type Group = (typeof GROUPS)[number]

/** How a value is shown. `ref`: a link to another resource's detail page. */
export type Kind = 'text' | 'state' | 'time' | 'bytes' | 'mb' | 'mhz' | 'number' | 'percent' | 'bool' | 'ref' | 'list' | 'tags' | 'code' | 'json'

export interface Column {
  /** The field of the row. Its label is the message `field.<key>`. */
  key: string
  label?: string
  kind?: Kind
  /** For kind `ref`: the noun of the other resource, and the field that has its id. */
  of?: string
  id?: string
  /** Not shown until the user chooses it. */
  hidden?: boolean
  /** Computed value instead of row[key]. */
  value?: (row: Row) => unknown
}

export interface Filter {
  /** The parameter of the list command. Its label is the message `field.<param>`. */
  param: string
  kind: 'text' | 'bool' | 'choice' | 'ref'
  choices?: readonly string[]
  /** For kind `ref`: the noun whose objects are offered. */
  of?: string
}

export interface Action {
  command: Command
  /** The parameter that takes the row's id; `id` unless said otherwise. '' for none. */
  id?: string
  icon?: Icon
  /** A message key; `command.<name>` or words from the command's name otherwise. */
  label?: string
  /** Whether it makes sense for this row. What the caller's role lacks is never shown. */
  when?: (row: Row) => boolean
  /** Shown as a button on the detail page and on the row; others are in the menu. */
  primary?: boolean
  /** Offered for many selected rows. */
  bulk?: boolean
  /** 'confirm' asks; 'name' wants the object's name typed. The message `loses.<command>` names what will be lost. */
  danger?: 'confirm' | 'name'
  /** The command that takes it back, called with the same id. */
  undo?: Command
  /** Values given without asking. */
  fixed?: (row: Row) => Params
  /** Values to begin with. By default the row's fields of the same name for update… commands. */
  initial?: (row: Row) => Params
  /** Parameters shown first, in this order; others are under "more". Those in `hide` are not shown. */
  fields?: readonly string[]
  hide?: readonly string[]
  /** No form: runs at once when nothing is required. */
  direct?: boolean
  /** A dialog of one's own instead of the generated form; gets `action`, `rows`, emits `close`. */
  dialog?: Lazy
  /** A page instead of a dialog: the path to go to. */
  to?: (row: Row) => string
}

export interface Tab {
  name: string
  /** A message key; `tab.<name>` otherwise. */
  label?: string
  when?: (row: Row) => boolean
  /** Gets the prop `row`. */
  component?: Lazy
  /** Instead of a component: another resource's list, narrowed by these parameters. */
  of?: string
  params?: (row: Row) => Params
}

export interface Resource {
  /** Its path and the prefix of its messages: `noun.<noun>` singular, `nouns.<noun>` plural. */
  noun: string
  group: Group
  icon: Icon
  /** Where in its group; 50 unless said otherwise. */
  order?: number
  list: ListCommand
  /** Sent with each list call. */
  params?: Params
  /** The parameter that finds one object; `id` unless said otherwise. */
  idParam?: string
  /** The field that identifies a row; `id` unless said otherwise. */
  idField?: string
  /** The field shown as its name; `name` unless said otherwise. */
  nameField?: string
  columns: readonly Column[]
  filters?: readonly Filter[]
  /** Parameters of tags[0].key are understood: offers tag chips. */
  tags?: boolean
  tabs?: readonly Tab[]
  /** Made anew with this. */
  create?: Omit<Action, 'when'>
  /** A page of its own for making it, instead of a dialog (path below /client). */
  createPage?: string
  actions?: readonly Action[]
  /** Commands on this object that are offered elsewhere (in a tab, say): not added by themselves. */
  elsewhere?: readonly Command[]
  /** A detail page of one's own; gets `id`. Default: fields, tabs, events. */
  detail?: Lazy
  /** Not in the sidebar. */
  unlisted?: boolean
  /** The parameter for the search box; `keyword` unless said otherwise, '' for none. */
  search?: string
}

/** For the type check and completion: `export default resource({...})`. */
export function resource(given: Resource): Resource {
  return given
}
