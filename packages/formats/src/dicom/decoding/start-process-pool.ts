import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { availableParallelism } from 'node:os'
import process from 'node:process'

/** Processes that do one kind of job. They start when they are wanted, and don't keep a program alive. */
export interface ProcessPool<Job, Answer> {
  /** How many jobs are done at a time. */
  readonly processes: number
  /** @throws Error with the reason: the library's, the time limit, or the death of the process, which is replaced */
  run(job: Job): Promise<Answer>
  /** Ends the processes; what they were doing fails. */
  close(): void
}

export interface ProcessPoolOptions {
  readonly processes?: number
  /** Milliseconds that a job may take, from its handing over to a process that may have to start first. */
  readonly timeLimit?: number
}

interface Waiting<Job, Answer> {
  readonly job: Job
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

/**
 * A pool of processes that decode: whatever a job does to the library that does it (a crash, a loop, memory without end) ends one process,
 * fails that job alone, and the next one gets a new process.
 * @param command of a process that leads a group of its own and answers each message with one, which has a `failure` where it gave up
 */
export function startProcessPool<Job extends object, Answer extends object>(
  [command, ...args]: readonly [command: string, ...args: string[]],
  { processes = Math.min(4, availableParallelism()), timeLimit = 60_000 }: ProcessPoolOptions = {},
): ProcessPool<Job, Answer> {
  const queue: Waiting<Job, Answer>[] = []
  const idle: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  let isClosed = false

  function next(): void {
    while (queue.length > 0 && !isClosed) {
      const child = idle.pop() ?? (all.size < processes ? start() : undefined)
      if (!child) return
      run(child, queue.shift()!)
    }
  }

  function start(): ChildProcess {
    const child = spawn(command, args, {
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
      detached: true,
    })
    all.add(child)
    holdLifeline(child)
    child.once('exit', () => retire(child))
    child.on('error', () => retire(child))
    return child
  }

  function retire(child: ChildProcess): void {
    all.delete(child)
    const at = idle.indexOf(child)
    if (at >= 0) idle.splice(at, 1)
    next()
  }

  function run(child: ChildProcess, { job, resolve, reject }: Waiting<Job, Answer>): void {
    keepAlive(child, true)
    const limit = setTimeout(
      () => settle(() => reject(new Error(`decoding took longer than ${timeLimit / 1000} s`)), true),
      timeLimit,
    )
    const onDeath = () => settle(() => reject(new Error('decoding ended its process')), true)
    const onAnswer = (answer: Answer | { failure: string }) =>
      settle(
        () => ('failure' in answer ? reject(new Error(plain(answer.failure as string))) : resolve(answer)),
        'failure' in answer,
      )

    function settle(tell: () => void, isLast: boolean): void {
      clearTimeout(limit)
      child.off('message', onAnswer).off('exit', onDeath).off('error', onDeath)
      keepAlive(child, false)
      tell()
      if (isLast) end(child)
      else idle.push(child)
      next()
    }

    child.on('message', onAnswer).once('exit', onDeath).once('error', onDeath)
    child.send(job, (error) => error && onDeath())
  }

  return {
    processes,
    run: (job) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('the decoders are closed'))
        queue.push({ job, resolve, reject })
        next()
      }),
    close() {
      isClosed = true
      for (const { reject } of queue.splice(0)) reject(new Error('the decoders are closed'))
      for (const child of all) end(child)
    },
  }
}

/** With all that it started, which is of its group. */
function end({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** As long as its other end is open the child lives; a word says that the child has ended by itself. */
function holdLifeline(child: ChildProcess): void {
  const lifeline = child.stdio[4] as Socket | null
  lifeline?.on('error', () => lifeline.destroy()).unref()
  child.once('exit', () => lifeline?.end('\n'))
}

function keepAlive(child: ChildProcess, isWorking: boolean): void {
  if (isWorking) {
    child.ref()
    child.channel?.ref()
  } else {
    child.unref()
    child.channel?.unref()
  }
}

/** A library's words, short and without anything that a terminal or a page would act on. */
function plain(failure: string): string {
  return failure
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200)
}
