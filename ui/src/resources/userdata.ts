import { FileCode2, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'userdata', group: 'compute', icon: FileCode2, order: 50,
  list: 'listUserData',
  columns: [{ key: 'name' }, { key: 'params' }, { key: 'account' }, { key: 'domain', hidden: true }],
  create: { command: 'registerUserData', dialog: () => import('@/pages/tenant/UserDataDialog.vue') },
  actions: [{ command: 'deleteUserData', icon: Trash2, bulk: true, danger: 'confirm' }],
  tabs: [{ name: 'content', component: () => import('@/userdata/Content.vue') },
    { name: 'instances', of: 'instance', params: (one) => ({ userdataid: one.id }) }],
})
