import type { DeviceStart } from '../executors/executor.ts'
import type { OpenedPackage } from '../package/open-package.ts'

/** Folders of a start. */
export type CaseFolders = Pick<DeviceStart, 'input' | 'output' | 'temporary'>

/** The start of a device in folders of its own. */
export function startOf(
  { manifest, root, model, imageDigest, process }: OpenedPackage,
  folders: CaseFolders,
): DeviceStart {
  const { limits, gpus, cases } = manifest
  const { command, workingFolder } = process
  const own = { INPUT_DIR: '/input', OUTPUT_DIR: '/output', HOME: '/tmp', TMPDIR: '/tmp' }
  return {
    kind: imageDigest === undefined ? 'program' : 'image',
    root,
    command,
    workingFolder,
    model,
    environment: { ...process.environment, ...own },
    ...folders,
    limits,
    gpus,
    isSeries: cases === 'many-per-start',
  }
}
