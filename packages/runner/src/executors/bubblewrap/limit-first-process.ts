import { type ChildProcess, execFile } from 'node:child_process'
import process from 'node:process'
import type { Readable, Writable } from 'node:stream'
import { gateDescriptor, statusDescriptor } from './bubblewrap-words.ts'

/** Words for prlimit(1), and the user that bubblewrap runs as: a root without the right to raise limits may set no others'. */
export interface FirstLimits {
  words: readonly string[]
  /** Undefined for the node's own. */
  user: number | undefined
}

/**
 * Sets the limits of the first process in the device's namespaces, from outside, while bubblewrap waits before it becomes
 * the device; all that this process starts inherits them. Then lets it go on: nothing that the image brings has run.
 * @param child bubblewrap, as it was started
 */
export function limitFirstProcess(child: ChildProcess, { words, user }: FirstLimits): void {
  const streams: readonly unknown[] = child.stdio
  const status = streams[statusDescriptor] as Readable
  const gate = streams[gateDescriptor] as Writable
  // It may have been ended at any instant.
  gate.on('error', () => undefined)
  let told = ''
  const look = (bytes: Buffer) => {
    told += bytes
    const pid = numberIn(told, 'child-pid')
    if (pid === undefined) return
    status.off('data', look)
    const as = user === undefined ? {} : { uid: user, gid: user }
    execFile('prlimit', ['--pid', `${pid}`, ...words], { env: { PATH: '/usr/bin:/bin' }, ...as }, (error) => {
      if (!error) gate.end('\n')
      else if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, 'SIGKILL')
    })
  }
  status.on('data', look)
}

/** A number that bubblewrap tells about itself, by its name. */
export function numberIn(status: string, name: string): number | undefined {
  const found = new RegExp(`"${name}": (\\d+)`).exec(status)?.[1]
  return found === undefined ? undefined : Number(found)
}
