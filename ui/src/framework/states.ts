/** States of objects as colours: what works, what is on its way, what needs a look, what is broken. */

const GOOD = new Set(['running', 'up', 'enabled', 'ready', 'allocated', 'implemented', 'active', 'ok', 'connected', 'completed', 'downloadcomplete', 'success',
  'backedup', 'on', 'succeeded', 'done', 'pass', 'healthy'])
const BUSY = new Set(['starting', 'stopping', 'creating', 'allocating', 'implementing', 'migrating', 'expunging', 'destroying', 'shutdown', 'scheduled', 'started',
  'connecting', 'rebooting', 'preparingformaintenance', 'uploading', 'downloading', 'installing', 'releasing', 'add', 'restoring', 'attaching', 'rebalancing',
  'preparetomaintenance', 'deleting', 'inprogress', 'resizing'])
const BAD = new Set(['error', 'down', 'alert', 'failed', 'disconnected', 'errorinmaintenance', 'errorinprepareformaintenance', 'uploaderror', 'abandoned'])
const WARN = new Set(['disabled', 'locked', 'maintenance', 'destroyed', 'suspended', 'unknown', 'removed', 'degraded', 'warning', 'paused', 'expired'])

export function stateLook(state: string): string {
  const plain = state.toLowerCase().replace(/[^a-z]/g, '')
  if (GOOD.has(plain)) return 'good'
  if (BUSY.has(plain)) return 'info busy'
  if (BAD.has(plain)) return 'bad'
  return WARN.has(plain) ? 'warn' : ''
}
