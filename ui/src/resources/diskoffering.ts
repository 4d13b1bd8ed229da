import { HardDrive, Pencil, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'diskoffering', group: 'offerings', icon: HardDrive, order: 20,
  list: 'listDiskOfferings',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'disksize', kind: 'number' }, { key: 'iscustomized', kind: 'bool' }, { key: 'storagetype' },
    { key: 'provisioningtype' }, { key: 'tags' }, { key: 'domain', kind: 'ref', of: 'domain', id: 'domainid', hidden: true }, { key: 'created', kind: 'time', hidden: true },
  ],
  filters: [{ param: 'state', kind: 'choice', choices: ['Active', 'Inactive'] }, { param: 'zoneid', kind: 'ref', of: 'zone' },
    { param: 'storagetype', kind: 'choice', choices: ['shared', 'local'] }],
  create: { command: 'createDiskOffering', fields: ['name', 'displaytext', 'customized', 'disksize', 'storagetype', 'provisioningtype', 'tags', 'domainid', 'zoneid'] },
  actions: [
    { command: 'updateDiskOffering', icon: Pencil, fields: ['name', 'displaytext', 'state', 'displayoffering', 'tags', 'sortkey'] },
    { command: 'deleteDiskOffering', icon: Trash2, danger: 'confirm', when: (one) => one.state === 'Active' },
  ],
})
