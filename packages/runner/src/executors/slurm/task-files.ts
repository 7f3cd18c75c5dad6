import { appendFileSync, closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseOutcome } from '@assay/contracts'
import type { DeviceStart, Ending, Usage } from '../executor.ts'
import type { Cluster } from './cluster.ts'

/** Where a device ran: a job of the cluster, its machine, and the graphics processors that the scheduler gave it. */
export interface Place {
  job: string
  node: string
  gpus: string | null
  kernel: string
}

/** What a station tells, a line of JSON each, in a file of its own for each time that its job is begun. */
export type StationRecord =
  | { type: 'arrived'; place: Place }
  /** From here on it is the device's time. */
  | { type: 'begun'; holder: string }
  | { type: 'usage'; usage: Usage; seen: readonly string[] | null }
  | { type: 'line'; line: string; usage: Usage; seen: readonly string[] | null }
  | { type: 'ended'; ending: Ending; breached: CaseOutcome | null; wallMilliseconds: number }
  /** The device was ended because nobody waits for it any more. Nothing of it is left. */
  | { type: 'stopped' }
  /** No fault of the device's. */
  | { type: 'fault'; reason: string }

/** What the node tells a station: a line for the device, or that it is to end. */
export type Order = { say: string } | { end: true }

/** What a station is to start. */
export interface Task {
  isolation: Cluster['isolation']
  start: DeviceStart
}

/** The files of a task in the folder of its array. */
export function taskFiles(folder: string, index: number | string) {
  return {
    task: join(folder, `${index}.json`),
    orders: join(folder, `${index}.orders`),
    records: (attempt: number) => join(folder, `${index}.${attempt}.records`),
    /** What the station itself prints. */
    print: join(folder, `${index}.print`),
  }
}

/** Where a start's output goes when its job is begun again: what runs on from before has no hold of it. */
export function outputOf(start: DeviceStart, attempt: number): string {
  return attempt === 0 ? start.output : `${start.output}.${attempt}`
}

/** Adds a record to a file that the other side follows. */
export function tell<T extends StationRecord | Order>(file: string, record: T): void {
  appendFileSync(file, `${JSON.stringify(record)}\n`, { mode: 0o600 })
}

const pieceBytes = 65_536

/** Gives a function that reads what was added to a file since it was last asked: whole lines only. */
export function follow<T>(file: string): () => T[] {
  let offset = 0
  let begun = Buffer.alloc(0)
  return () => {
    if (!existsSync(file)) return []
    const opened = openSync(file, 'r')
    try {
      const piece = Buffer.alloc(pieceBytes)
      for (let read = readSync(opened, piece, 0, pieceBytes, offset); read > 0; ) {
        begun = Buffer.concat([begun, piece.subarray(0, read)])
        offset += read
        read = readSync(opened, piece, 0, pieceBytes, offset)
      }
    } finally {
      closeSync(opened)
    }
    const end = begun.lastIndexOf('\n') + 1
    const lines = begun.toString('utf8', 0, end).split('\n').filter(Boolean)
    begun = begun.subarray(end)
    return lines.map((line) => JSON.parse(line) as T)
  }
}

/** The end of what a station printed, for words about its fault. */
export function printed(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').at(-1)?.slice(0, 200) ?? ''
  } catch {
    return ''
  }
}
