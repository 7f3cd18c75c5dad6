import type { DeviceStart, Ending, Remote, Usage } from '../executor.ts'
import type { Meaning } from './job-states.ts'
import type { TaskState } from './slurm-commands.ts'
import type { Place, StationRecord } from './task-files.ts'

/** What is known of one beginning of a task's job. The next one starts with nothing of it. */
export interface Beginning {
  /** How often the job was begun before. */
  readonly number: number
  readonly place?: Place | undefined
  /** What holds the device there, from which on it is the device's time. */
  readonly holder?: string | undefined
  readonly used: Usage
  readonly seen?: readonly string[] | undefined
}

/** How far a start has come on its way through a cluster. */
export interface Progress {
  readonly start: DeviceStart
  /** The scheduler, with its version. */
  readonly scheduler: string
  /** JOB_INDEX; undefined before it was submitted. */
  readonly id: string | undefined
  /** As the scheduler last named it. */
  readonly machine: string
  readonly beginning: Beginning
  /** Beginnings that faults of their machines ended. */
  readonly faults: readonly { job: string; node: string }[]
  /** Whether the node wants it to end. */
  readonly isUnwanted: boolean
  /** Since when the scheduler says that it is over, ms. */
  readonly silentSince: number | undefined
}

/** How a start came out: the device's end, or a fault that is none of the device's. */
export type Conclusion = { readonly ending: Ending } | { readonly fault: string }

const unused: Usage = { isOutOfMemory: false, peakMemoryBytes: 0, cpuMilliseconds: undefined, writtenBytes: 0 }

/** The progress of a start that no job has begun. */
export function newProgress(start: DeviceStart, scheduler: string): Progress {
  return {
    start,
    scheduler,
    id: undefined,
    machine: '',
    faults: [],
    isUnwanted: false,
    silentSince: undefined,
    beginning: { number: 0, used: unused },
  }
}

/** The job was begun anew: its machine is a fault, and nothing that comes from there counts any more. */
export function begunAgain(progress: Progress): Progress {
  const { id = '', machine, beginning, faults } = progress
  const node = beginning.place?.node || machine || 'unknown'
  return {
    ...progress,
    faults: [...faults, { job: id, node }],
    beginning: { number: beginning.number + 1, used: unused },
  }
}

/** What a station's record adds to what is known of its beginning. */
export function noted(beginning: Beginning, record: StationRecord): Beginning {
  switch (record.type) {
    case 'arrived':
      return { ...beginning, place: record.place }
    case 'begun':
      return { ...beginning, holder: record.holder }
    case 'usage':
    case 'line':
      return { ...beginning, used: record.usage, seen: beginning.seen ?? record.seen ?? undefined }
    default:
      return beginning
  }
}

/** How a start came out by its station's record; undefined for a record that is not the last. */
export function conclusionOf(progress: Progress, record: StationRecord): Conclusion | undefined {
  if (record.type === 'fault') return { fault: record.reason }
  if (record.type === 'stopped') return progress.isUnwanted ? { ending: blankEnding(progress) } : undefined
  if (record.type !== 'ended') return undefined
  const { ending, breached, wallMilliseconds } = record
  const remote = remoteOf(progress, { breached: breached ?? undefined, wallMilliseconds })
  return { ending: { ...ending, seen: ending.seen ?? progress.beginning.seen, remote } }
}

/** How a start came out of which the scheduler says that it is over, and its station nothing. @param print what it printed last */
export function conclusionWithoutWord(
  progress: Progress,
  meaning: Meaning,
  state: TaskState | undefined,
  print: string,
): Conclusion {
  const { holder } = progress.beginning
  if (isGivenUp(progress)) return { ending: blankEnding(progress) }
  if (holder && meaning === 'out-of-memory') return { ending: blankEnding(progress, { isOutOfMemory: true }) }
  if (holder && meaning === 'timed-out') {
    const wallMilliseconds = progress.start.limits.wallSeconds * 1000
    return {
      ending: blankEnding(progress, { remote: remoteOf(progress, { breached: 'timed-out', wallMilliseconds }) }),
    }
  }
  return { fault: [`the job ended without a word (${state?.state ?? 'unknown'})`, print].filter(Boolean).join(', ') }
}

/**
 * Whether nobody asks any more how it ended. One that takes case after case may have been ended for a limit: without its
 * station's word nobody knows whether the device was slow or its machine lost.
 */
export function isGivenUp({ isUnwanted, start, beginning }: Progress): boolean {
  return isUnwanted && !(start.isSeries && beginning.holder)
}

/** Where it runs, or ran. */
export function remoteOf(progress: Progress, further: Partial<Remote> = {}): Remote | undefined {
  const { scheduler, beginning, faults } = progress
  if (!beginning.place) return undefined
  const { job, node, kernel } = beginning.place
  return {
    job,
    node,
    kernel,
    version: `${scheduler} over ${beginning.holder ?? 'nothing yet'}`,
    breached: undefined,
    wallMilliseconds: 0,
    faults,
    ...further,
  }
}

/** An end of which nobody told anything. */
export function blankEnding(progress: Progress, change: Partial<Ending> = {}): Ending {
  const { used, seen } = progress.beginning
  return { ...used, exitCode: null, exitSignal: null, log: '', seen, remote: remoteOf(progress), ...change }
}
