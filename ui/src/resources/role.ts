import { Copy, Pencil, Power, PowerOff, ShieldHalf, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'role', group: 'tenants', icon: ShieldHalf, order: 40,
  list: 'listRoles',
  columns: [
    { key: 'name' }, { key: 'type' }, { key: 'state', kind: 'state' }, { key: 'isdefault', kind: 'bool' }, { key: 'ispublic', kind: 'bool' }, { key: 'description' },
  ],
  filters: [
    { param: 'type', kind: 'choice', choices: ['Admin', 'ResourceAdmin', 'DomainAdmin', 'User'] }, { param: 'state', kind: 'choice', choices: ['enabled', 'disabled'] },
  ],
  create: { command: 'createRole', fields: ['name', 'type', 'roleid', 'description', 'ispublic'] },
  actions: [
    { command: 'createRole', id: 'roleid', icon: Copy, label: 'action.clone', primary: true, fields: ['name', 'description'], hide: ['type', 'ispublic'],
      initial: (one) => ({ description: one.description }) },
    { command: 'updateRole', icon: Pencil, when: (one) => one.isdefault !== true },
    { command: 'enableRole', icon: Power, direct: true, when: (one) => one.state === 'disabled' },
    { command: 'disableRole', icon: PowerOff, danger: 'confirm', when: (one) => one.state === 'enabled' && one.isdefault !== true },
    { command: 'deleteRole', icon: Trash2, danger: 'name', when: (one) => one.isdefault !== true },
  ],
  elsewhere: ['createRolePermission', 'updateRolePermission', 'createAccount', 'updateAccount', 'explainPermission'],
  tabs: [{ name: 'rolerules', label: 'rules.title', component: () => import('@/pages/admin/roles/RulesTab.vue') }],
})
