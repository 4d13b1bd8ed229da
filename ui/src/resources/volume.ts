import { HardDrive } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'volume', group: 'storage', icon: HardDrive, order: 10,
  list: 'listVolumes',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'type' }, { key: 'size', kind: 'bytes' },
    { key: 'vmdisplayname', kind: 'ref', of: 'instance', id: 'virtualmachineid' }, { key: 'diskofferingname' }, { key: 'zonename' }, { key: 'account' },
    { key: 'storage', kind: 'ref', of: 'storagepool', id: 'storageid', hidden: true }, { key: 'created', kind: 'time', hidden: true },
  ],
  filters: [
    { param: 'type', kind: 'choice', choices: ['ROOT', 'DATADISK'] },
    { param: 'virtualmachineid', kind: 'ref', of: 'instance' }, { param: 'zoneid', kind: 'ref', of: 'zone' },
  ],
  tags: true,
})
