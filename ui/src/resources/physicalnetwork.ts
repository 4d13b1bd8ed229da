import { Cable, Pencil, Power, PowerOff, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'physicalnetwork', group: 'infrastructure', icon: Cable, order: 70,
  list: 'listPhysicalNetworks',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'isolationmethods' }, { key: 'vlan', kind: 'code' },
    { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' }, { key: 'tags', hidden: true }, { key: 'networkspeed', hidden: true },
  ],
  filters: [{ param: 'zoneid', kind: 'ref', of: 'zone' }],
  create: { command: 'createPhysicalNetwork', fields: ['zoneid', 'name', 'isolationmethods', 'vlan'], initial: () => ({ isolationmethods: 'VLAN', vlan: '100-199' }) },
  actions: [
    { command: 'updatePhysicalNetwork', icon: Power, label: 'action.enable', direct: true, fixed: () => ({ state: 'Enabled' }), when: (one) => one.state === 'Disabled' },
    { command: 'updatePhysicalNetwork', icon: PowerOff, label: 'action.disable', danger: 'confirm', fields: [], fixed: () => ({ state: 'Disabled' }),
      when: (one) => one.state === 'Enabled' },
    { command: 'updatePhysicalNetwork', icon: Pencil, fields: ['vlan', 'tags'], hide: ['state'] },
    { command: 'deletePhysicalNetwork', icon: Trash2, danger: 'name' },
  ],
  tabs: [
    { name: 'traffictypes', of: 'traffictype', params: (one) => ({ physicalnetworkid: one.id }) },
    { name: 'providers', of: 'networkprovider', params: (one) => ({ physicalnetworkid: one.id }) },
    { name: 'publicranges', of: 'vlaniprange', params: (one) => ({ physicalnetworkid: one.id }) },
    { name: 'guestvlans', of: 'guestvlan', params: (one) => ({ physicalnetworkid: one.id }) },
    { name: 'dedicatedvlans', of: 'dedicatedvlan', params: (one) => ({ physicalnetworkid: one.id }) },
  ],
})
