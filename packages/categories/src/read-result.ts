import { AssayError, type CaseOutcome, type ErrorParameters } from '@assay/contracts'
import { type ImageDecoders, readOutputs } from '@assay/formats'
import type { CaseFile, CategoryTask, OutputFailure } from './category.ts'

/**
 * Reads what a device left for a case, as hostile. What can't be read is a failure of the device, like a crash.
 * @param run how its run ended, and the folder of its output
 * @returns the output, or the failure with what was wrong of it, which says nothing of the case
 */
export async function readResult<Output>(
  task: CategoryTask<Output>,
  files: readonly CaseFile[],
  { outcome, output }: { outcome: CaseOutcome; output: string },
  decoders: ImageDecoders,
): Promise<{ output: Output } | { failure: OutputFailure; fault?: ErrorParameters }> {
  if (outcome !== 'completed') return { failure: outcome }
  try {
    return { output: await task.readOutput(output, files, await readOutputs(decoders.outputs, output, task.outputs)) }
  } catch (error) {
    if (error instanceof AssayError && (error.code === 'output-missing' || error.code === 'output-invalid'))
      return { failure: error.code, fault: error.parameters }
    throw error
  }
}
