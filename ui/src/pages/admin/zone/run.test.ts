import { describe, expect, it } from 'vitest'
import type { Params, Row } from '@/framework/resource'
import { defaults, type Choices } from './choices'
import { learn } from './resume'
import { run, type Door, type State } from './run'
import { script, spoken } from './script'
import { filled, tasks } from './tasks'

const CHOICES: Choices = { ...defaults(), name: 'paris', hypervisor: 'Simulator',
  management: { gateway: '172.16.0.1', netmask: '255.255.255.0', start: '172.16.0.10', end: '172.16.0.50' },
  public: { gateway: '198.18.0.1', netmask: '255.255.255.0', start: '198.18.0.10', end: '198.18.0.50' } }

/** A manager that remembers what it was told: rows by list command, as a zone needs them. */
class Cloud implements Door {
  calls: string[] = []
  fails = ''
  rows: Record<string, Row[]> = {
    listNetworkServiceProviders: [{ id: 'nsp', state: 'Disabled' }], listVirtualRouterElements: [{ id: 'element', enabled: false }] }

  async list(command: string, params: Params): Promise<Row[]> {
    return (this.rows[command] ?? []).filter((row) => params.id === undefined || row.id === params.id)
  }

  async call(command: string, params: Params): Promise<void> {
    this.calls.push(command)
    if (command === this.fails) throw new Error('refused')
    const made: Record<string, [string, Row]> = {
      createZone: ['listZones', { id: 'zone', allocationstate: 'Disabled', name: params.name }], createPhysicalNetwork: ['listPhysicalNetworks', { id: 'physical', name: params.name, state: 'Disabled' }],
      addTrafficType: ['listTrafficTypes', { traffictype: params.traffictype }], createPod: ['listPods', { id: 'pod', name: params.name }],
      createVlanIpRange: ['listVlanIpRanges', { startip: params.startip }], addCluster: ['listClusters', { id: 'cluster', name: params.clustername }],
      createStoragePool: ['listStoragePools', { name: params.name }], addImageStore: ['listImageStores', { name: params.name }] }
    const row = made[command]
    if (row) (this.rows[row[0]] ??= []).push(row[1])
    if (command === 'updatePhysicalNetwork') this.rows.listPhysicalNetworks![0]!.state = 'Enabled'
    if (command === 'configureVirtualRouterElement') this.rows.listVirtualRouterElements![0]!.enabled = true
    if (command === 'updateNetworkServiceProvider') this.rows.listNetworkServiceProviders![0]!.state = 'Enabled'
    if (command === 'updateZone') this.rows.listZones![0]!.allocationstate = 'Enabled'
  }
}

async function go(cloud: Cloud) {
  const states: Record<string, State> = {}
  const outcome = await run(tasks(CHOICES), cloud, (task, now) => { states[task.id] = now.state })
  return { outcome, states }
}

describe('a zone is set up', () => {
  it('waits for a host, then goes on to the end without repeating anything', async () => {
    const cloud = new Cloud()
    const first = await go(cloud)
    expect([first.outcome.why, first.outcome.at?.id, first.outcome.ids.CLUSTER]).toEqual(['people', 'host', 'cluster'])
    expect(cloud.calls).toContain('addCluster')
    expect(cloud.calls).not.toContain('createStoragePool')
    cloud.rows.listHosts = [{ id: 'host', state: 'Up' }]
    cloud.calls = []
    const second = await go(cloud)
    expect(second.outcome.at).toBeUndefined()
    expect(cloud.calls).toEqual(['createStoragePool', 'addImageStore', 'updateZone'])
    expect(second.states.zone).toBe('there')
    cloud.calls = []
    await go(cloud)
    expect(cloud.calls).toEqual([])
  })

  const each = tasks(CHOICES).filter((task) => !task.waits && !task.command.startsWith('list')).map((task) => task.command)
  it.each([...new Set(each)])('goes on after %s has failed', async (command) => {
    const cloud = new Cloud()
    cloud.rows.listHosts = [{ id: 'host', state: 'Up' }]
    cloud.fails = command
    const broken = await go(cloud)
    expect([broken.outcome.why, broken.outcome.at?.command]).toEqual(['failed', command])
    const before = cloud.calls.length
    cloud.fails = ''
    expect((await go(cloud)).outcome.at).toBeUndefined()
    expect(cloud.calls[before]).toBe(command)
  })

  it('does not take a host that is not Up for one', async () => {
    const cloud = new Cloud()
    cloud.rows.listHosts = [{ id: 'host', state: 'Connecting' }]
    expect((await go(cloud)).outcome.why).toBe('people')
  })
})

describe('the script', () => {
  it('has all calls, in order, with ids in variables', () => {
    const text = script(tasks(CHOICES), 'join first')
    expect(text).toContain("ZONE=$(cmk create zone name=paris networktype=Advanced dns1=9.9.9.9 dns2=149.112.112.112 internaldns1=9.9.9.9 guestcidraddress=10.1.1.0/24 | jq -r '.zone.id')")
    expect(text).toContain('cmk update zone id="$ZONE" allocationstate=Enabled')
    expect(text.split('\n')).toContain('# join first')
  })
  it('quotes what a shell would take apart', () => {
    const text = script(tasks({ ...CHOICES, name: "it's (rm)" }), '')
    expect(text).toContain(`name='it'\\''s (rm)'`)
    expect(spoken('addImageStore')).toBe('add imagestore')
  })
  it('needs ids before they are used', () => expect(() => filled({ zoneid: '$ZONE' }, {})).toThrow('ZONE'))
})

describe('a zone that is there', () => {
  it('becomes choices again', async () => {
    const cloud = new Cloud()
    cloud.rows.listPods = [{ name: 'row-1', gateway: '10.0.0.1', netmask: '255.255.255.0', startip: ['10.0.0.10'], endip: ['10.0.0.20'] }]
    cloud.rows.listVlanIpRanges = [{ gateway: '198.18.0.1', netmask: '255.255.255.0', startip: '198.18.0.9', endip: '198.18.0.20', vlan: 'vlan://77' }]
    cloud.rows.listClusters = [{ name: 'c1', hypervisortype: 'Simulator' }]
    const found = await learn(cloud, { id: 'z', name: 'old', dns1: '1.1.1.1', guestcidraddress: '10.9.0.0/24' })
    expect(found).toMatchObject({ name: 'old', dns1: '1.1.1.1', guestcidr: '10.9.0.0/24', pod: 'row-1', publicvlan: '77', cluster: 'c1', hypervisor: 'Simulator',
      management: { gateway: '10.0.0.1', start: '10.0.0.10', end: '10.0.0.20' } })
  })
})
