import { Magnet, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'affinitygroup', group: 'compute', icon: Magnet, order: 60,
  list: 'listAffinityGroups',
  columns: [{ key: 'name' }, { key: 'type' }, { key: 'description' }, { key: 'virtualmachineIds', kind: 'number', label: 'tenant.instances',
    value: (group) => (Array.isArray(group.virtualmachineIds) ? group.virtualmachineIds.length : 0) }, { key: 'account' }],
  create: { command: 'createAffinityGroup', fields: ['name', 'type', 'description'] },
  actions: [{ command: 'deleteAffinityGroup', icon: Trash2, bulk: true, danger: 'confirm', hide: ['name', 'account', 'domainid', 'projectid'] }],
  tabs: [{ name: 'instances', of: 'instance', params: (group) => ({ affinitygroupid: group.id }) }],
})
