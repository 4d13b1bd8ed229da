import { Database, Pencil, Power, PowerOff, Trash2, Wrench } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'storagepool', group: 'infrastructure', icon: Database, order: 50,
  list: 'listStoragePools',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'scope' }, { key: 'type' }, { key: 'path', kind: 'code' },
    { key: 'disksizetotal', kind: 'bytes' }, { key: 'disksizeused', kind: 'bytes' }, { key: 'disksizeallocated', kind: 'bytes', hidden: true },
    { key: 'clustername', kind: 'ref', of: 'cluster', id: 'clusterid' }, { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' },
    { key: 'tags', hidden: true },
  ],
  filters: [
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'clusterid', kind: 'ref', of: 'cluster' },
    { param: 'scope', kind: 'choice', choices: ['CLUSTER', 'ZONE', 'HOST'] }, { param: 'status', kind: 'choice', choices: ['Up', 'Disabled', 'Maintenance'] },
  ],
  create: { command: 'createStoragePool', fields: ['name', 'url', 'zoneid', 'podid', 'clusterid', 'scope', 'tags'] },
  actions: [
    { command: 'enableStorageMaintenance', icon: Wrench, primary: true, danger: 'confirm', when: (one) => one.state === 'Up' || one.state === 'Disabled' },
    { command: 'cancelStorageMaintenance', icon: Wrench, primary: true, direct: true, when: (one) => /Maintenance/.test(String(one.state)) },
    { command: 'updateStoragePool', icon: PowerOff, label: 'action.disable', danger: 'confirm', fields: [], fixed: () => ({ enabled: false }),
      when: (one) => one.state === 'Up' },
    { command: 'updateStoragePool', icon: Power, label: 'action.enable', direct: true, fixed: () => ({ enabled: true }), when: (one) => one.state === 'Disabled' },
    { command: 'updateStoragePool', icon: Pencil, fields: ['name', 'tags', 'capacitybytes', 'capacityiops'], hide: ['enabled'] },
    { command: 'changeStoragePoolScope', when: (one) => one.state === 'Disabled' },
    { command: 'deleteStoragePool', icon: Trash2, danger: 'name' },
  ],
  tabs: [
    { name: 'hosts', of: 'host', params: (one) => ({ clusterid: one.clusterid }), when: (one) => typeof one.clusterid === 'string' },
    { name: 'volumes', of: 'volume', params: (one) => ({ storageid: one.id }) },
    { name: 'settings', component: () => import('@/pages/admin/settings/ScopedSettings.vue') },
  ],
})
