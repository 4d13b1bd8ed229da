import { describe, expect, it } from 'vitest'
import { paramsOf } from './state'

describe('the address of a list', () => {
  it('is parameters, tags, search and page', () => {
    expect(paramsOf({ state: 'Running', 'tag.env': 'prod', q: 'web', page: '3' }, 'keyword', 50)).toEqual(
      { state: 'Running', tags: { env: 'prod' }, keyword: 'web', page: 3, pagesize: 50 })
  })
  it('searches only where the command can', () => expect(paramsOf({ q: 'web', size: '25' }, '', 50)).toEqual({ page: 1, pagesize: 25 }))
})
