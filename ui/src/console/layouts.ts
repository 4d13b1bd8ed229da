/**
 * Which keys make a character, by the layout that is set in the guest. A VNC server that takes scan codes (QEMU does) is sent positions, as a real
 * keyboard sends them: the guest's own layout makes characters of them. So text can be typed only by knowing that layout.
 */

export interface Stroke { keysym: number, code: string | null, shift: boolean, altgr: boolean, dead?: boolean }

const CODES = ['Backquote', 'Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0', 'Minus', 'Equal',
  'KeyQ', 'KeyW', 'KeyE', 'KeyR', 'KeyT', 'KeyY', 'KeyU', 'KeyI', 'KeyO', 'KeyP', 'BracketLeft', 'BracketRight',
  'KeyA', 'KeyS', 'KeyD', 'KeyF', 'KeyG', 'KeyH', 'KeyJ', 'KeyK', 'KeyL', 'Semicolon', 'Quote', 'Backslash',
  'IntlBackslash', 'KeyZ', 'KeyX', 'KeyC', 'KeyV', 'KeyB', 'KeyN', 'KeyM', 'Comma', 'Period', 'Slash']

/** Plain, with Shift, with AltGr: one character per key of CODES; a space is a key that gives none (dead keys too). */
const ROWS = {
  us: ['`1234567890-=qwertyuiop[]asdfghjkl;\'\\ zxcvbnm,./', '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"| ZXCVBNM<>?', ''],
  gb: ['`1234567890-=qwertyuiop[]asdfghjkl;\'#\\zxcvbnm,./', '¬!"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?', '    €'],
  de: [' 1234567890ß qwertzuiopü+asdfghjklöä#<yxcvbnm,.-', '°!"§$%&/()=? QWERTZUIOPÜ*ASDFGHJKLÖÄ\'>YXCVBNM;:_',
    '  ²³   {[]}\\ @ €        ~            |      µ'],
  fr: ['²&é"\'(-è_çà)=azertyuiop $qsdfghjklmù*<wxcvbn,;:!', ' 1234567890°+AZERTYUIOP £QSDFGHJKLM%µ>WXCVBN?./§',
    '  ~#{[|`\\^@]}  €        ¤'],
} as const

export type Layout = keyof typeof ROWS
export const LAYOUTS = Object.keys(ROWS) as Layout[]

/** Keys that wait for the next: a space after them gives the character itself. */
const DEAD: Partial<Record<Layout, Record<string, Omit<Stroke, 'keysym'>>>> = {
  de: { '^': { code: 'Backquote', shift: false, altgr: false, dead: true }, '`': { code: 'Equal', shift: true, altgr: false, dead: true },
    '´': { code: 'Equal', shift: false, altgr: false, dead: true } },
}

const SPECIAL: Record<string, [number, string]> = { '\n': [0xff0d, 'Enter'], '\t': [0xff09, 'Tab'], '\b': [0xff08, 'Backspace'], ' ': [0x20, 'Space'],
  '\x1b': [0xff1b, 'Escape'] }

/** X11's number of a character (RFC 6143, 7.5.4; keysymdef.h). */
export function keysym(character: string): number {
  const point = character.codePointAt(0)!
  return (point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff) ? point : 0x01000000 | point
}

export function stroke(character: string, layout: Layout): Stroke {
  const special = SPECIAL[character]
  if (special) return { keysym: special[0], code: special[1], shift: false, altgr: false }
  const dead = DEAD[layout]?.[character]
  if (dead) return { keysym: keysym(character), ...dead }
  for (const [level, row] of ROWS[layout].entries()) {
    const place = [...row].indexOf(character)
    if (place >= 0) return { keysym: keysym(character), code: CODES[place]!, shift: level === 1, altgr: level === 2 }
  }
  return { keysym: keysym(character), code: null, shift: false, altgr: false }
}

/** Characters that no key of the layout makes: they go by their number alone, which not every guest takes. */
export function foreign(text: string, layout: Layout): string {
  return [...new Set(text)].filter((one) => one !== '\r' && stroke(one, layout).code === null).join('')
}
