import process from 'node:process'
import type { Executor } from '../executor.ts'

/**
 * Runs a device as a plain process of the node's own user. Nothing holds it: allowed for the demonstration's own device
 * only, and said so in the report.
 */
export function unisolated(reason: string): Executor {
  return {
    isolation: 'none',
    parts: [],
    reason,
    launch: ({ program }, { package: folder, input, output, temporary }) => ({
      command: process.execPath,
      words: [`${folder}/${program.file}`],
      environment: { INPUT_DIR: input, OUTPUT_DIR: output, HOME: temporary, TMPDIR: temporary, PATH: '/usr/bin:/bin' },
    }),
  }
}
