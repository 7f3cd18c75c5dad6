import { renameSync, rmSync } from 'node:fs'
import { AssayError } from '@assay/contracts'
import { removeFolder } from '../../folders/remove-folder.ts'
import type { DeviceProcess, DeviceStart, Ending, Remote, Usage } from '../executor.ts'
import { type Meaning, meaningOf } from './job-states.ts'
import type { TaskState } from './slurm-commands.ts'
import { follow, type Order, outputOf, type Place, printed, type StationRecord, taskFiles, tell } from './task-files.ts'

/** What a station writes may be seen later than what the scheduler says: a shared folder keeps what it knows for a while. */
const mostMillisecondsUnseen = 10_000

const unused: Usage = { isOutOfMemory: false, peakMemoryBytes: 0, cpuMilliseconds: undefined }

/** A start that was sent to a cluster, or waits to be. */
export interface Dispatched {
  readonly start: DeviceStart
  readonly process: DeviceProcess
  /** When it was asked for, ms. */
  readonly since: number
  /** JOB_INDEX; undefined before it was submitted. */
  id(): string | undefined
  submitted(folder: string, index: number, job: string): void
  /** Reads what the station has told since. */
  read(): void
  /** Takes what the scheduler says; undefined where it knows nothing of the task any more. */
  judge(state: TaskState | undefined): void
  fail(error: Error): void
}

interface Means {
  start: DeviceStart
  hear: ((line: string) => void) | undefined
  requeues: number
  /** The scheduler, with its version. */
  scheduler: string
  now: () => number
  /** Tells the scheduler to end the task, and that it is settled. */
  cancel: (task: Dispatched) => void
  settled: (task: Dispatched) => void
}

/** One start on its way through a cluster. Its station's own words tell its end; the scheduler's only that none will come. */
export function openDispatched({ start, hear, requeues, scheduler, now, cancel, settled }: Means): Dispatched {
  let files: ReturnType<typeof taskFiles> | undefined
  let id: string | undefined
  let next: () => StationRecord[] = () => []
  let attempt = 0
  let place: Place | undefined
  const faults: { job: string; node: string }[] = []
  let used = unused
  let seen: readonly string[] | undefined
  let wasEnded = false
  let silentSince: number | undefined
  /** As the scheduler last named it. */
  let machine = ''
  let holder: string | undefined
  let isOpen = true
  const ended = Promise.withResolvers<Ending>()
  const begun = Promise.withResolvers<void>()
  ended.promise.catch(() => undefined)

  const close = () => {
    isOpen = false
    begun.resolve()
    if (files) rmSync(files.task, { force: true })
    settled(task)
  }
  const settle = (ending: Ending) => {
    if (!isOpen) return
    takeOver()
    ended.resolve(ending)
    close()
  }
  const fail = (error: Error) => {
    if (!isOpen) return
    ended.reject(error)
    close()
  }
  const fault = (reason: string) =>
    fail(new AssayError('cluster-failed', { reason: [place?.node, reason].filter(Boolean).join(': ') }))
  const blank = (change: Partial<Ending> = {}): Ending => ({
    ...{ ...used, exitCode: null, exitSignal: null, log: '', seen, remote: remoteOf(), ...change },
  })

  /** The output of a job that was begun again lies beside the first one's. */
  function takeOver(): void {
    if (attempt === 0) return
    removeFolder(start.output)
    renameSync(outputOf(start, attempt), start.output)
  }

  function remoteOf(further: Partial<Remote> = {}): Remote | undefined {
    if (!place) return undefined
    const { job, node, kernel } = place
    return {
      ...{ job, node, kernel, version: `${scheduler} over ${holder ?? 'nothing yet'}` },
      breached: undefined,
      wallMilliseconds: 0,
      faults: [...faults],
      ...further,
    }
  }

  function take(record: StationRecord): void {
    if (record.type === 'arrived') place = record.place
    else if (record.type === 'begun') {
      holder = record.holder
      begun.resolve()
    } else if (record.type === 'fault') fault(record.reason)
    else if (record.type === 'ended') {
      const { ending, breached, wallMilliseconds } = record
      settle({
        ...ending,
        seen: ending.seen ?? seen,
        remote: remoteOf({ breached: breached ?? undefined, wallMilliseconds }),
      })
    } else if (record.type === 'stopped') {
      if (wasEnded) settle(blank())
    } else {
      used = record.usage
      seen ??= record.seen ?? undefined
      if (record.type === 'line') hear?.(record.line)
    }
  }

  /** A job that was begun again has a further file; what comes from before is nobody's any more. */
  function beginAgain(): boolean {
    if (!files) return false
    const further = follow<StationRecord>(files.records(attempt + 1))
    const records = further()
    if (records.length === 0) return false
    faults.push({ job: id ?? '', node: place?.node || machine || 'unknown' })
    place = undefined
    attempt += 1
    holder = undefined
    next = further
    used = unused
    seen = undefined
    for (const record of records) take(record)
    return true
  }

  function read(): void {
    if (!isOpen) return
    for (const record of next()) if (isOpen) take(record)
    while (isOpen && beginAgain());
    if (isOpen && attempt > requeues) {
      cancel(task)
      fault(`begun again ${attempt} times after faults of machines`)
    }
  }

  function judge(state: TaskState | undefined): void {
    if (!isOpen || !files) return
    machine = state?.node || machine
    const meaning = state ? meaningOf(state) : 'over'
    if (meaning === 'held') {
      cancel(task)
      fault(`the scheduler holds the job back: ${state?.reason}`)
    } else if (meaning === 'waiting' || meaning === 'running') silentSince = undefined
    else {
      // A last word may come a moment later than the end.
      silentSince ??= now()
      read()
      const isCertain = state?.state === 'NF' || now() - silentSince > mostMillisecondsUnseen
      if (isOpen && (isCertain || isGivenUp())) concludeFrom(meaning, state)
    }
  }

  function concludeFrom(meaning: Meaning, state: TaskState | undefined): void {
    if (isGivenUp()) settle(blank())
    else if (holder && meaning === 'out-of-memory') settle(blank({ isOutOfMemory: true }))
    else if (holder && meaning === 'timed-out')
      settle(blank({ remote: remoteOf({ breached: 'timed-out', wallMilliseconds: start.limits.wallSeconds * 1000 }) }))
    else
      fault(
        [`the job ended without a word (${state?.state ?? 'unknown'})`, printed(files?.print ?? '')]
          .filter(Boolean)
          .join(', '),
      )
  }

  /**
   * Whether nobody asks any more how it ended. One that takes case after case may have been ended for a limit: without its
   * station's word nobody knows whether the device was slow or its machine lost.
   */
  function isGivenUp(): boolean {
    return wasEnded && !(start.isSeries && holder)
  }

  const order = (one: Order) => {
    if (files) tell(files.orders, one)
  }
  const task: Dispatched = {
    start,
    since: now(),
    process: {
      ended: ended.promise,
      begun: begun.promise,
      usage: () => used,
      seen: () => seen,
      remote: () => remoteOf(),
      say: (line) => order({ say: line }),
      end() {
        if (wasEnded || !isOpen) return
        wasEnded = true
        if (!files) return settle(blank())
        order({ end: true })
        cancel(task)
      },
    },
    id: () => id,
    submitted(folder, index, job) {
      files = taskFiles(folder, index)
      next = follow(files.records(0))
      id = `${job}_${index}`
      if (wasEnded) cancel(task)
    },
    ...{ read, judge, fail },
  }
  return task
}
