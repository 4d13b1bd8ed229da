/** Writes .br and .gz beside what was built, prints sizes, and fails above the budget of the first load. */

import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const OUT = process.env.PILEUS_UI_OUT ?? 'dist'
const BUDGET = 350 * 1024
const PACKED = new Set(['.html', '.js', '.css', '.svg', '.json'])

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* files(path)
    else if (PACKED.has(extname(name))) yield path
  }
}

const sizes = new Map()
for (const path of [`${OUT}/client`, `${OUT}/console`].filter(existsSync).flatMap((folder) => [...files(folder)])) {
  const plain = readFileSync(path)
  const br = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
  const gz = gzipSync(plain, { level: 9 })
  if (br.length < plain.length) writeFileSync(path + '.br', br)
  if (gz.length < plain.length) writeFileSync(path + '.gz', gz)
  sizes.set(path, [plain.length, Math.min(gz.length, plain.length)])
}

/** What a page loads at once: what index.html names, and what those import statically, with the larger of the two languages. */
function firstLoad(page) {
  const wanted = new Set([page])
  for (const path of wanted) {
    const text = readFileSync(path, 'utf8')
    const named = extname(path) === '.html' ? text.matchAll(/(?:src|href)="[^"]*?(assets\/[^"]+)"/g) : text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)
    for (const [, name] of named) wanted.add(join(dirname(path), name))
  }
  const languages = [...sizes.keys()].filter((path) => path.startsWith(dirname(page)) && /^(en|de)-/.test(basename(path)))
  languages.sort((a, b) => sizes.get(b)[1] - sizes.get(a)[1])
  if (languages[0]) wanted.add(languages[0])
  return [...wanted].filter((path) => sizes.has(path)).reduce((sum, path) => sum + sizes.get(path)[1], 0)
}

const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`
let failed = false
for (const page of [`${OUT}/client/index.html`, `${OUT}/console/console.html`]) {
  if (!sizes.has(page)) continue
  const first = firstLoad(page)
  const all = [...sizes].filter(([path]) => path.startsWith(dirname(page))).reduce((sum, [, [, packed]]) => sum + packed, 0)
  console.log(`${page}: first load ${kb(first)} of ${kb(BUDGET)}, all ${kb(all)} (gzip)`)
  failed ||= first > BUDGET
}
const largest = [...sizes].sort((a, b) => b[1][1] - a[1][1]).slice(0, 6)
for (const [path, [plain, packed]] of largest) console.log(`  ${kb(packed).padStart(9)}  ${kb(plain).padStart(9)}  ${path}`)
if (failed) {
  console.error('the first load is above the budget')
  process.exit(1)
}
