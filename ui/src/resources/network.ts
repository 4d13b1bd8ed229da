import { Network, RefreshCw, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'network', group: 'network', icon: Network, order: 10,
  list: 'listNetworks',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'type' }, { key: 'cidr', kind: 'code' }, { key: 'networkofferingname' }, { key: 'zonename' },
    { key: 'account' }, { key: 'restartrequired', kind: 'bool', hidden: true }, { key: 'vlan', hidden: true }, { key: 'created', kind: 'time', hidden: true },
  ],
  filters: [
    { param: 'type', kind: 'choice', choices: ['Isolated', 'Shared', 'L2'] },
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'restartrequired', kind: 'bool' },
  ],
  tags: true,
  create: { command: 'createNetwork', fields: ['name', 'zoneid', 'networkofferingid', 'gateway', 'netmask'] },
  actions: [
    { command: 'restartNetwork', icon: RefreshCw, primary: true, bulk: true, danger: 'confirm', when: (network) => network.type === 'Isolated' },
    { command: 'deleteNetwork', icon: Trash2, bulk: true, danger: 'name' },
  ],
  tabs: [
    { name: 'picture', component: () => import('@/topology/NetworkTab.vue') },
    { name: 'rules', component: () => import('@/rules/NetworkRules.vue') },
    { name: 'instances', of: 'instance', params: (network) => ({ networkid: network.id }) },
  ],
})
