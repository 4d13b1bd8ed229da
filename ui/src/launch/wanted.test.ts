import { expect, it } from 'vitest'
import { isHostName, missing, nothing, params } from './wanted'

const chosen = () => ({ ...nothing(), zoneid: 'z', template: { id: 't' }, offering: { id: 'o', memory: 512, cpunumber: 1, cpuspeed: 500 } })

it('names what is still to choose', () => {
  expect(missing(nothing())).toEqual(['zone', 'template', 'offering'])
  expect(missing(chosen())).toEqual([])
  expect(missing({ ...chosen(), offering: { id: 'o', iscustomized: true, cpuspeed: 500 } })).toEqual(['custom'])
})
it('sends what was given, and nothing else', () => expect(params(chosen())).toEqual({ zoneid: 'z', templateid: 't', serviceofferingid: 'o' }))
it('sends what a customised offering leaves open as details', () =>
  expect(params({ ...chosen(), offering: { id: 'o', iscustomized: true, cpuspeed: 500 }, cpunumber: 2, memory: 1024, details: 'a=b=c\n\n x = y' }).details).toEqual(
    { cpuNumber: '2', memory: '1024', a: 'b=c', x: 'y' }))
it('does not send the size of an offering that was left again', () => expect(params({ ...chosen(), cpunumber: 2, memory: 1024 }).details).toBeUndefined())
it('encodes user data, and says when the VM shall not start', () =>
  expect(params({ ...chosen(), userdata: '#!/bin/true\n', startvm: false })).toMatchObject({ userdata: 'IyEvYmluL3RydWUK', startvm: false }))
it('knows host names', () => expect(['', 'web-1', 'a', '1web', 'web_1', 'web-', 'a'.repeat(64)].map(isHostName)).toEqual([true, true, true, false, false, false, false]))
