import { readFileSync } from 'node:fs'

/**
 * Gives a function that tells how much processes have caused to be written to disks up to now, bytes (`write_bytes` of
 * proc(5)). Files without a name, which only their writer holds, are found in no folder, but take room all the same. It is
 * sampled: what a process writes between the last look and its end is not counted. Memory files such as those of /tmp are
 * not on a disk.
 * @param processes those that are there now
 */
export function countWritten(processes: () => readonly number[]): () => number {
  const written = new Map<number, number>()
  return () => {
    for (const pid of processes()) written.set(pid, Math.max(writtenBy(pid), written.get(pid) ?? 0))
    return [...written.values()].reduce((sum, bytes) => sum + bytes, 0)
  }
}

function writtenBy(pid: number): number {
  try {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'latin1'))?.[1] ?? 0)
  } catch {
    return 0 // It has ended.
  }
}
