import { Cpu, Pencil, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'serviceoffering', group: 'offerings', icon: Cpu, order: 10,
  list: 'listServiceOfferings',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'cpunumber', kind: 'number' }, { key: 'cpuspeed', kind: 'mhz' }, { key: 'memory', kind: 'mb' },
    { key: 'iscustomized', kind: 'bool' }, { key: 'storagetype' }, { key: 'hosttags', hidden: true }, { key: 'storagetags', hidden: true },
    { key: 'domain', kind: 'ref', of: 'domain', id: 'domainid', hidden: true }, { key: 'zone', hidden: true }, { key: 'issystem', kind: 'bool', hidden: true },
    { key: 'created', kind: 'time', hidden: true },
  ],
  filters: [{ param: 'state', kind: 'choice', choices: ['Active', 'Inactive'] }, { param: 'issystem', kind: 'bool' }, { param: 'zoneid', kind: 'ref', of: 'zone' }],
  create: { command: 'createServiceOffering', fields: ['name', 'displaytext', 'customized', 'cpunumber', 'cpuspeed', 'memory', 'rootdisksize', 'storagetype', 'hosttags', 'tags',
    'networkrate', 'offerha', 'limitcpuuse'] },
  actions: [
    { command: 'updateServiceOffering', icon: Pencil, fields: ['name', 'displaytext', 'state', 'hosttags', 'storagetags', 'sortkey'] },
    { command: 'deleteServiceOffering', icon: Trash2, danger: 'confirm', when: (one) => one.state === 'Active' },
  ],
})
