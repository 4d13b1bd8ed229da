import { Pencil, Power, PowerOff, Share2, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'vpcoffering', group: 'offerings', icon: Share2, order: 40,
  list: 'listVPCOfferings',
  columns: [{ key: 'name' }, { key: 'displaytext' }, { key: 'state', kind: 'state' }, { key: 'isdefault', kind: 'bool' }, { key: 'created', kind: 'time' }],
  filters: [{ param: 'state', kind: 'choice', choices: ['Enabled', 'Disabled'] }, { param: 'zoneid', kind: 'ref', of: 'zone' }],
  create: { command: 'createVPCOffering', fields: ['name', 'displaytext', 'supportedservices', 'enable'] },
  actions: [
    { command: 'updateVPCOffering', icon: Power, label: 'action.enable', direct: true, fixed: () => ({ state: 'Enabled' }), when: (one) => one.state === 'Disabled' },
    { command: 'updateVPCOffering', icon: PowerOff, label: 'action.disable', danger: 'confirm', fields: [], fixed: () => ({ state: 'Disabled' }),
      when: (one) => one.state === 'Enabled' },
    { command: 'updateVPCOffering', icon: Pencil, fields: ['name', 'displaytext', 'sortkey'], hide: ['state'] },
    { command: 'deleteVPCOffering', icon: Trash2, danger: 'confirm', when: (one) => one.isdefault !== true },
  ],
})
