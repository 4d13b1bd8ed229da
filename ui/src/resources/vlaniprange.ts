import { Pencil, Trash2, UserCheck, UserX, Waypoints } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'vlaniprange', group: 'infrastructure', icon: Waypoints, order: 80, nameField: 'startip',
  list: 'listVlanIpRanges',
  columns: [
    { key: 'startip', kind: 'code' }, { key: 'endip', kind: 'code' }, { key: 'gateway', kind: 'code' }, { key: 'netmask', kind: 'code' },
    { key: 'vlan', kind: 'code' }, { key: 'account' }, { key: 'domain', kind: 'ref', of: 'domain', id: 'domainid' }, { key: 'forsystemvms', kind: 'bool', hidden: true },
  ],
  filters: [{ param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'vlan', kind: 'text' }],
  create: { command: 'createVlanIpRange', fields: ['zoneid', 'vlan', 'gateway', 'netmask', 'startip', 'endip'], initial: () => ({ forvirtualnetwork: true, vlan: 'untagged' }) },
  actions: [
    { command: 'updateVlanIpRange', icon: Pencil, fields: ['startip', 'endip'], hide: ['gateway', 'netmask'] },
    { command: 'dedicatePublicIpRange', icon: UserCheck, when: (one) => one.account === undefined || one.account === 'system' },
    { command: 'releasePublicIpRange', icon: UserX, danger: 'confirm', when: (one) => one.account !== undefined && one.account !== 'system' },
    { command: 'deleteVlanIpRange', icon: Trash2, danger: 'confirm' },
  ],
})
