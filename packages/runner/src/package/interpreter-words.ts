import type { DeviceLimits } from '@assay/contracts'

/** Share of the memory that the interpreter's heap may take before it collects harder. */
const heapShare = 0.9

/** Words for the interpreter: a heap that knows how much there is. */
export function interpreterWords({ memoryMiB }: DeviceLimits): string[] {
  return [`--max-old-space-size=${Math.floor(memoryMiB * heapShare)}`]
}
