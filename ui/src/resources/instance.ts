import { Monitor, Pencil, Play, RotateCw, Server, Square, Trash2, Undo2, Users } from '@lucide/vue'
import { resource, type Row } from '@/framework/resource'
import { capabilities } from '@/instance/capabilities'

const gone = (vm: Row): boolean => vm.state === 'Destroyed' || vm.state === 'Expunging'

export default resource({
  noun: 'instance', group: 'compute', icon: Server, order: 10,
  list: 'listVirtualMachines',
  nameField: 'displayname',
  columns: [
    { key: 'displayname' }, { key: 'state', kind: 'state' }, { key: 'ipaddress', kind: 'code' }, { key: 'publicip', kind: 'code', hidden: true },
    { key: 'serviceofferingname' }, { key: 'templatename', kind: 'ref', of: 'template', id: 'templateid' }, { key: 'zonename' },
    { key: 'account' }, { key: 'hostname', kind: 'ref', of: 'host', id: 'hostid' }, { key: 'group', hidden: true }, { key: 'created', kind: 'time' },
  ],
  filters: [
    { param: 'state', kind: 'choice', choices: ['Running', 'Stopped', 'Starting', 'Stopping', 'Destroyed', 'Error'] },
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'networkid', kind: 'ref', of: 'network' }, { param: 'groupid', kind: 'ref', of: 'instancegroup' },
    { param: 'hostid', kind: 'ref', of: 'host' },
  ],
  tags: true,
  create: { command: 'deployVirtualMachine' },
  createPage: '/instance/new',
  actions: [
    { command: 'createConsoleEndpoint', id: 'virtualmachineid', icon: Monitor, primary: true, label: 'tenant.console.open',
      when: (vm) => vm.state === 'Running', dialog: () => import('@/instance/ConsoleAction.vue') },
    { command: 'startVirtualMachine', icon: Play, primary: true, bulk: true, when: (vm) => vm.state === 'Stopped', fields: [] },
    { command: 'stopVirtualMachine', icon: Square, primary: true, bulk: true, danger: 'confirm', when: (vm) => vm.state === 'Running' },
    { command: 'rebootVirtualMachine', icon: RotateCw, bulk: true, danger: 'confirm', when: (vm) => vm.state === 'Running' },
    { command: 'updateVirtualMachine', icon: Pencil, fields: ['displayname', 'name', 'group', 'deleteprotection'], hide: ['details', 'cleanupdetails'],
      when: (vm) => !gone(vm) },
    { command: 'updateVMAffinityGroup', icon: Users, when: (vm) => vm.state === 'Stopped' },
    { command: 'destroyVirtualMachine', icon: Trash2, bulk: true, danger: 'name', when: (vm) => !gone(vm),
      get undo() { return capabilities.recovers ? 'recoverVirtualMachine' as const : undefined } },
    { command: 'recoverVirtualMachine', icon: Undo2, primary: true, bulk: true, direct: true, when: (vm) => vm.state === 'Destroyed' && capabilities.recovers },
    { command: 'expungeVirtualMachine', icon: Trash2, bulk: true, danger: 'name', when: (vm) => vm.state === 'Destroyed' && capabilities.recovers },
  ],
  tabs: [
    { name: 'nics', component: () => import('@/instance/Nics.vue') },
    { name: 'metrics', component: () => import('@/instance/Metrics.vue') },
    { name: 'volumes', of: 'volume', params: (vm) => ({ virtualmachineid: vm.id }) },
    { name: 'settings', component: () => import('@/instance/Settings.vue') },
  ],
})
