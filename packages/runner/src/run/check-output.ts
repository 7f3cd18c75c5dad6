import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseOutcome, DeviceLimits } from '@assay/contracts'

const mostDepth = 8

/**
 * Looks at what a device left, following nothing: only plain files and folders with plain names, within the limits.
 * @returns `completed`, or what is wrong.
 */
export function checkOutput(folder: string, limits: DeviceLimits): CaseOutcome {
  let files = 0
  let bytes = 0
  for (const { kind, depth, name, size } of entriesBelow(folder, 1)) {
    if (kind === 'other' || depth > mostDepth || !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,100}$/.test(name))
      return 'output-invalid'
    if (kind === 'file') files += 1
    bytes += size
    if (files > limits.outputFiles || bytes > limits.outputMiB * 2 ** 20) return 'output-too-large'
  }
  return files === 0 ? 'output-missing' : 'completed'
}

interface OutputEntry {
  kind: 'file' | 'folder' | 'other'
  depth: number
  name: string
  size: number
}

function* entriesBelow(folder: string, depth: number): Generator<OutputEntry> {
  for (const name of readdirSync(folder)) {
    const stat = lstatSync(join(folder, name))
    if (stat.isFile()) yield { kind: 'file', depth, name, size: stat.size }
    else if (!stat.isDirectory()) yield { kind: 'other', depth, name, size: 0 }
    else {
      yield { kind: 'folder', depth, name, size: 0 }
      if (depth <= mostDepth) yield* entriesBelow(join(folder, name), depth + 1)
    }
  }
}
