import { chmodSync, lstatSync, opendirSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { CaseOutcome, DeviceLimits } from '@assay/contracts'

export const mostDepth = 8
export const plainName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,100}$/

/**
 * Looks at what a device left, following nothing: only plain files and folders with plain names, within the limits, each
 * file under one name. Makes them readable for the node, whatever permissions the device gave them.
 * @returns `completed`, or what is wrong.
 */
export function checkOutput(folder: string, limits: DeviceLimits): CaseOutcome {
  const size = measure(folder, limits, makeReadable)
  if (size === 'too-large') return 'output-too-large'
  if (size.isOdd) return 'output-invalid'
  return size.files === 0 ? 'output-missing' : 'completed'
}

/** Whether what a device has left so far is more than it may. It may still be at work. */
export function isOutputTooLarge(folder: string, limits: DeviceLimits): boolean {
  try {
    return measure(folder, limits, () => undefined) === 'too-large'
  } catch {
    return false // It changed while it was looked at.
  }
}

/** Something that a device left. What has no stat has a name that is no text, so that it can't be asked for. */
interface Entry {
  stat: Stats | undefined
  depth: number
  name: string
}

interface OutputSize {
  files: number
  bytes: number
  isOdd: boolean
}

/** Counts files and bytes, and stops at the limits: the time that this takes is bounded, whatever there is. */
function measure(
  folder: string,
  { outputFiles, outputMiB }: DeviceLimits,
  beforeOpening: (path: string, stat: Stats) => void,
): OutputSize | 'too-large' {
  const size = { files: 0, bytes: 0, isOdd: false }
  let folders = 0
  beforeOpening(folder, lstatSync(folder))
  for (const entry of entriesBelow(folder, 1, beforeOpening)) {
    const { stat } = entry
    if (stat?.isDirectory()) folders += 1
    else size.files += 1
    if (stat?.isFile()) size.bytes += stat.size
    if (Math.max(size.files, folders) > outputFiles || size.bytes > outputMiB * 2 ** 20) return 'too-large'
    size.isOdd ||= isOdd(entry)
  }
  return size
}

/** Once the device has ended only: nothing changes between the look and the act. */
function makeReadable(path: string, stat: Stats): void {
  if (stat.isDirectory()) chmodSync(path, 0o700)
  else if (stat.isFile()) chmodSync(path, 0o600)
}

function isOdd({ stat, depth, name }: Entry): boolean {
  const isPlain = stat?.isDirectory() || (stat?.isFile() && stat.nlink === 1)
  return !isPlain || depth > mostDepth || !plainName.test(name)
}

/** What lies below a folder, as deep as something that is too deep; nothing is followed. */
function* entriesBelow(
  folder: string,
  depth: number,
  beforeOpening: (path: string, stat: Stats) => void,
): Generator<Entry> {
  const opened = opendirSync(folder)
  try {
    for (let entry = opened.readSync(); entry; entry = opened.readSync()) {
      const { name } = entry
      const path = join(folder, name)
      const stat = lstatSync(path, { throwIfNoEntry: false })
      if (stat) beforeOpening(path, stat)
      yield { stat, depth, name }
      if (stat?.isDirectory() && depth <= mostDepth) yield* entriesBelow(path, depth + 1, beforeOpening)
    }
  } finally {
    opened.closeSync()
  }
}
