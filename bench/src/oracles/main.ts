// Computes the numbers of other programs again that tests hold ours against: npm run oracles -- [--strict] [name …]
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type OracleResult, runOracle } from './run-oracle.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const folder = join('bench', 'oracles')
const words = process.argv.slice(2)
const named = words.filter((word) => !word.startsWith('-'))
const isStrict = words.includes('--strict')

const scripts = readdirSync(join(root, folder))
  .filter((name) => /\.(R|py)$/.test(name))
  .filter((name) => named.length === 0 || named.includes(name))
  .sort()

let failed = 0
for (const name of scripts) {
  const result = await runOracle(root, join(folder, name))
  process.stdout.write(`${lineOf(name, result)}\n`)
  if (result.status === 'differs' || result.status === 'failed' || (isStrict && result.status === 'absent')) failed += 1
}
process.exit(failed > 0 ? 1 : 0)

function lineOf(name: string, result: OracleResult): string {
  switch (result.status) {
    case 'same':
      return `✓ ${name}`
    case 'not-kept':
      return `  ${name}: run by hand, its head says how`
    case 'absent':
      return `  ${name}: skipped, for want of ${result.needs}`
    case 'failed':
      return `✗ ${name}: failed\n${result.said}`
    case 'differs': {
      const [first] = result.differences
      const at = `${first!.place}: kept ${JSON.stringify(first!.kept)}, found ${JSON.stringify(first!.found)}`
      return `✗ ${name}: ${result.differences.length} differences, the first at ${at}`
    }
  }
}
