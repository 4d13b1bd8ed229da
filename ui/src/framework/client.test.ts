import { describe, expect, it } from 'vitest'
import { encode } from './client'

describe('parameters on the wire', () => {
  const text = (params: object) => decodeURIComponent(String(encode({ ...params })))

  it('joins lists, drops what is empty, keeps false and zero', () => {
    expect(text({ ids: ['a', 'b'], name: '', keyword: undefined, none: null, list: [], forced: false, size: 0 })).toBe('ids=a,b&forced=false&size=0')
  })
  it('writes maps and rows', () => {
    expect(text({ details: { cpuNumber: '2' } })).toBe('details[0].cpuNumber=2')
    expect(text({ iptonetworklist: [{ networkid: 'n', ip: '1' }, { networkid: 'm' }] })).toBe(
      'iptonetworklist[0].networkid=n&iptonetworklist[0].ip=1&iptonetworklist[1].networkid=m')
    expect(text({ tags: { env: 'prod', tier: 'db' } })).toBe('tags[0].key=env&tags[0].value=prod&tags[1].key=tier&tags[1].value=db')
  })
})
