import { Monitor } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'consolesession', group: 'activity', icon: Monitor, order: 30,
  list: 'listConsoleSessions',
  nameField: 'virtualmachinename',
  params: { isrecursive: true },
  columns: [
    { key: 'virtualmachinename' }, { key: 'user' }, { key: 'account' }, { key: 'acquired', kind: 'time' }, { key: 'clientaddress', kind: 'code' },
    { key: 'hostname', kind: 'ref', of: 'host', id: 'hostid' }, { key: 'created', kind: 'time' }, { key: 'removed', kind: 'time', hidden: true },
    { key: 'consoleendpointcreatoraddress', kind: 'code', hidden: true },
  ],
  filters: [
    { param: 'virtualmachineid', kind: 'ref', of: 'instance' }, { param: 'activeonly', kind: 'bool' }, { param: 'clientaddress', kind: 'text' },
  ],
})
