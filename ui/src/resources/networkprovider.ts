import { Plug, Power, PowerOff, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'networkprovider', group: 'infrastructure', icon: Plug, unlisted: true,
  list: 'listNetworkServiceProviders',
  columns: [{ key: 'name' }, { key: 'state', kind: 'state' }, { key: 'servicelist', kind: 'list' }],
  create: { command: 'addNetworkServiceProvider' },
  actions: [
    { command: 'updateNetworkServiceProvider', icon: Power, label: 'action.enable', direct: true, fixed: () => ({ state: 'Enabled' }),
      when: (one) => one.state !== 'Enabled' },
    { command: 'updateNetworkServiceProvider', icon: PowerOff, label: 'action.disable', danger: 'confirm', fields: [], fixed: () => ({ state: 'Disabled' }),
      when: (one) => one.state === 'Enabled' },
    { command: 'deleteNetworkServiceProvider', icon: Trash2, danger: 'confirm' },
  ],
})
