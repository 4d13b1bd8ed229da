import { Play, RotateCw, Server, Square, Trash2, Undo2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'instance', group: 'compute', icon: Server, order: 10,
  list: 'listVirtualMachines',
  nameField: 'displayname',
  columns: [
    { key: 'displayname' }, { key: 'state', kind: 'state' }, { key: 'ipaddress', kind: 'code' },
    { key: 'serviceofferingname' }, { key: 'templatename', kind: 'ref', of: 'template', id: 'templateid' }, { key: 'zonename' },
    { key: 'account' }, { key: 'hostname', kind: 'ref', of: 'host', id: 'hostid', hidden: true }, { key: 'created', kind: 'time' },
  ],
  filters: [
    { param: 'state', kind: 'choice', choices: ['Running', 'Stopped', 'Starting', 'Stopping', 'Destroyed', 'Error'] },
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'networkid', kind: 'ref', of: 'network' }, { param: 'hostid', kind: 'ref', of: 'host' },
  ],
  tags: true,
  create: { command: 'deployVirtualMachine' },
  actions: [
    { command: 'startVirtualMachine', icon: Play, primary: true, bulk: true, when: (vm) => vm.state === 'Stopped' },
    { command: 'stopVirtualMachine', icon: Square, primary: true, bulk: true, danger: 'confirm', when: (vm) => vm.state === 'Running' },
    { command: 'rebootVirtualMachine', icon: RotateCw, bulk: true, danger: 'confirm', when: (vm) => vm.state === 'Running' },
    { command: 'destroyVirtualMachine', icon: Trash2, bulk: true, danger: 'name', undo: 'recoverVirtualMachine',
      when: (vm) => vm.state !== 'Destroyed' && vm.state !== 'Expunging' },
    { command: 'recoverVirtualMachine', icon: Undo2, primary: true, bulk: true, direct: true, when: (vm) => vm.state === 'Destroyed' },
  ],
  tabs: [
    { name: 'volumes', of: 'volume', params: (vm) => ({ virtualmachineid: vm.id }) },
  ],
})
