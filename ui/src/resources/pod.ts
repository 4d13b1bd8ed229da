import { Pencil, Power, PowerOff, Rows3, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'pod', group: 'infrastructure', icon: Rows3, order: 20,
  list: 'listPods',
  columns: [
    { key: 'name' }, { key: 'allocationstate', kind: 'state' }, { key: 'gateway', kind: 'code' }, { key: 'netmask', kind: 'code' },
    { key: 'startip', kind: 'list' }, { key: 'endip', kind: 'list' }, { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' },
  ],
  filters: [{ param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'allocationstate', kind: 'choice', choices: ['Enabled', 'Disabled'] }],
  create: { command: 'createPod', fields: ['name', 'zoneid', 'gateway', 'netmask', 'startip', 'endip'] },
  actions: [
    { command: 'updatePod', icon: Power, label: 'action.enable', direct: true, bulk: true, fixed: () => ({ allocationstate: 'Enabled' }),
      when: (pod) => pod.allocationstate === 'Disabled' },
    { command: 'updatePod', icon: PowerOff, label: 'action.disable', danger: 'confirm', bulk: true, fields: [],
      fixed: () => ({ allocationstate: 'Disabled' }), when: (pod) => pod.allocationstate === 'Enabled' },
    { command: 'updatePod', icon: Pencil, fields: ['name'], initial: (pod) => ({ name: pod.name }) },
    { command: 'createManagementNetworkIpRange', id: 'podid' },
    { command: 'createStorageNetworkIpRange', id: 'podid' },
    { command: 'deletePod', icon: Trash2, danger: 'confirm' },
  ],
  tabs: [
    { name: 'capacity', component: () => import('@/pages/admin/places/CapacityTab.vue') },
    { name: 'clusters', of: 'cluster', params: (pod) => ({ podid: pod.id }) },
    { name: 'hosts', of: 'host', params: (pod) => ({ podid: pod.id }) },
    { name: 'storageranges', of: 'storagerange', params: (pod) => ({ podid: pod.id }) },
  ],
})
