#!/usr/bin/env node
// `npx assay …` from the clone's root, before anything is installed: installs first, once, then starts the command line.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..')

/** What it prints goes to the standard error, so that the command's own output can be read by a program. */
function run(script, words, stdio) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...words], { stdio })
  if (status !== 0) process.exit(status ?? 1)
}

run(join('scripts', 'bootstrap.js'), [], ['ignore', 2, 2])
run(join('apps', 'cli', 'bin', 'assay.js'), process.argv.slice(2), 'inherit')
