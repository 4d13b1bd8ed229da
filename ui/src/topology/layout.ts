/** Where the parts of a network's picture stand: a pure function of what the network has. Internet on top, then addresses, router, the network's line, VMs below it. */

export interface Vm {
  id: string
  name: string
  state: string
  address: string
}

export interface Address {
  id: string
  address: string
  sourceNat: boolean
  /** The VM that has the whole address. */
  staticVm?: string
}

export interface Forward {
  id: string
  addressId: string
  vmId: string
  label: string
}

export interface Opening {
  addressId: string
  label: string
}

export interface Given {
  network: { id: string; name: string; cidr: string; state: string; kind: string }
  router?: { id: string; name: string; state: string }
  vms: readonly Vm[]
  addresses: readonly Address[]
  forwards: readonly Forward[]
  openings: readonly Opening[]
}

export type PartKind = 'internet' | 'address' | 'router' | 'network' | 'vm' | 'more'

export interface Part {
  key: string
  kind: PartKind
  id: string
  title: string
  subtitle: string
  lines: string[]
  state: string
  x: number
  y: number
  width: number
  height: number
}

export interface Wire {
  key: string
  from: string
  to: string
  points: [number, number][]
  /** 'wire': they are connected. 'forward': traffic is led there by a rule. */
  kind: 'wire' | 'forward'
  label: string
}

export interface Picture {
  width: number
  height: number
  parts: Part[]
  wires: Wire[]
}

const BOX = { width: 172, gap: 20 }
const MARGIN = 16
const LEVEL_GAP = 44
const LINE = 16
const SHOWN_LINES = 3
const MOST_PER_ROW = 6
const MOST_VMS = 24

const height = (lines: number): number => (lines ? 52 : 48) + lines * LINE

/** Rows of at most so many boxes. */
function rowsOf<T>(items: readonly T[], perRow: number): T[][] {
  const rows: T[][] = []
  for (let at = 0; at < items.length; at += perRow) rows.push(items.slice(at, at + perRow))
  return rows
}

function shortened(lines: string[]): string[] {
  return lines.length <= SHOWN_LINES ? lines : [...lines.slice(0, SHOWN_LINES - 1), `+${lines.length - SHOWN_LINES + 1} …`]
}

const middle = (part: Part): number => part.x + part.width / 2

class Drawing {
  parts: Part[] = []
  wires: Wire[] = []
  y = MARGIN

  constructor(readonly width: number) {}

  /** A centred row of boxes; the cursor goes below it. */
  row(boxes: Omit<Part, 'x' | 'y' | 'width' | 'height'>[], gapBelow = LEVEL_GAP): Part[] {
    const total = boxes.length * BOX.width + (boxes.length - 1) * BOX.gap
    const tallest = Math.max(...boxes.map((box) => height(box.lines.length)))
    const made = boxes.map((box, at) => ({ ...box, x: (this.width - total) / 2 + at * (BOX.width + BOX.gap), y: this.y, width: BOX.width, height: tallest }))
    this.parts.push(...made)
    this.y += tallest + gapBelow
    return made
  }

  wire(from: Part, to: Part): void {
    const turn = to.y - LEVEL_GAP / 2
    this.wires.push({ key: `${from.key}-${to.key}`, from: from.key, to: to.key, kind: 'wire', label: '',
      points: [[middle(from), from.y + from.height], [middle(from), turn], [middle(to), turn], [middle(to), to.y]] })
  }
}

/** `perRow`: how many boxes fit beside each other. */
export function layout(given: Given, perRow = 4): Picture {
  const columns = Math.max(1, Math.min(perRow, MOST_PER_ROW))
  const widest = Math.min(columns, Math.max(given.vms.length, given.addresses.length, 1))
  const drawing = new Drawing(widest * BOX.width + (widest - 1) * BOX.gap + 2 * MARGIN)
  const router = top(given, drawing, columns)
  const network = bar(given, drawing)
  if (router) drawing.wire(router, network)
  vms(given, drawing, network, columns)
  forwards(given, drawing)
  return { width: drawing.width, height: drawing.y - LEVEL_GAP + MARGIN, parts: drawing.parts, wires: drawing.wires }
}

/** Internet, addresses, router; the router's box if there is one. */
function top(given: Given, drawing: Drawing, columns: number): Part | undefined {
  if (!given.router && !given.addresses.length) return undefined
  const [internet] = drawing.row([{ key: 'internet', kind: 'internet', id: '', title: '', subtitle: '', lines: [], state: '' }])
  const rows = rowsOf(given.addresses, columns).map((some, at, all) =>
    drawing.row(some.map((one) => address(given, one)), at === all.length - 1 ? LEVEL_GAP : BOX.gap))
  for (const box of rows[0] ?? []) drawing.wire(internet, box)
  if (!given.router) return undefined
  const [router] = drawing.row([{ key: `router:${given.router.id}`, kind: 'router', id: given.router.id, title: given.router.name, subtitle: '', lines: [],
    state: given.router.state }])
  if (rows.length) for (const box of rows[rows.length - 1]) drawing.wire(box, router)
  else drawing.wire(internet, router)
  return router
}

function address(given: Given, one: Address): Omit<Part, 'x' | 'y' | 'width' | 'height'> {
  const rules = given.openings.filter((rule) => rule.addressId === one.id).map((rule) => rule.label)
  const led = given.forwards.filter((rule) => rule.addressId === one.id).map((rule) => {
    const vm = given.vms.find((each) => each.id === rule.vmId)
    return `${rule.label} → ${vm?.name ?? '?'}`
  })
  return { key: `address:${one.id}`, kind: 'address', id: one.id, title: one.address, subtitle: one.sourceNat ? 'source-nat' : one.staticVm ? 'static-nat' : '',
    lines: shortened([...led, ...rules]), state: '' }
}

/** The network itself: a bar over the whole width. */
function bar(given: Given, drawing: Drawing): Part {
  const part: Part = { key: `network:${given.network.id}`, kind: 'network', id: given.network.id, title: given.network.name, subtitle: given.network.cidr, lines: [],
    state: given.network.state, x: MARGIN, y: drawing.y, width: drawing.width - 2 * MARGIN, height: 34 }
  drawing.parts.push(part)
  drawing.y += part.height + LEVEL_GAP
  return part
}

function vms(given: Given, drawing: Drawing, network: Part, columns: number): void {
  const shown = given.vms.slice(0, MOST_VMS)
  const boxes: Omit<Part, 'x' | 'y' | 'width' | 'height'>[] = shown.map((vm) => ({ key: `vm:${vm.id}`, kind: 'vm', id: vm.id, title: vm.name, subtitle: vm.address,
    lines: [], state: vm.state }))
  const hidden = given.vms.length - shown.length
  if (hidden > 0) boxes.push({ key: 'more', kind: 'more', id: '', title: `+${hidden}`, subtitle: '', lines: [], state: '' })
  for (const some of rowsOf(boxes, columns)) {
    for (const box of drawing.row(some)) {
      if (box.y - network.y - network.height > LEVEL_GAP) continue // rows below the first hang together by their place
      drawing.wires.push({ key: `${network.key}-${box.key}`, from: network.key, to: box.key, kind: 'wire', label: '',
        points: [[middle(box), network.y + network.height], [middle(box), box.y]] })
    }
  }
}

/** Rules that lead to a VM: told by names, drawn when one of both is pointed at. */
function forwards(given: Given, drawing: Drawing): void {
  const found = (key: string): Part | undefined => drawing.parts.find((part) => part.key === key)
  const led = [...given.forwards.map((rule) => ({ key: rule.id, from: `address:${rule.addressId}`, to: `vm:${rule.vmId}`, label: rule.label })),
    ...given.addresses.flatMap((one) => (one.staticVm ? [{ key: one.id, from: `address:${one.id}`, to: `vm:${one.staticVm}`, label: '1:1' }] : []))]
  for (const one of led) {
    const from = found(one.from)
    const to = found(one.to)
    if (!from || !to) continue
    drawing.wires.push({ key: `forward:${one.key}`, from: one.from, to: one.to, kind: 'forward', label: one.label,
      points: [[middle(from), from.y + from.height], [middle(to), to.y]] })
  }
}
