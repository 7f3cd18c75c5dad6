import { closeSync, constants, fstatSync, mkdirSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseOutcome, DeviceLimits } from '@assay/contracts'
import { mostDepth, plainName } from './check-output.ts'

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants
const pieceBytes = 65_536

interface Left {
  files: number
  folders: number
  bytes: number
}

/**
 * Copies what a device left to a folder of the node's own, while the device still runs and may change it at any instant:
 * each folder is opened once and its members are opened below that very folder, following nothing, so that no exchange of
 * a folder for a link leads out. Only plain files and folders with plain names are taken, within the limits.
 * @returns `completed`, or what is wrong
 */
export function takeOutput(from: string, to: string, limits: DeviceLimits): CaseOutcome {
  const left = { files: limits.outputFiles, folders: limits.outputFiles, bytes: limits.outputMiB * 2 ** 20 }
  try {
    takeFolder(from, to, left, 1)
    return left.files === limits.outputFiles ? 'output-missing' : 'completed'
  } catch (error) {
    if (error instanceof Unfit) return error.outcome
    // It changed while it was looked at, which a device that said it was done has no reason for.
    return 'output-invalid'
  }
}

class Unfit extends Error {
  readonly outcome: CaseOutcome
  constructor(outcome: CaseOutcome) {
    super(outcome)
    this.outcome = outcome
  }
}

function takeFolder(from: string, to: string, left: Left, depth: number): void {
  if (depth > mostDepth + 1) throw new Unfit('output-invalid')
  const folder = openSync(from, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  try {
    mkdirSync(to, { mode: 0o700 })
    for (const name of readdirSync(`/proc/self/fd/${folder}`)) {
      if (!plainName.test(name)) throw new Unfit('output-invalid')
      takeMember(`/proc/self/fd/${folder}/${name}`, join(to, name), left, depth)
    }
  } finally {
    closeSync(folder)
  }
}

function takeMember(from: string, to: string, left: Left, depth: number): void {
  const opened = openSync(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const stat = fstatSync(opened)
    if (stat.isDirectory()) {
      left.folders -= 1
      if (left.folders < 0) throw new Unfit('output-too-large')
      takeFolder(from, to, left, depth + 1)
    } else if (stat.isFile() && stat.nlink === 1) takeFile(opened, to, left)
    else throw new Unfit('output-invalid')
  } finally {
    closeSync(opened)
  }
}

function takeFile(from: number, to: string, left: Left): void {
  left.files -= 1
  if (left.files < 0) throw new Unfit('output-too-large')
  const copy = openSync(to, 'wx', 0o600)
  try {
    const piece = Buffer.alloc(pieceBytes)
    for (let read = readSync(from, piece); read > 0; read = readSync(from, piece)) {
      left.bytes -= read
      if (left.bytes < 0) throw new Unfit('output-too-large')
      writeSync(copy, piece, 0, read)
    }
  } finally {
    closeSync(copy)
  }
}
