/** Wakes what waits for messages to a recipient, inside one process. A hint only: whoever waits also looks again. */
export interface WakeUp {
  readonly wake: (recipient: string) => void
  /** Resolves when woken for `recipient`, after `milliseconds`, or when `signal` aborts. */
  readonly wait: (recipient: string, milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** A wake-up for one program. */
export function createWakeUp(): WakeUp {
  const waiting = new Map<string, Set<() => void>>()
  return {
    wake: (recipient) => {
      for (const resolve of [...(waiting.get(recipient) ?? [])]) resolve()
    },
    wait: (recipient, milliseconds, signal) =>
      new Promise((resolve) => {
        const waiters = waiting.get(recipient) ?? new Set()
        waiting.set(recipient, waiters)
        const done = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          waiters.delete(done)
          if (waiters.size === 0 && waiting.get(recipient) === waiters) waiting.delete(recipient)
          resolve()
        }
        const timer = setTimeout(done, milliseconds)
        waiters.add(done)
        if (signal.aborted) done()
        else signal.addEventListener('abort', done)
      }),
  }
}
