import { Archive, History, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'event', group: 'activity', icon: History, order: 20,
  list: 'listEvents',
  nameField: 'description',
  columns: [
    { key: 'created', kind: 'time' }, { key: 'level', kind: 'state' }, { key: 'type', kind: 'code' }, { key: 'description' }, { key: 'state' }, { key: 'resourcename' },
    { key: 'username' }, { key: 'account' }, { key: 'domain', hidden: true },
  ],
  filters: [
    { param: 'level', kind: 'choice', choices: ['INFO', 'WARN', 'ERROR'] }, { param: 'type', kind: 'text' }, { param: 'archived', kind: 'bool' },
    { param: 'state', kind: 'choice', choices: ['Created', 'Scheduled', 'Started', 'Completed'] },
  ],
  actions: [
    { command: 'archiveEvents', id: 'ids', icon: Archive, bulk: true, hide: ['type', 'startdate', 'enddate'] },
    { command: 'deleteEvents', id: 'ids', icon: Trash2, bulk: true, danger: 'confirm', hide: ['type', 'startdate', 'enddate'] },
  ],
})
