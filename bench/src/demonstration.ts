import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareDeviceSeconds } from './bare-device.ts'
import { firstPageSeconds, runDemonstration } from './demonstration-run.ts'
import type { Measured } from './measured.ts'

const port = '4600'
const url = `http://127.0.0.1:${port}/`

/** The demonstration against the bare device, in one run. */
export async function measureDemonstration(): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  try {
    const fromEmpty = await firstPageSeconds(directory, ['--port', port], url)
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
    const first = await runDemonstration(directory, ['--port', port])
    const before = bareDeviceSeconds(join(directory, 'records'))
    const second = await runDemonstration(directory, ['--port', port])
    const after = bareDeviceSeconds(join(directory, 'records'))
    const fromData = await firstPageSeconds(directory, ['--port', port], url)
    const bare = (before + after) / 2
    return {
      'approval to last release, over the bare device one by one (ratio, second run)': second.evaluationSeconds / bare,
      'approval to last release, over the bare device one by one (ratio, first run)': first.evaluationSeconds / bare,
      'bare device one by one (s)': bare,
      'first page, empty folder (s)': fromEmpty,
      'first page, data present (s)': fromData,
      'whole demonstration from an empty folder (s)': first.wholeSeconds,
      'peak memory of all processes (MiB)': Math.max(first.peakMemory, second.peakMemory) / 2 ** 20,
    }
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}
