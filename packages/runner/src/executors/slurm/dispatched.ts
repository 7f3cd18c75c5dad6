import { existsSync, renameSync, rmSync } from 'node:fs'
import { AssayError } from '@assay/contracts'
import { makeFolder } from '../../folders/make-folder.ts'
import type { DeviceProcess, DeviceStart, Ending } from '../executor.ts'
import { meaningOf } from './job-states.ts'
import type { TaskState } from './slurm-commands.ts'
import { follow, type Order, outputOf, printed, type StationRecord, taskFiles, tell } from './task-files.ts'
import {
  begunAgain,
  blankEnding,
  type Conclusion,
  conclusionOf,
  conclusionWithoutWord,
  isGivenUp,
  newProgress,
  noted,
  type Progress,
  remoteOf,
} from './task-progress.ts'

/** What a station writes may be seen later than what the scheduler says: a shared folder keeps what it knows for a while. */
const mostMillisecondsUnseen = 10_000

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
export class Dispatched {
  readonly start: DeviceStart
  readonly process: DeviceProcess
  /** When it was asked for, ms. */
  readonly since: number
  readonly #means: Means
  readonly #ended = Promise.withResolvers<Ending>()
  readonly #begun = Promise.withResolvers<void>()
  #progress: Progress
  #files: ReturnType<typeof taskFiles> | undefined
  #next: () => StationRecord[] = () => []
  #isOpen = true

  constructor(means: Means) {
    const { start, scheduler, now } = means
    this.#means = means
    this.#progress = newProgress(start, scheduler)
    this.#ended.promise.catch(() => undefined)
    this.start = start
    this.since = now()
    this.process = {
      ended: this.#ended.promise,
      begun: this.#begun.promise,
      usage: () => this.#progress.beginning.used,
      seen: () => this.#progress.beginning.seen,
      remote: () => remoteOf(this.#progress),
      say: (line) => this.#order({ say: line }),
      end: () => this.#end(),
    }
  }

  /** JOB_INDEX; undefined before it was submitted. */
  get id(): string | undefined {
    return this.#progress.id
  }

  submitted(folder: string, index: number, job: string): void {
    this.#files = taskFiles(folder, index)
    this.#next = follow(this.#files.records(0))
    this.#note({ id: `${job}_${index}` })
    if (this.#progress.isUnwanted) this.#means.cancel(this)
  }

  /** Reads what the station has told since. */
  read(): void {
    this.#take(this.#next())
    for (let again = this.#recordsOfNext(); again; again = this.#recordsOfNext()) {
      this.#progress = begunAgain(this.#progress)
      this.#next = again.next
      this.#take(again.records)
    }
    const { number } = this.#progress.beginning
    if (this.#isOpen && number > this.#means.requeues) {
      this.#means.cancel(this)
      this.#conclude({ fault: `begun again ${number} times after faults of machines` })
    }
  }

  /** Takes what the scheduler says; undefined where it knows nothing of the task any more. */
  judge(state: TaskState | undefined): void {
    if (!this.#isOpen || !this.#files) return
    this.#note({ machine: state?.node || this.#progress.machine })
    const meaning = state ? meaningOf(state) : 'over'
    if (meaning === 'held') {
      this.#means.cancel(this)
      this.#conclude({ fault: `the scheduler holds the job back: ${state?.reason}` })
    } else if (meaning === 'waiting' || meaning === 'running') this.#note({ silentSince: undefined })
    else {
      // A last word may come a moment later than the end.
      this.#note({ silentSince: this.#progress.silentSince ?? this.#means.now() })
      this.read()
      if (this.#isOpen && this.#isCertain(state))
        this.#conclude(conclusionWithoutWord(this.#progress, meaning, state, printed(this.#files.print)))
    }
  }

  fail(error: Error): void {
    if (!this.#isOpen) return
    this.#ended.reject(error)
    this.#close()
  }

  #note(change: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...change }
  }

  #take(records: readonly StationRecord[]): void {
    for (const record of records) {
      if (!this.#isOpen) return
      this.#note({ beginning: noted(this.#progress.beginning, record) })
      if (record.type === 'begun') this.#begun.resolve()
      if (record.type === 'line') this.#means.hear?.(record.line)
      const conclusion = conclusionOf(this.#progress, record)
      if (conclusion) this.#conclude(conclusion)
    }
  }

  /** A job that was begun again has a further file; what comes into the one before is nobody's any more. */
  #recordsOfNext(): { next: () => StationRecord[]; records: StationRecord[] } | undefined {
    if (!this.#isOpen || !this.#files) return undefined
    const next = follow<StationRecord>(this.#files.records(this.#progress.beginning.number + 1))
    const records = next()
    return records.length > 0 ? { next, records } : undefined
  }

  #isCertain(state: TaskState | undefined): boolean {
    const silent = this.#means.now() - (this.#progress.silentSince ?? 0)
    return state?.state === 'NF' || silent > mostMillisecondsUnseen || isGivenUp(this.#progress)
  }

  #conclude(conclusion: Conclusion): void {
    if (!this.#isOpen) return
    if ('fault' in conclusion) {
      const reason = [this.#progress.beginning.place?.node, conclusion.fault].filter(Boolean).join(': ')
      this.fail(new AssayError('cluster-failed', { reason }))
    } else {
      this.#takeOver()
      this.#ended.resolve(conclusion.ending)
      this.#close()
    }
  }

  /** The output of a job that was begun again lies beside the first one's, in which a machine that was cut off may still write. */
  #takeOver(): void {
    const { start, beginning } = this.#progress
    if (beginning.number === 0) return
    const own = outputOf(start, beginning.number)
    renameSync(start.output, `${start.output}.forsaken`)
    if (existsSync(own)) renameSync(own, start.output)
    else makeFolder(start.output, 0o700)
  }

  #close(): void {
    this.#isOpen = false
    this.#begun.resolve()
    if (this.#files) rmSync(this.#files.task, { force: true })
    this.#means.settled(this)
  }

  #end(): void {
    if (this.#progress.isUnwanted || !this.#isOpen) return
    this.#note({ isUnwanted: true })
    if (this.#files) {
      this.#order({ end: true })
      this.#means.cancel(this)
    } else this.#conclude({ ending: blankEnding(this.#progress) })
  }

  #order(order: Order): void {
    if (this.#files) tell(this.#files.orders, order)
  }
}
