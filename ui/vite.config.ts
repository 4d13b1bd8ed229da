import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const api = process.env.PILEUS_API ?? 'http://127.0.0.1:8080'

/** The main UI: ui/index.html to ui/dist/client, served at /client/. */
export default defineConfig({
  base: '/client/',
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false },
  build: { outDir: `${process.env.PILEUS_UI_OUT ?? 'dist'}/client`, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000, reportCompressedSize: false },
  server: { port: 5173, proxy: { '/client/api': api, '/client/session': api, '/client/config.json': api } },
})
