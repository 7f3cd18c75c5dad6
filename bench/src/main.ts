// `npm run bench`: the demonstration against the bare device, in one run. Prints a table, and JSON with --json.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { bareDeviceSeconds } from './bare-device.ts'
import { firstPageSeconds, runDemonstration } from './demonstration-run.ts'

const port = '4600'
const url = `http://127.0.0.1:${port}/`
const directory = mkdtempSync(join(tmpdir(), 'assay-bench-'))

try {
  const fromEmpty = await firstPageSeconds(directory, ['--port', port], url)
  rmSync(directory, { recursive: true, force: true })
  const first = await runDemonstration(directory, ['--port', port])
  const before = bareDeviceSeconds(join(directory, 'records'))
  const second = await runDemonstration(directory, ['--port', port])
  const after = bareDeviceSeconds(join(directory, 'records'))
  const fromData = await firstPageSeconds(directory, ['--port', port], url)
  const bare = (before + after) / 2
  const measured = {
    'approval to last release, over the bare device one by one (ratio, second run)': second.evaluationSeconds / bare,
    'approval to last release, over the bare device one by one (ratio, first run)': first.evaluationSeconds / bare,
    'bare device one by one (s)': bare,
    'first page, empty folder (s)': fromEmpty,
    'first page, data present (s)': fromData,
    'whole demonstration from an empty folder (s)': first.wholeSeconds,
    'peak memory of all processes (MiB)': Math.max(first.peakMemory, second.peakMemory) / 2 ** 20,
  }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`)
  else
    for (const [name, value] of Object.entries(measured))
      process.stdout.write(`${value.toFixed(2).padStart(10)}  ${name}\n`)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
