import { Network, Pencil, Power, PowerOff, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'networkoffering', group: 'offerings', icon: Network, order: 30,
  list: 'listNetworkOfferings',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'guestiptype' }, { key: 'traffictype', hidden: true }, { key: 'availability' },
    { key: 'services', kind: 'list', value: (row) => (Array.isArray(row.service) ? row.service.map((one: { name?: string }) => one.name) : []) },
    { key: 'isdefault', kind: 'bool' }, { key: 'specifyvlan', kind: 'bool', hidden: true }, { key: 'forvpc', kind: 'bool', hidden: true },
  ],
  filters: [
    { param: 'state', kind: 'choice', choices: ['Enabled', 'Disabled'] }, { param: 'guestiptype', kind: 'choice', choices: ['Isolated', 'Shared', 'L2'] },
    { param: 'zoneid', kind: 'ref', of: 'zone' },
  ],
  create: { command: 'createNetworkOffering', dialog: () => import('@/pages/admin/offerings/NetworkOfferingDialog.vue') },
  actions: [
    { command: 'updateNetworkOffering', icon: Power, label: 'action.enable', primary: true, direct: true, fixed: () => ({ state: 'Enabled' }),
      when: (one) => one.state === 'Disabled' },
    { command: 'updateNetworkOffering', icon: PowerOff, label: 'action.disable', danger: 'confirm', fields: [], fixed: () => ({ state: 'Disabled' }),
      when: (one) => one.state === 'Enabled' },
    { command: 'updateNetworkOffering', icon: Pencil, fields: ['name', 'displaytext', 'availability', 'tags', 'sortkey'], hide: ['state'] },
    { command: 'deleteNetworkOffering', icon: Trash2, danger: 'confirm', when: (one) => one.isdefault !== true },
  ],
})
