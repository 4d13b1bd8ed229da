import { RotateCw, Send, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'webhookdelivery', group: 'activity', icon: Send, unlisted: true, nameField: 'eventtype',
  list: 'listWebhookDeliveries',
  columns: [
    { key: 'startdate', kind: 'time' }, { key: 'eventtype' }, { key: 'success', kind: 'bool' }, { key: 'response', kind: 'code' },
    { key: 'webhookname', kind: 'ref', of: 'webhook', id: 'webhookid', hidden: true }, { key: 'payload', kind: 'json', hidden: true }, { key: 'headers', kind: 'code', hidden: true },
  ],
  filters: [{ param: 'eventtype', kind: 'text' }],
  actions: [
    { command: 'executeWebhookDelivery', icon: RotateCw, label: 'action.redeliver', primary: true, direct: true },
    { command: 'deleteWebhookDelivery', icon: Trash2, bulk: true, danger: 'confirm', fields: [], hide: ['webhookid', 'managementserverid', 'startdate', 'enddate'] },
  ],
})
