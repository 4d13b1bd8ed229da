import { describe, expect, it } from 'vitest'
import { humanised } from './words'

describe('names of the API as words', () => {
  it.each([['startVirtualMachine', 'Start virtual machine'], ['cpunumber', 'CPU number'], ['publicipid', 'Public IP ID'], ['templatedisplaytext', 'Template display text'],
    ['isdynamicallyscalable', 'Is dynamically scalable'], ['volumeids', 'Volume IDs'], ['listVMSnapshot', 'List VM snapshot'], ['xyzzy', 'Xyzzy']])('%s', (name, words) => expect(humanised(name)).toBe(words))
})
