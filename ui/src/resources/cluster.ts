import { Boxes, Eye, EyeOff, Pencil, Power, PowerOff, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'cluster', group: 'infrastructure', icon: Boxes, order: 30,
  list: 'listClusters',
  columns: [
    { key: 'name' }, { key: 'allocationstate', kind: 'state' }, { key: 'managedstate', kind: 'state' }, { key: 'hypervisortype' },
    { key: 'cpuovercommitratio' }, { key: 'memoryovercommitratio' }, { key: 'podname', kind: 'ref', of: 'pod', id: 'podid' },
    { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' }, { key: 'arch', hidden: true }, { key: 'clustertype', hidden: true },
  ],
  filters: [
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'podid', kind: 'ref', of: 'pod' },
    { param: 'hypervisor', kind: 'choice', choices: ['KVM', 'Simulator'] }, { param: 'allocationstate', kind: 'choice', choices: ['Enabled', 'Disabled'] },
    { param: 'managedstate', kind: 'choice', choices: ['Managed', 'Unmanaged'] },
  ],
  create: { command: 'addCluster', fields: ['clustername', 'zoneid', 'podid', 'hypervisor', 'clustertype'], initial: () => ({ clustertype: 'CloudManaged', hypervisor: 'KVM' }) },
  actions: [
    { command: 'updateCluster', icon: Power, label: 'action.enable', direct: true, bulk: true, fixed: () => ({ allocationstate: 'Enabled' }),
      when: (one) => one.allocationstate === 'Disabled' },
    { command: 'updateCluster', icon: PowerOff, label: 'action.disable', danger: 'confirm', bulk: true, fields: [],
      fixed: () => ({ allocationstate: 'Disabled' }), when: (one) => one.allocationstate === 'Enabled' },
    { command: 'updateCluster', icon: Eye, label: 'action.manage', direct: true, fixed: () => ({ managedstate: 'Managed' }),
      when: (one) => one.managedstate === 'Unmanaged' },
    { command: 'updateCluster', icon: EyeOff, label: 'action.unmanage', danger: 'confirm', fields: [], fixed: () => ({ managedstate: 'Unmanaged' }),
      when: (one) => one.managedstate === 'Managed' },
    { command: 'updateCluster', icon: Pencil, fields: ['clustername'], initial: (one) => ({ clustername: one.name }) },
    { command: 'deleteCluster', icon: Trash2, danger: 'confirm' },
  ],
  tabs: [
    { name: 'capacity', component: () => import('@/pages/admin/places/CapacityTab.vue') },
    { name: 'hosts', of: 'host', params: (one) => ({ clusterid: one.id }) },
    { name: 'storagepools', of: 'storagepool', params: (one) => ({ clusterid: one.id }) },
    { name: 'settings', component: () => import('@/pages/admin/settings/ScopedSettings.vue') },
  ],
})
