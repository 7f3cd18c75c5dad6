import type { DeviceLimits } from '@assay/contracts'

const megabyte = 2 ** 20

/** Size of a device's own /tmp, bytes. */
export const temporaryBytes = 64 * megabyte

/** Threads that the interpreter itself needs: the system counts threads as processes. */
const interpreterThreads = 16

/** Share of the memory that the interpreter's heap may take before it collects harder. */
const heapShare = 0.9

/**
 * Words for prlimit(1) that set what the system limits for each process: CPU seconds (a signal first, the end a second later), size of a file, open files, no
 * core dumps. A file may grow past the output's limit by a little, so that it can be seen to have been too large.
 */
export function processLimits({ cpuSeconds, outputMiB }: DeviceLimits): string[] {
  const fileBytes = Math.max(outputMiB * megabyte, temporaryBytes) + 65_536
  return [`--cpu=${cpuSeconds}:${cpuSeconds + 1}`, `--fsize=${fileBytes}`, '--nofile=1024', '--core=0']
}

/** Words for prlimit(1) that set how many processes and threads there may be at a time in a user namespace. */
export function countLimits({ processes }: DeviceLimits): string[] {
  return [`--nproc=${processes + interpreterThreads}`]
}

/** Words for the interpreter: a heap that knows how much there is. */
export function interpreterWords({ memoryMiB }: DeviceLimits): string[] {
  return [`--max-old-space-size=${Math.floor(memoryMiB * heapShare)}`]
}
