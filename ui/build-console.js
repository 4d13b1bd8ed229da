/** The console page, when its entry is there. */

import { existsSync } from 'node:fs'
import { build } from 'vite'

if (existsSync('console.html')) await build({ configFile: 'vite.console.config.ts', logLevel: 'warn' })
