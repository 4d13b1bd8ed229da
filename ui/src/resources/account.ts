import { Building2, Lock, Pencil, Power, PowerOff, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'account', group: 'tenants', icon: Building2, order: 20,
  list: 'listAccounts',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'rolename', kind: 'ref', of: 'role', id: 'roleid' },
    { key: 'domainpath', kind: 'ref', of: 'domain', id: 'domainid' }, { key: 'vmtotal', kind: 'number' }, { key: 'volumetotal', kind: 'number', hidden: true },
    { key: 'iptotal', kind: 'number', hidden: true }, { key: 'networktotal', kind: 'number', hidden: true }, { key: 'created', kind: 'time' },
  ],
  filters: [{ param: 'domainid', kind: 'ref', of: 'domain' }, { param: 'state', kind: 'choice', choices: ['enabled', 'disabled', 'locked'] }],
  create: { command: 'createAccount', fields: ['username', 'password', 'email', 'firstname', 'lastname', 'account', 'roleid', 'domainid', 'networkdomain'],
    hide: ['accounttype', 'accountid', 'userid'] },
  actions: [
    { command: 'updateAccount', icon: Pencil, fields: ['newname', 'roleid', 'networkdomain', 'apikeyaccess'], hide: ['account', 'domainid'],
      initial: (one) => ({ newname: one.name, roleid: one.roleid, networkdomain: one.networkdomain }) },
    { command: 'enableAccount', icon: Power, primary: true, direct: true, hide: ['account', 'domainid'], when: (one) => one.state !== 'enabled' },
    { command: 'disableAccount', icon: Lock, label: 'action.lock', danger: 'confirm', fields: [], fixed: () => ({ lock: true }), hide: ['account', 'domainid'],
      when: (one) => one.state === 'enabled' },
    { command: 'disableAccount', icon: PowerOff, label: 'action.disable', danger: 'confirm', fields: [], fixed: () => ({ lock: false }), hide: ['account', 'domainid'],
      when: (one) => one.state === 'enabled' },
    { command: 'deleteAccount', icon: Trash2, danger: 'name' },
  ],
  elsewhere: ['moveUser', 'lockAccount'],
  tabs: [
    { name: 'limits', component: () => import('@/pages/admin/tenants/LimitsTab.vue') },
    { name: 'users', of: 'user', params: (one) => ({ account: one.name, domainid: one.domainid }) },
    { name: 'instances', of: 'instance', params: (one) => ({ account: one.name, domainid: one.domainid }) },
    { name: 'networks', of: 'network', params: (one) => ({ account: one.name, domainid: one.domainid }) },
    { name: 'settings', component: () => import('@/pages/admin/settings/ScopedSettings.vue') },
  ],
})
