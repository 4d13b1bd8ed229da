import { expect, it } from 'vitest'
import { joined, said } from './joined'
import { eventTypeOf, nounOfEvent } from './nouns'

it('leaves out beginnings whose end is there', () => {
  const events = [{ id: '3', parentid: '1', state: 'Completed' }, { id: '2', parentid: '1', state: 'Started' }, { id: '1', state: 'Scheduled' }, { id: '0', state: 'Scheduled' }]
  expect(joined(events).map((one) => one.id)).toEqual(['3', '0'])
})
it('says what was done', () => expect(said({ description: 'Successfully completed starting VM a' })).toBe('Starting VM a'))
it('names the object', () => expect(said({ description: 'Starting VM 12-34', resourceid: '12-34', resourcename: 'web $& 1' })).toBe('Starting VM web $& 1'))
it('finds pages and types both ways', () => expect([nounOfEvent('VirtualMachine'), nounOfEvent('Nothing'), eventTypeOf('instance'), eventTypeOf('event')]).toEqual(['instance', '', 'VirtualMachine', '']))
