import { ServerCog, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'managementserver', group: 'infrastructure', icon: ServerCog, order: 100,
  list: 'listManagementServers',
  params: { peers: true },
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'version' }, { key: 'ipaddress', kind: 'code' }, { key: 'agentscount', kind: 'number' },
    { key: 'pendingjobscount', kind: 'number' }, { key: 'lastserverstart', kind: 'time' }, { key: 'osdistribution', hidden: true },
    { key: 'kernelversion', hidden: true },
  ],
  actions: [{ command: 'removeManagementServer', icon: Trash2, danger: 'name', when: (one) => one.state !== 'Up' }],
  tabs: [
    { name: 'hosts', of: 'host', params: (one) => ({ managementserverid: one.id }) },
  ],
})
