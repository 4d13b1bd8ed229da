import { FolderTree, MoveRight, Pencil, Plus, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'domain', group: 'tenants', icon: FolderTree, order: 10, unlisted: true,
  list: 'listDomains',
  columns: [
    { key: 'path' }, { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'networkdomain' }, { key: 'vmtotal', kind: 'number' }, { key: 'created', kind: 'time' },
  ],
  filters: [{ param: 'level', kind: 'text' }],
  create: { command: 'createDomain', fields: ['name', 'parentdomainid', 'networkdomain'], hide: ['domainid'] },
  actions: [
    { command: 'createDomain', id: 'parentdomainid', icon: Plus, label: 'action.subdomain', primary: true, fields: ['name', 'networkdomain'], hide: ['domainid'] },
    { command: 'updateDomain', icon: Pencil, when: (one) => Number(one.level) > 0 },
    { command: 'moveDomain', id: 'domainid', icon: MoveRight, when: (one) => Number(one.level) > 0 },
    { command: 'deleteDomain', icon: Trash2, danger: 'name', when: (one) => Number(one.level) > 0 },
  ],
  tabs: [
    { name: 'limits', component: () => import('@/pages/admin/tenants/LimitsTab.vue') },
    { name: 'accounts', of: 'account', params: (one) => ({ domainid: one.id }) },
    { name: 'users', of: 'user', params: (one) => ({ domainid: one.id }) },
    { name: 'settings', component: () => import('@/pages/admin/settings/ScopedSettings.vue') },
  ],
})
