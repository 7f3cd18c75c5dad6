import { readFileSync } from 'node:fs'

/** The most that a process had resident since it began or its peak was forgotten, in bytes. Linux only. */
export function peakMemory(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
