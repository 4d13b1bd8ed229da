import { FolderKanban, Pause, Play, Pencil, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'project', group: 'tenants', icon: FolderKanban, order: 40,
  list: 'listProjects',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'displaytext' }, { key: 'vmtotal', kind: 'number' }, { key: 'domain' }, { key: 'created', kind: 'time' },
  ],
  filters: [{ param: 'state', kind: 'choice', choices: ['Active', 'Suspended'] }],
  tags: true,
  create: { command: 'createProject', fields: ['name', 'displaytext'] },
  actions: [
    { command: 'updateProject', icon: Pencil, primary: true, fields: ['name', 'displaytext'] },
    { command: 'suspendProject', icon: Pause, danger: 'confirm', when: (project) => project.state === 'Active' },
    { command: 'activateProject', icon: Play, primary: true, when: (project) => project.state === 'Suspended' },
    { command: 'deleteProject', icon: Trash2, danger: 'name' },
  ],
  tabs: [
    { name: 'members', component: () => import('@/projects/Members.vue') },
    { name: 'invitations', component: () => import('@/projects/Invitations.vue') },
    { name: 'projectroles', component: () => import('@/projects/Roles.vue') },
    { name: 'limits', component: () => import('@/projects/Limits.vue') },
  ],
})
