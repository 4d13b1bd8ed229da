import { Pencil, Power, PowerOff, Send, Trash2, Webhook } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'webhook', group: 'activity', icon: Webhook, order: 40,
  list: 'listWebhooks',
  columns: [
    { key: 'name' }, { key: 'state', kind: 'state' }, { key: 'scope' }, { key: 'payloadurl', kind: 'code' }, { key: 'sslverification', kind: 'bool', hidden: true },
    { key: 'account' }, { key: 'domain', kind: 'ref', of: 'domain', id: 'domainid', hidden: true }, { key: 'created', kind: 'time' },
  ],
  filters: [{ param: 'state', kind: 'choice', choices: ['Enabled', 'Disabled'] }, { param: 'scope', kind: 'choice', choices: ['Local', 'Domain', 'Global'] }],
  create: { command: 'createWebhook', fields: ['name', 'payloadurl', 'secretkey', 'scope', 'description'] },
  actions: [
    { command: 'executeWebhookDelivery', id: 'webhookid', icon: Send, label: 'action.testwebhook', primary: true, fields: ['payload'],
      hide: ['payloadurl', 'secretkey', 'sslverification', 'id'], fixed: () => ({}) },
    { command: 'updateWebhook', icon: Power, label: 'action.enable', direct: true, fixed: () => ({ state: 'Enabled' }), when: (one) => one.state === 'Disabled' },
    { command: 'updateWebhook', icon: PowerOff, label: 'action.disable', danger: 'confirm', fields: [], fixed: () => ({ state: 'Disabled' }),
      when: (one) => one.state === 'Enabled' },
    { command: 'updateWebhook', icon: Pencil, fields: ['name', 'payloadurl', 'secretkey', 'scope', 'description'], hide: ['state'] },
    { command: 'deleteWebhook', icon: Trash2, danger: 'confirm' },
  ],
  elsewhere: ['deleteWebhookDelivery'],
  tabs: [{ name: 'deliveries', of: 'webhookdelivery', params: (one) => ({ webhookid: one.id }) }],
})
