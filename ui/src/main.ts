import { VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { applyTheme } from './app/theme'
import { useSessionKey } from './framework/client'
import { config, loadConfig } from './framework/config'
import { i18n, preferredLanguage, useLanguage } from './framework/i18n'
import { queries } from './framework/query'
import { router } from './framework/router'
import { useSession } from './framework/session'
import { boot, halt } from './framework/slots'
import './styles/main.css'

async function start(): Promise<void> {
  applyTheme()
  const app = createApp(App).use(createPinia()).use(i18n).use(VueQueryPlugin, { queryClient: queries })
  const session = useSession()
  useSessionKey('', () => {
    if (!session.user || session.factorDue) return
    session.forget()
    halt()
    queries.clear()
    void router.push({ name: 'login', query: { to: router.currentRoute.value.fullPath, ended: '1' } })
  })
  await Promise.all([loadConfig().then(() => useLanguage(preferredLanguage(config.language), false)), session.resume().catch(() => false)])
  if (session.ready) await boot()
  app.use(router).mount('#app')
}

// Files of an older build are gone: the page that asks for one is loaded anew, once.
addEventListener('vite:preloadError', () => location.reload())

void start()
