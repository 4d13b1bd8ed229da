import { describe, expect, it } from 'vitest'
import { layout, type Given } from './layout'

function given(vms: number, more: Partial<Given> = {}): Given {
  return {
    network: { id: 'n', name: 'net', cidr: '10.1.1.0/24', state: 'Implemented', kind: 'Isolated' }, router: { id: 'r', name: 'r-1-VM', state: 'Running' },
    vms: Array.from({ length: vms }, (_, at) => ({ id: `v${at}`, name: `vm-${at}`, state: 'Running', address: `10.1.1.${at + 2}` })),
    addresses: [{ id: 'a', address: '198.51.100.1', sourceNat: true }, { id: 'b', address: '198.51.100.2', sourceNat: false, staticVm: 'v0' }],
    forwards: [{ id: 'f', addressId: 'a', vmId: 'v0', label: 'tcp 8080' }], openings: [{ addressId: 'a', label: 'tcp 8080' }], ...more,
  }
}

describe('the picture of a network', () => {
  it('has the Internet on top, then addresses, router, network, VMs', () => {
    const top = (kind: string) => layout(given(2)).parts.find((part) => part.kind === kind)!.y
    const order = ['internet', 'address', 'router', 'network', 'vm'].map(top)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it.each([1, 2, 3, 5, 13, 24])('draws %i VMs inside its frame, none upon another, whatever the width', (vms) => {
    for (const columns of [1, 2, 4, 6, 9]) {
      const { parts, width, height } = layout(given(vms), columns)
      for (const part of parts) expect(part.x >= 0 && part.y >= 0 && part.x + part.width <= width && part.y + part.height <= height).toBe(true)
      const clash = parts.some((one, at) => parts.slice(at + 1).some((other) => one.x < other.x + other.width && other.x < one.x + one.width &&
        one.y < other.y + other.height && other.y < one.y + one.height))
      expect(clash).toBe(false)
    }
  })

  it('counts the VMs that it has no room for', () => {
    expect(layout(given(100)).parts.find((part) => part.kind === 'more')?.title).toBe('+76')
  })

  it('leads forwards and static NAT to their VM, and leaves out those to VMs that are gone', () => {
    const wires = (picture: ReturnType<typeof layout>) => picture.wires.filter((wire) => wire.kind === 'forward').map((wire) => [wire.from, wire.to, wire.label])
    expect(wires(layout(given(1)))).toEqual([['address:a', 'vm:v0', 'tcp 8080'], ['address:b', 'vm:v0', '1:1']])
    expect(wires(layout(given(0)))).toEqual([])
  })

  it('of a network without router and addresses has no Internet', () => {
    const kinds = layout(given(1, { router: undefined, addresses: [], forwards: [], openings: [] })).parts.map((part) => part.kind)
    expect(kinds).toEqual(['network', 'vm'])
  })

  it('shortens a long list of rules', () => {
    const openings = Array.from({ length: 9 }, (_, at) => ({ addressId: 'a', label: `tcp ${at}` }))
    expect(layout(given(1, { openings, forwards: [] })).parts.find((part) => part.id === 'a')?.lines).toEqual(['tcp 0', 'tcp 1', '+7 …'])
  })
})
