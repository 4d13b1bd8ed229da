import { Boxes, Pencil, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'instancegroup', group: 'compute', icon: Boxes, order: 30,
  list: 'listInstanceGroups',
  columns: [{ key: 'name' }, { key: 'account' }, { key: 'domain', hidden: true }, { key: 'created', kind: 'time' }],
  create: { command: 'createInstanceGroup', fields: ['name'] },
  actions: [
    { command: 'updateInstanceGroup', icon: Pencil },
    { command: 'deleteInstanceGroup', icon: Trash2, bulk: true, danger: 'confirm' },
  ],
  tabs: [{ name: 'instances', of: 'instance', params: (group) => ({ groupid: group.id }) }],
})
