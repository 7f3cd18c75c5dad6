// Builds the portal's and the desk's pages into apps/portal/dist. With --if-changed it does nothing
// when the sources that go into them are the ones of the last build.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { brotliCompressSync, constants } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const stamp = join(root, 'apps', 'portal', 'dist', '.sources')
const sources = ['apps/portal/**/*', 'packages/{contracts,messages,report,statistics}/src/**/*', 'package-lock.json']

function digest() {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: root, withFileTypes: true, exclude: ['**/dist/**', '**/node_modules/**'] })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

/** Puts a compressed copy beside each script, style and page, which browsers are given in its place. */
function compress(folder) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
  for (const file of globSync('**/*.{js,css,html,svg}', { cwd: folder })) {
    const path = join(folder, file)
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), { params }))
  }
}

const current = digest()
const unchanged = existsSync(stamp) && readFileSync(stamp, 'utf8') === current
if (!(process.argv.includes('--if-changed') && unchanged)) {
  const { build } = await import('vite')
  const started = performance.now()
  process.stdout.write('  Building the portal …\n')
  const configFile = join(root, 'apps', 'portal', 'vite.config.ts')
  for (const mode of ['portal', 'desk']) await build({ configFile, mode, logLevel: 'warn' })
  compress(join(root, 'apps', 'portal', 'dist'))
  writeFileSync(stamp, current)
  process.stdout.write(`  Building the portal: done in ${((performance.now() - started) / 1000).toFixed(0)} s\n`)
}
