import { Pencil, Signpost, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'traffictype', group: 'infrastructure', icon: Signpost, unlisted: true, nameField: 'traffictype',
  list: 'listTrafficTypes',
  columns: [{ key: 'traffictype' }, { key: 'kvmnetworklabel', kind: 'code' }],
  create: { command: 'addTrafficType', fields: ['traffictype', 'kvmnetworklabel'], hide: ['xennetworklabel', 'isolationmethod'] },
  actions: [
    { command: 'updateTrafficType', icon: Pencil, hide: ['xennetworklabel'] },
    { command: 'deleteTrafficType', icon: Trash2, danger: 'confirm' },
  ],
})
