import { Network, Pencil, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'storagerange', group: 'infrastructure', icon: Network, unlisted: true, nameField: 'startip',
  list: 'listStorageNetworkIpRange',
  columns: [
    { key: 'startip', kind: 'code' }, { key: 'endip', kind: 'code' }, { key: 'gateway', kind: 'code' }, { key: 'netmask', kind: 'code' }, { key: 'vlan' },
    { key: 'podid', kind: 'ref', of: 'pod', id: 'podid' },
  ],
  filters: [{ param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'podid', kind: 'ref', of: 'pod' }],
  create: { command: 'createStorageNetworkIpRange' },
  actions: [
    { command: 'updateStorageNetworkIpRange', icon: Pencil },
    { command: 'deleteStorageNetworkIpRange', icon: Trash2, danger: 'confirm' },
  ],
})
