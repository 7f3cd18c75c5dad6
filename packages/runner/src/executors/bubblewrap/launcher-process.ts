// Starts processes for a node. A process that holds much memory starts another one slowly, and does nothing else
// meanwhile; this one holds little. Ends with the node, and what it started with it.
import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import type { Readable } from 'node:stream'
import { spawnOptions } from './bubblewrap-command.ts'
import { gateDescriptor } from './bubblewrap-words.ts'
import type { Launched, LaunchOrder } from './launch-messages.ts'
import { limitFirstProcess } from './limit-first-process.ts'

const children = new Map<number, ChildProcess>()

process.on('message', (order: LaunchOrder) => {
  if ('end' in order) end(order.end)
  else launch(order)
})
process.on('disconnect', () => process.exit())

function launch({ id, command, options }: Extract<LaunchOrder, { command: unknown }>): void {
  const tell = (told: Omit<Launched, 'id'>, done = () => undefined) =>
    void process.send?.({ id, ...told }, undefined, undefined, done)
  try {
    const [program = '', ...words] = command
    const { close, ...given } = spawnOptions(options)
    const child = spawn(program, words, given)
    close()
    limitFirstProcess(child, options.limits)
    children.set(id, child)
    if (child.pid !== undefined) tell({ pid: child.pid })
    child.once('error', ({ message }) => tell({ fault: message }))
    child.stdio.forEach((stream, descriptor) => {
      if (stream && descriptor > 0 && descriptor !== gateDescriptor)
        relay(stream as Readable, (bytes, done) => tell({ descriptor, bytes }, done))
    })
    child.once('exit', (code, signal) => tell({ exit: { code, signal } }))
    child.once('close', () => {
      children.delete(id)
      tell({ isClosed: true })
    })
  } catch (error) {
    tell({ fault: (error as Error).message })
  }
}

/** No faster than the node takes it: a device may print without end. */
function relay(stream: Readable, send: (bytes: Uint8Array, done: () => undefined) => void): void {
  stream.on('data', (bytes: Uint8Array) => {
    stream.pause()
    send(bytes, () => void stream.resume())
  })
  stream.on('error', () => undefined)
}

function end(id: number): void {
  const child = children.get(id)
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  process.kill(-child.pid, 'SIGKILL')
}
