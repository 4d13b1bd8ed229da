/** Opens a VM's console in a new tab. The tab is opened in the click itself, so that no popup blocker minds, and led to the console once its address is known. */

import { send } from '@/framework/client'
import { t } from '@/framework/i18n'
import { words } from '@/framework/run'
import { useToasts } from '@/framework/toasts'

interface Endpoint {
  success?: boolean
  url?: string
  details?: string
}

export async function openConsole(id: string, open: typeof window.open = window.open.bind(window)): Promise<void> {
  const tab = open('', '_blank')
  const toasts = useToasts()
  try {
    const content = await send('createConsoleEndpoint', { virtualmachineid: id })
    const endpoint = (content.consoleendpoint ?? content) as Endpoint
    if (!endpoint.url) throw new Error(endpoint.details ?? t('tenant.console.none'))
    const url = new URL(endpoint.url)
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error(t('tenant.console.none'))
    if (tab) {
      tab.opener = null
      tab.location.replace(url.href)
    } else {
      toasts.show({ kind: 'info', text: t('tenant.console.blocked'), act: { label: t('tenant.console.open'), run: () => open(url.href, '_blank', 'noopener') } })
    }
  } catch (error) {
    tab?.close()
    toasts.bad(t('tenant.console.failed'), words(error))
  }
}
