import { describe, expect, it } from 'vitest'
import { snippets } from './snippets'

describe('an action as it is written elsewhere', () => {
  const made = (command: string, params: object) => Object.fromEntries(snippets(command, { ...params }, 'https://c').map((one) => [one.name, one.text]))

  it('quotes for the shell, so that a name runs nothing', () => {
    expect(made('updateVirtualMachine', { id: 'a-b', displayname: "x'; rm -rf /" }).cs).toBe(`cs updateVirtualMachine id=a-b 'displayname=x'\\''; rm -rf /'`)
  })
  it('speaks cmk', () => expect(made('startVirtualMachine', { id: '1' }).cmk).toBe('cmk start virtualmachine id=1'))
  it('hides secrets', () => {
    for (const text of Object.values(made('createUser', { username: 'u', password: 'hunter2' }))) expect(text).not.toContain('hunter2')
  })
  it('writes Terraform where its provider has the resource, without interpolation', () => {
    expect(made('createDomain', { name: '${evil}' }).terraform).toBe('resource "cloudstack_domain" "this" {\n  name = "$${evil}"\n}')
    expect(made('startVirtualMachine', { id: '1' }).terraform).toBeUndefined()
  })
})
