/** The console page: its own small application, served by console proxies at /session/ID/. */

import { createApp } from 'vue'
import '../styles/tokens.css'
import './console.css'
import ConsoleApp from './ConsoleApp.vue'
import { language } from './texts'

document.documentElement.lang = language
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const theme = (): void => { document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light' }
dark.addEventListener('change', theme)
theme()
createApp(ConsoleApp).mount('#app')
