import { Disc3, Trash2 } from '@lucide/vue'
import { resource } from '@/framework/resource'

export default resource({
  noun: 'template', group: 'images', icon: Disc3, order: 10,
  list: 'listTemplates',
  params: { templatefilter: 'executable' },
  columns: [
    { key: 'name' }, { key: 'status', value: (one) => (one.isready ? 'Ready' : one.status), kind: 'state' }, { key: 'ostypename' }, { key: 'size', kind: 'bytes' },
    { key: 'hypervisor' }, { key: 'isfeatured', kind: 'bool' }, { key: 'ispublic', kind: 'bool' }, { key: 'zonename' }, { key: 'account' },
    { key: 'arch', hidden: true }, { key: 'created', kind: 'time', hidden: true },
  ],
  filters: [
    { param: 'templatefilter', kind: 'choice', choices: ['featured', 'self', 'selfexecutable', 'sharedexecutable', 'executable', 'community'] },
    { param: 'zoneid', kind: 'ref', of: 'zone' }, { param: 'isready', kind: 'bool' },
  ],
  tags: true,
  create: { command: 'registerTemplate', fields: ['name', 'url', 'zoneid', 'hypervisor', 'format', 'ostypeid'] },
  actions: [{ command: 'deleteTemplate', icon: Trash2, bulk: true, danger: 'name' }],
  tabs: [{ name: 'instances', of: 'instance', params: (template) => ({ templateid: template.id }) }],
})
