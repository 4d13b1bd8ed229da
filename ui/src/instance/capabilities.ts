/** What the cloud lets this caller do with destroyed VMs (listCapabilities). */

import { reactive } from 'vue'
import { send } from '@/framework/client'
import type { Row } from '@/framework/resource'
import { useSession } from '@/framework/session'

export const capabilities = reactive({ recovers: false })

export async function learnCapabilities(): Promise<void> {
  if (!useSession().can('listCapabilities')) return
  const found = ((await send('listCapabilities')).capability ?? {}) as Row
  capabilities.recovers = found.allowuserexpungerecovervm === true
}
