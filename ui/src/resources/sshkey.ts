import { KeyRound, Plus, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'sshkey', group: 'compute', icon: KeyRound, order: 40,
  list: 'listSSHKeyPairs',
  columns: [{ key: 'name' }, { key: 'fingerprint', kind: 'code' }, { key: 'account' }, { key: 'domain', hidden: true }],
  create: { command: 'registerSSHKeyPair', icon: Plus, dialog: () => import('@/pages/tenant/SshKeyDialog.vue') },
  actions: [{ command: 'deleteSSHKeyPair', id: '', icon: Trash2, bulk: true, danger: 'confirm', fixed: (key) => ({ name: key.name, account: key.projectid ? undefined : key.account,
    domainid: key.projectid ? undefined : key.domainid, projectid: key.projectid }) }],
  elsewhere: ['createSSHKeyPair'],
})
