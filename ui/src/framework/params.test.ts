import { describe, expect, it } from 'vitest'
import { concerned } from './params'

describe('the field that a refusal is about', () => {
  const names = ['name', 'displayname', 'cidr', 'id']
  it.each([
    ['Unable to execute API command createNetwork due to missing parameter cidr', 'cidr'],
    ['Parameter displayname: longer than 255', 'displayname'],
    ['cidr: 10.1.1.1/24 has host bits', 'cidr'],
    ['Invalid value for "name"', 'name'],
    ['The zone is disabled', undefined],
    ['No valid identity', undefined],
  ])('%s', (text, field) => expect(concerned(text, names)).toBe(field))
})
