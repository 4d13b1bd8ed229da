import { Tags, Undo2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'dedicatedvlan', group: 'infrastructure', icon: Tags, unlisted: true, nameField: 'guestvlanrange',
  list: 'listDedicatedGuestVlanRanges',
  columns: [{ key: 'guestvlanrange', kind: 'code' }, { key: 'account' }, { key: 'domain' }, { key: 'project' }],
  create: { command: 'dedicateGuestVlanRange' },
  actions: [{ command: 'releaseDedicatedGuestVlanRange', icon: Undo2, danger: 'confirm', primary: true }],
})
