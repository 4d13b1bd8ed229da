import { Archive, Lock, LockOpen, Pencil, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'imagestore', group: 'infrastructure', icon: Archive, order: 60,
  list: 'listImageStores',
  columns: [
    { key: 'name' }, { key: 'providername' }, { key: 'url', kind: 'code' }, { key: 'readonly', kind: 'bool' }, { key: 'disksizetotal', kind: 'bytes' },
    { key: 'disksizeused', kind: 'bytes' }, { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' },
  ],
  filters: [{ param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'readonly', kind: 'bool' }],
  create: { command: 'addImageStore', fields: ['zoneid', 'provider', 'name', 'url'], initial: () => ({ provider: 'Pileus' }) },
  actions: [
    { command: 'updateImageStore', icon: Lock, label: 'action.readonly', danger: 'confirm', fields: [], fixed: () => ({ readonly: true }),
      when: (one) => one.readonly !== true },
    { command: 'updateImageStore', icon: LockOpen, label: 'action.writable', direct: true, fixed: () => ({ readonly: false }), when: (one) => one.readonly === true },
    { command: 'updateImageStore', icon: Pencil, fields: ['name', 'capacitybytes'], hide: ['readonly'], initial: (one) => ({ name: one.name }) },
    { command: 'deleteImageStore', icon: Trash2, danger: 'name' },
  ],
})
