import type { CaseOutcome, DeviceManifest } from '@assay/contracts'
import { checkOutput } from './check-output.ts'
import { checkSockets } from './check-sockets.ts'

/** Whether what lies in a folder is an output of the device, read as hostile: plain files within the limits, and what each socket's kind says. */
export function judgeOutput(
  folder: string,
  { limits, outputs }: Pick<DeviceManifest, 'limits' | 'outputs'>,
): CaseOutcome {
  const left = checkOutput(folder, limits)
  return left === 'completed' ? checkSockets(folder, outputs) : left
}
