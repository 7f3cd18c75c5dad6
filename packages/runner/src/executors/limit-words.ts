import type { DeviceLimits } from '@assay/contracts'
import type { DeviceStart } from './executor.ts'

const megabyte = 2 ** 20

/** Size of a device's own /tmp, bytes. */
export const temporaryBytes = 64 * megabyte

/** Size of a device's own /dev/shm, bytes. */
export const sharedMemoryBytes = 16 * megabyte

/** Threads that the interpreter itself needs: the system counts threads as processes. */
const interpreterThreads = 16

/** What the system limits for each process of a device. */
interface ProcessLimits {
  /** CPU seconds: a signal first, the end a second later. Undefined where they are counted a case. */
  cpu: number | undefined
  /** Size of a file, bytes: a little beyond the output's limit, so that a file can be seen to have been too large. */
  fsize: number
  nofile: number
}

/** What each process of a device is held to by the system: seconds of processor (none where a start takes many cases), bytes of a file, open files. */
export function processLimits({ limits, isSeries }: Pick<DeviceStart, 'limits' | 'isSeries'>): ProcessLimits {
  const fsize = Math.max(limits.outputMiB * megabyte, temporaryBytes) + 65_536
  return { cpu: isSeries ? undefined : limits.cpuSeconds, fsize, nofile: 1024 }
}

/** How many processes and threads there may be at a time. */
export function mostProcesses({ processes }: Pick<DeviceLimits, 'processes'>): number {
  return processes + interpreterThreads
}

/** Words for prlimit(1) that set the limits of each process, and no core dumps. */
export function limitWords(start: Pick<DeviceStart, 'limits' | 'isSeries'>): string[] {
  const { cpu, fsize, nofile } = processLimits(start)
  const cpuWords = cpu === undefined ? [] : [`--cpu=${cpu}:${cpu + 1}`]
  return [...cpuWords, `--fsize=${fsize}`, `--nofile=${nofile}`, '--core=0']
}

/** Words for prlimit(1) that set how many processes and threads there may be at a time in a user namespace. */
export function countWords(limits: DeviceLimits): string[] {
  return [`--nproc=${mostProcesses(limits)}`]
}
