import { existsSync, readlinkSync } from 'node:fs'
import process from 'node:process'
import { startOf } from './process-tree.ts'

const shape = /^assay-runs-(\d+)-(\d+)-(\d+)(?:-|$)/

/**
 * A name for what this process keeps in the system for as long as it lives: its process namespace, its number, and when it
 * started, so that a later process can tell what is nobody's any more.
 */
export function ownerName(): string {
  return `assay-runs-${processNamespace()}-${process.pid}-${startOf(process.pid) ?? 0}`
}

/** Whether a name was given by a process of this process namespace that has ended. */
export function isAbandoned(name: string): boolean {
  const [, namespace, pid, start] = shape.exec(name) ?? []
  if (namespace !== processNamespace() || !existsSync('/proc/self/stat')) return false
  return startOf(Number(pid)) !== start
}

function processNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0'
  } catch {
    return '0'
  }
}
