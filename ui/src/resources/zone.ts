import { Globe, Pencil, Power, PowerOff, Trash2, Wand2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'zone', group: 'infrastructure', icon: Globe, order: 10,
  list: 'listZones',
  columns: [
    { key: 'name' }, { key: 'allocationstate', kind: 'state' }, { key: 'networktype' }, { key: 'guestcidraddress', kind: 'code' }, { key: 'dns1', kind: 'code' },
    { key: 'localstorageenabled', kind: 'bool' }, { key: 'domainname', kind: 'ref', of: 'domain', id: 'domainid', hidden: true },
    { key: 'internaldns1', kind: 'code', hidden: true },
  ],
  tags: true,
  create: { command: 'createZone' },
  createPage: '/setup/zone',
  actions: [
    { command: 'createZone', id: '', icon: Wand2, label: 'zonewizard.continue', primary: true, to: (zone) => `/setup/zone?zone=${String(zone.id)}`,
      when: (zone) => zone.allocationstate === 'Disabled' },
    { command: 'updateZone', icon: Power, label: 'action.enable', direct: true, fixed: () => ({ allocationstate: 'Enabled' }),
      when: (zone) => zone.allocationstate === 'Disabled' },
    { command: 'updateZone', icon: PowerOff, label: 'action.disable', danger: 'confirm', fixed: () => ({ allocationstate: 'Disabled' }),
      when: (zone) => zone.allocationstate === 'Enabled', fields: [] },
    { command: 'updateZone', icon: Pencil, fields: ['name', 'dns1', 'dns2', 'internaldns1', 'internaldns2', 'guestcidraddress'] },
    { command: 'deleteZone', icon: Trash2, danger: 'name' },
  ],
  tabs: [
    { name: 'capacity', component: () => import('@/pages/admin/places/CapacityTab.vue') },
    { name: 'physicalnetworks', of: 'physicalnetwork', params: (zone) => ({ zoneid: zone.id }) },
    { name: 'pods', of: 'pod', params: (zone) => ({ zoneid: zone.id }) },
    { name: 'clusters', of: 'cluster', params: (zone) => ({ zoneid: zone.id }) },
    { name: 'hosts', of: 'host', params: (zone) => ({ zoneid: zone.id }) },
    { name: 'publicranges', of: 'vlaniprange', params: (zone) => ({ zoneid: zone.id, forvirtualnetwork: true }) },
    { name: 'settings', component: () => import('@/pages/admin/settings/ScopedSettings.vue') },
  ],
})
