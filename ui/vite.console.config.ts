import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The console page: ui/console.html to ui/dist/console, served by the console proxy. Paths are relative: it lives below /session/ID/. */
export default defineConfig({
  base: './',
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __VUE_OPTIONS_API__: false, __VUE_PROD_DEVTOOLS__: false, __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false },
  publicDir: false,
  build: { outDir: `${process.env.PILEUS_UI_OUT ?? 'dist'}/console`, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000, reportCompressedSize: false, rollupOptions: { input: 'console.html' } },
})
