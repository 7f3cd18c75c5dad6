// `npm test`: the checks, then the tests. Words after `--` go to vitest: npm test -- packages/signing
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const given = process.argv.slice(2)

const steps: [name: string, command: string, parameters: string[]][] = [
  ['format and lint', 'biome', ['check', '.']],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the portal', 'tsc', ['-p', 'apps/portal/tsconfig.json']],
  ['directions of imports', 'node', ['scripts/check-dependencies.ts']],
  ['drawing of the house', 'node', ['scripts/draw-architecture.ts', '--check']],
  ['unused files, exports and packages', 'knip', []],
]

for (const [name, command, parameters] of given.length > 0 ? [] : steps) {
  const started = performance.now()
  const result = spawnSync(command, parameters, { stdio: 'inherit' })
  if (result.status !== 0) {
    process.stderr.write(`\n${name}: failed (${command} ${parameters.join(' ')})\n`)
    process.exit(1)
  }
  process.stdout.write(`✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
}

/** Programs that tests start by the hundred start in half the time. */
const compiled = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))

const tests = spawnSync('vitest', ['run', ...given], {
  stdio: 'inherit',
  env: { ...process.env, NODE_COMPILE_CACHE: compiled },
})
process.exit(tests.status ?? 1)
