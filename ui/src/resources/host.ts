import { Cpu, Pencil, Power, PowerOff, RefreshCw, ShieldCheck, Trash2, Wrench } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'host', group: 'infrastructure', icon: Cpu, order: 40,
  list: 'listHosts',
  params: { type: 'Routing' },
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'resourcestate', kind: 'state' }, { key: 'ipaddress', kind: 'code' },
    { key: 'cpuallocatedpercentage', kind: 'text' }, { key: 'memoryallocatedpercentage', kind: 'text' },
    { key: 'clustername', kind: 'ref', of: 'cluster', id: 'clusterid' }, { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' },
    { key: 'hypervisor', hidden: true }, { key: 'version', hidden: true }, { key: 'hosttags', hidden: true }, { key: 'annotation', hidden: true },
    { key: 'cpunumber', kind: 'number', hidden: true }, { key: 'memorytotal', kind: 'bytes', hidden: true }, { key: 'lastpinged', kind: 'time', hidden: true },
    { key: 'managementservername', hidden: true },
  ],
  filters: [
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'clusterid', kind: 'ref', of: 'cluster' },
    { param: 'state', kind: 'choice', choices: ['Up', 'Down', 'Connecting', 'Alert', 'Disconnected'] },
    { param: 'resourcestate', kind: 'choice', choices: ['Enabled', 'Disabled', 'Maintenance', 'PrepareForMaintenance', 'ErrorInMaintenance', 'Degraded'] },
    { param: 'hypervisor', kind: 'choice', choices: ['KVM', 'Simulator'] },
  ],
  create: { command: 'addHost' },
  createPage: '/setup/host',
  actions: [
    { command: 'prepareHostForMaintenance', icon: Wrench, primary: true, bulk: true, danger: 'confirm', when: (one) => one.resourcestate === 'Enabled' },
    { command: 'cancelHostMaintenance', icon: Wrench, primary: true, bulk: true, direct: true,
      when: (one) => /Maintenance/.test(String(one.resourcestate)) },
    { command: 'updateHost', icon: Power, label: 'action.enable', direct: true, bulk: true, fixed: () => ({ allocationstate: 'Enable' }),
      when: (one) => one.resourcestate === 'Disabled' },
    { command: 'updateHost', icon: PowerOff, label: 'action.disable', danger: 'confirm', bulk: true, fields: ['annotation'],
      fixed: () => ({ allocationstate: 'Disable' }), when: (one) => one.resourcestate === 'Enabled' },
    { command: 'updateHost', icon: Pencil, fields: ['name', 'hosttags', 'annotation'], hide: ['allocationstate', 'url'] },
    { command: 'reconnectHost', icon: RefreshCw, bulk: true, direct: true },
    { command: 'provisionCertificate', id: 'hostid', icon: ShieldCheck, bulk: true, danger: 'confirm' },
    { command: 'declareHostAsDegraded', danger: 'confirm', when: (one) => one.state !== 'Up' && one.resourcestate !== 'Degraded' },
    { command: 'cancelHostAsDegraded', direct: true, when: (one) => one.resourcestate === 'Degraded' },
    { command: 'deleteHost', icon: Trash2, danger: 'name' },
  ],
  tabs: [
    { name: 'figures', component: () => import('@/pages/admin/places/HostFigures.vue') },
    { name: 'instances', of: 'instance', params: (one) => ({ hostid: one.id }) },
    { name: 'routers', of: 'router', params: (one) => ({ hostid: one.id }) },
    { name: 'storagepools', of: 'storagepool', params: (one) => ({ hostid: one.id }) },
  ],
})
