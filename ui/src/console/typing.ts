/** Types text as keystrokes, no faster than a guest's keyboard buffer takes them. */

import { stroke, type Layout } from './layouts'

export interface Keys { sendKey(keysym: number, code: string | null, down?: boolean): void }

const SHIFT: [number, string] = [0xffe1, 'ShiftLeft']
const ALTGR: [number, string] = [0xfe03, 'AltRight']
const PACE = 12  // milliseconds a character

export function typeOne(keys: Keys, character: string, layout: Layout): void {
  const one = stroke(character, layout)
  if (one.shift) keys.sendKey(...SHIFT, true)
  if (one.altgr) keys.sendKey(...ALTGR, true)
  keys.sendKey(one.keysym, one.code, true)
  keys.sendKey(one.keysym, one.code, false)
  if (one.altgr) keys.sendKey(...ALTGR, false)
  if (one.shift) keys.sendKey(...SHIFT, false)
  if (one.dead) press(keys, [[0x20, 'Space']])
}

/** Resolves with the number of characters typed; `progress` may answer false to stop. */
export async function typeText(keys: Keys, text: string, layout: Layout, progress: (done: number) => boolean): Promise<number> {
  const characters = [...text.replace(/\r\n?/g, '\n')]
  let done = 0
  for (const character of characters) {
    if (!progress(done)) return done
    typeOne(keys, character, layout)
    done += 1
    await new Promise((resolve) => setTimeout(resolve, PACE))
  }
  progress(done)
  return done
}

/** Combinations that a browser or a desktop would keep for itself. */
export const COMBINATIONS: [string, [number, string][]][] = [
  ['Ctrl-Alt-Del', [[0xffe3, 'ControlLeft'], [0xffe9, 'AltLeft'], [0xffff, 'Delete']]],
  ['Ctrl-Alt-Backspace', [[0xffe3, 'ControlLeft'], [0xffe9, 'AltLeft'], [0xff08, 'Backspace']]],
  ...[1, 2, 3, 7].map((number): [string, [number, string][]] =>
    [`Ctrl-Alt-F${number}`, [[0xffe3, 'ControlLeft'], [0xffe9, 'AltLeft'], [0xffbd + number, `F${number}`]]]),
  ['Alt-Tab', [[0xffe9, 'AltLeft'], [0xff09, 'Tab']]],
  ['Alt-F4', [[0xffe9, 'AltLeft'], [0xffc1, 'F4']]],
  ['Ctrl-W', [[0xffe3, 'ControlLeft'], [0x77, 'KeyW']]],
  ['Super', [[0xffeb, 'MetaLeft']]],
  ['Print', [[0xff61, 'PrintScreen']]],
  ['Alt-SysRq-B', [[0xffe9, 'AltLeft'], [0xff61, 'PrintScreen'], [0x62, 'KeyB']]],
]

export function press(keys: Keys, combination: [number, string][]): void {
  for (const key of combination) keys.sendKey(...key, true)
  for (const key of [...combination].reverse()) keys.sendKey(...key, false)
}
