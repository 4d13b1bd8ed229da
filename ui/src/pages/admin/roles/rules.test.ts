import { describe, expect, it } from 'vitest'
import { limits } from '../tenants/limits'
import { tree } from '../tenants/tree'
import { deciding, isRule, matches, moved, shadowedBy } from './rules'

describe('rules of a role', () => {
  const rules = [{ rule: 'listHosts' }, { rule: 'list*' }, { rule: 'listZones' }, { rule: '*' }, { rule: 'deployVirtualMachine' }]
  it('match whole names, without regard to case', () => {
    expect(matches('list*', 'LISTzones')).toBe(true)
    expect(matches('list', 'listZones')).toBe(false)
    expect(matches('*Machine', 'destroyVirtualMachine')).toBe(true)
  })
  it('decide by the first that matches', () => {
    expect(deciding(rules, 'listHosts')).toBe(0)
    expect(deciding(rules, 'listZones')).toBe(1)
    expect(deciding(rules, 'createZone')).toBe(3)
  })
  it('never count behind one that takes all of theirs', () => {
    expect(rules.map((_, at) => shadowedBy(rules, at))).toEqual([-1, -1, 1, -1, 3])
  })
  it('move', () => expect(moved([1, 2, 3], 0, 2)).toEqual([2, 3, 1]))
  it('are letters, digits and *', () => expect(['list*', 'a b', '', 'x;y'].map(isRule)).toEqual([true, false, false, false]))
})

describe('domains and limits', () => {
  it('make a tree; whose parent is not seen is on top', () => {
    const found = tree([{ id: '2', name: 'b', parentdomainid: '1' }, { id: '1', name: 'top', parentdomainid: 'unseen' }, { id: '3', name: 'a', parentdomainid: '1' }])
    expect(found.map((one) => [one.domain.name, one.below.map((below) => below.domain.name)])).toEqual([['top', ['a', 'b']]])
  })
  it('show what is used beside what may be', () => {
    const found = limits([{ resourcetype: '8', resourcetypename: 'cpu', max: 4 }, { resourcetype: '0', resourcetypename: 'user_vm', max: -1 }, { resourcetype: '8', tag: 'gpu', max: 1 }],
      { cputotal: 3, vmtotal: 2 })
    expect(found).toEqual([{ type: 0, name: 'user_vm', max: -1, used: 2 }, { type: 8, name: 'cpu', max: 4, used: 3 }])
  })
})
