import { KeyRound, Lock, Pencil, Power, PowerOff, Trash2, UserRound } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'user', group: 'tenants', icon: UserRound, order: 30, nameField: 'username',
  list: 'listUsers',
  columns: [
    { key: 'username' }, { key: 'state', kind: 'state' }, { key: 'firstname' }, { key: 'lastname' }, { key: 'email' },
    { key: 'account', kind: 'ref', of: 'account', id: 'accountid' }, { key: 'rolename', kind: 'ref', of: 'role', id: 'roleid' },
    { key: 'domain', kind: 'ref', of: 'domain', id: 'domainid' }, { key: 'is2faenabled', kind: 'bool', hidden: true }, { key: 'created', kind: 'time', hidden: true },
  ],
  filters: [{ param: 'domainid', kind: 'ref', of: 'domain' }, { param: 'state', kind: 'choice', choices: ['enabled', 'disabled', 'locked'] }],
  create: { command: 'createUser', fields: ['username', 'password', 'email', 'firstname', 'lastname', 'account', 'domainid', 'timezone'], hide: ['userid'] },
  actions: [
    { command: 'updateUser', icon: Pencil, fields: ['username', 'firstname', 'lastname', 'email', 'timezone', 'apikeyaccess', 'mandate2fa'],
      hide: ['password', 'currentpassword', 'userapikey', 'usersecretkey'] },
    { command: 'updateUser', icon: KeyRound, label: 'action.password', fields: ['password', 'currentpassword'], initial: () => ({}),
      hide: ['username', 'firstname', 'lastname', 'email', 'timezone', 'apikeyaccess', 'mandate2fa', 'userapikey', 'usersecretkey'] },
    { command: 'enableUser', icon: Power, primary: true, direct: true, bulk: true, when: (one) => one.state !== 'enabled' },
    { command: 'lockUser', icon: Lock, danger: 'confirm', bulk: true, when: (one) => one.state === 'enabled' },
    { command: 'disableUser', icon: PowerOff, danger: 'confirm', bulk: true, when: (one) => one.state === 'enabled' },
    { command: 'deleteUser', icon: Trash2, danger: 'name' },
  ],
  elsewhere: ['getUserKeys'],
})
