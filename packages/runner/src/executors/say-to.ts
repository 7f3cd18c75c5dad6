import type { Writable } from 'node:stream'

/** Writes lines to a device. One that has ended hears nothing, which is no fault: its end tells what happened. */
export function sayTo(stream: Writable | null): (line: string) => void {
  stream?.on('error', () => undefined)
  return (line) => void stream?.write(`${line}\n`)
}
