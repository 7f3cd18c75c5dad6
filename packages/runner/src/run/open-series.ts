import { randomBytes } from 'node:crypto'
import type { Bench } from '../executors/choose-executor.ts'
import type { OpenedPackage } from '../package/open-package.ts'
import { type CaseInput, type CaseRun, runCase } from './run-case.ts'
import { startRow } from './start-row.ts'

/** Runs a device on case after case, as its package says: with a start for each, or with one start for many. */
export interface Series {
  /**
   * Runs one case; one at a time.
   * @param signal ends the run at once; the promise is then rejected with its reason
   * @throws AssayError isolation-unavailable where the executor itself failed
   */
  run(files: readonly CaseInput[], signal: AbortSignal): Promise<CaseRun>
  /** Ends a device that waits for a further case. */
  close(): Promise<void>
}

/**
 * Opens a series. A device that takes case after case is started for the first one, and started afresh after a case that it
 * did not survive; every case has a name of its own that says nothing.
 */
export function openSeries(bench: Bench, device: OpenedPackage): Series {
  if (device.manifest.cases === 'one-per-start')
    return { run: (files, signal) => runCase(bench, device, files, signal), close: async () => undefined }
  let row: ReturnType<typeof startRow> | undefined
  return {
    async run(files, signal) {
      signal.throwIfAborted()
      row ??= startRow(bench, device, () => randomBytes(12).toString('hex'))
      const ran = await row.run(files, signal).catch(async (error) => {
        await row?.close()
        row = undefined
        throw error
      })
      if (row.hasEnded()) {
        await row.close()
        row = undefined
      }
      return ran
    },
    async close() {
      await row?.close()
      row = undefined
    },
  }
}
