import type { ControlGroup } from './control-groups.ts'
import type { DeviceProcess, Ending } from './executor.ts'
import { usageOf } from './process-tree.ts'

/** What a device uses now, and what it used in all: counted by its control group, else sampled from its processes. */
export interface UsageWatch {
  now: DeviceProcess['usage']
  total(): Pick<Ending, 'peakMemoryBytes' | 'cpuMilliseconds'>
}

/** @param root the first process of the device; undefined where it did not start */
export function watchUsage(root: number | undefined, group: ControlGroup | undefined): UsageWatch {
  if (group) return countedUsage(group)
  let peakMemoryBytes = 0
  let cpuMilliseconds: number | undefined
  return {
    now() {
      const usage = root === undefined ? { memoryBytes: 0, cpuMilliseconds: 0 } : usageOf(root)
      peakMemoryBytes = Math.max(peakMemoryBytes, usage.memoryBytes)
      cpuMilliseconds = Math.max(cpuMilliseconds ?? 0, usage.cpuMilliseconds)
      return usage
    },
    total: () => ({ peakMemoryBytes, cpuMilliseconds }),
  }
}

function countedUsage(group: ControlGroup): UsageWatch {
  return {
    now: () => ({ memoryBytes: undefined, cpuMilliseconds: group.cpuMilliseconds() }),
    total: () => ({ peakMemoryBytes: group.peakMemoryBytes(), cpuMilliseconds: group.cpuMilliseconds() }),
  }
}
