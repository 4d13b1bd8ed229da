import { Bot, Monitor, Pause, Play, RefreshCw, RotateCw, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'systemvm', group: 'infrastructure', icon: Bot, order: 95,
  list: 'listSystemVms',
  columns: [
    { key: 'name' }, { key: 'systemvmtype' }, { key: 'state', kind: 'state' }, { key: 'agentstate', kind: 'state' },
    { key: 'activeviewersessions', kind: 'number' }, { key: 'publicip', kind: 'code' }, { key: 'privateip', kind: 'code' },
    { key: 'hostname', kind: 'ref', of: 'host', id: 'hostid' }, { key: 'zonename', kind: 'ref', of: 'zone', id: 'zoneid' },
    { key: 'version', hidden: true }, { key: 'created', kind: 'time', hidden: true },
  ],
  filters: [
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'hostid', kind: 'ref', of: 'host' },
    { param: 'state', kind: 'choice', choices: ['Running', 'Stopped', 'Starting', 'Stopping'] },
  ],
  actions: [
    { command: 'startSystemVm', icon: Play, primary: true, direct: true, when: (one) => one.state === 'Stopped' },
    { command: 'stopSystemVm', icon: Pause, danger: 'confirm', when: (one) => one.state === 'Running' },
    { command: 'rebootSystemVm', icon: RotateCw, primary: true, danger: 'confirm', when: (one) => one.state === 'Running' },
    { command: 'patchSystemVm', icon: RefreshCw, danger: 'confirm', when: (one) => one.state === 'Running' },
    { command: 'createConsoleEndpoint', id: 'virtualmachineid', icon: Monitor, label: 'tenant.console.open',
      when: (one) => one.state === 'Running', dialog: () => import('@/instance/ConsoleAction.vue') },
    { command: 'destroySystemVm', icon: Trash2, danger: 'name' },
  ],
})
