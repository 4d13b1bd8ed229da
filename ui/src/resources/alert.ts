import { Archive, Siren, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'alert', group: 'activity', icon: Siren, order: 20,
  list: 'listAlerts',
  columns: [{ key: 'sent', kind: 'time' }, { key: 'name' }, { key: 'description' }, { key: 'type', hidden: true }],
  filters: [{ param: 'name', kind: 'text' }, { param: 'type', kind: 'text' }],
  create: { command: 'generateAlert' },
  actions: [
    { command: 'archiveAlerts', id: 'ids', icon: Archive, primary: true, bulk: true, direct: true, hide: ['type', 'startdate', 'enddate'] },
    { command: 'deleteAlerts', id: 'ids', icon: Trash2, bulk: true, danger: 'confirm', fields: [], hide: ['type', 'startdate', 'enddate'] },
  ],
})
