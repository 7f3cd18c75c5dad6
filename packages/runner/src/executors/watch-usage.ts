import type { DeviceLimits } from '@assay/contracts'
import type { ControlGroup } from './control-groups.ts'
import { countWritten } from './count-written.ts'
import type { Usage } from './executor.ts'
import { treeOf, usageOf } from './process-tree.ts'

/**
 * Gives a function that tells what a device has used up to now: as its control group counted, else sampled from its
 * processes each time that it is asked, with memory that several processes share counted for each.
 * @param root the first process of the device; undefined where it is not there
 */
export function watchUsage(
  root: () => number | undefined,
  group: ControlGroup | undefined,
  { memoryMiB }: DeviceLimits,
): () => Usage {
  if (group) {
    const written = countWritten(() => group.processes())
    return () => ({ ...countedUsage(group), writtenBytes: written() })
  }
  const usage: Usage = { isOutOfMemory: false, peakMemoryBytes: 0, cpuMilliseconds: undefined, writtenBytes: 0 }
  const written = countWritten(() => processesBelow(root()))
  return () => {
    usage.writtenBytes = written()
    const { memoryBytes, cpuMilliseconds } = usageOf(root())
    usage.peakMemoryBytes = Math.max(usage.peakMemoryBytes, memoryBytes)
    if (cpuMilliseconds > 0) usage.cpuMilliseconds = Math.max(usage.cpuMilliseconds ?? 0, cpuMilliseconds)
    usage.isOutOfMemory ||= memoryBytes > memoryMiB * 2 ** 20
    return { ...usage }
  }
}

function processesBelow(root: number | undefined): number[] {
  return root === undefined ? [] : treeOf(root)
}

function countedUsage(group: ControlGroup): Omit<Usage, 'writtenBytes'> {
  return {
    isOutOfMemory: group.wasOutOfMemory(),
    peakMemoryBytes: group.peakMemoryBytes(),
    cpuMilliseconds: group.cpuMilliseconds(),
  }
}
