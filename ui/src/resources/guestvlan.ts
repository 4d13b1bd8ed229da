import { Tags } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'guestvlan', group: 'infrastructure', icon: Tags, unlisted: true, nameField: 'vlan',
  list: 'listGuestVlans',
  columns: [{ key: 'vlan', kind: 'code' }, { key: 'allocationstate', kind: 'state' }, { key: 'account' }, { key: 'domain' }, { key: 'taken', kind: 'time' }],
  filters: [{ param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'allocatedonly', kind: 'bool' }, { param: 'vnet', kind: 'text' }],
})
