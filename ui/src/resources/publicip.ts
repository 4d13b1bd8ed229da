import { ArrowLeftRight, Globe, Link2Off, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'publicip', group: 'network', icon: Globe, order: 20,
  list: 'listPublicIpAddresses',
  nameField: 'ipaddress',
  columns: [
    { key: 'ipaddress', kind: 'code' }, { key: 'state', kind: 'state' }, { key: 'associatednetworkname', kind: 'ref', of: 'network', id: 'associatednetworkid' },
    { key: 'virtualmachinedisplayname', kind: 'ref', of: 'instance', id: 'virtualmachineid' }, { key: 'issourcenat', kind: 'bool' }, { key: 'isstaticnat', kind: 'bool' },
    { key: 'zonename' }, { key: 'account' }, { key: 'allocated', kind: 'time', hidden: true },
  ],
  filters: [
    { param: 'associatednetworkid', kind: 'ref', of: 'network' }, { param: 'isstaticnat', kind: 'bool' }, { param: 'issourcenat', kind: 'bool' },
    { param: 'zoneid', kind: 'ref', of: 'zone' },
  ],
  tags: true,
  create: { command: 'associateIpAddress', fields: ['networkid'] },
  actions: [
    { command: 'enableStaticNat', id: 'ipaddressid', icon: ArrowLeftRight, primary: true, fields: ['virtualmachineid'],
      when: (ip) => !ip.isstaticnat && !ip.issourcenat && ip.state === 'Allocated' },
    { command: 'disableStaticNat', id: 'ipaddressid', icon: Link2Off, danger: 'confirm', when: (ip) => ip.isstaticnat === true },
    { command: 'disassociateIpAddress', icon: Trash2, bulk: true, danger: 'confirm', hide: ['ipaddress'], when: (ip) => !ip.issourcenat },
  ],
  tabs: [{ name: 'rules', component: () => import('@/rules/AddressRules.vue'), when: (ip) => ip.state === 'Allocated' }],
})
