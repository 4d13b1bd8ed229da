import { Monitor, RotateCw, Router, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'router', group: 'infrastructure', icon: Router, order: 90,
  list: 'listRouters',
  params: { fetchhealthcheckresults: true },
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' },
    { key: 'health', kind: 'state', value: (row) => (row.healthchecksfailed === true ? 'Unhealthy' : row.healthcheckresults ? 'Healthy' : 'Unknown') },
    { key: 'publicip', kind: 'code' }, { key: 'guestnetworkname', kind: 'ref', of: 'network', id: 'guestnetworkid' }, { key: 'account' },
    { key: 'hostname', kind: 'ref', of: 'host', id: 'hostid' }, { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' },
    { key: 'requiresupgrade', kind: 'bool', hidden: true }, { key: 'softwareversion', hidden: true }, { key: 'linklocalip', kind: 'code', hidden: true },
    { key: 'redundantstate', hidden: true },
  ],
  filters: [
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'hostid', kind: 'ref', of: 'host' },
    { param: 'state', kind: 'choice', choices: ['Running', 'Stopped', 'Starting', 'Stopping', 'Error'] }, { param: 'healthchecksfailed', kind: 'bool' },
  ],
  actions: [
    { command: 'rebootRouter', icon: RotateCw, primary: true, bulk: true, danger: 'confirm', when: (one) => one.state === 'Running' },
    { command: 'createConsoleEndpoint', id: 'virtualmachineid', icon: Monitor, label: 'tenant.console.open',
      when: (one) => one.state === 'Running', dialog: () => import('@/instance/ConsoleAction.vue') },
    { command: 'destroyRouter', icon: Trash2, danger: 'name' },
  ],
  tabs: [{ name: 'health', component: () => import('@/pages/admin/places/RouterHealth.vue') }],
})
