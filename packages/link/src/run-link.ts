import type { Random } from '@assay/contracts'
import type { Outcome } from './acknowledgement.ts'
import { backoff } from './backoff.ts'
import type { Bodies, Link } from './link.ts'
import { pollHub } from './poll-hub.ts'
import { type Hub, sendPending } from './send-pending.ts'

/** How one round went: `error` is there when the hub was not reached, or a message could not be sent or taken. */
export interface LinkState {
  readonly direction: 'send' | 'poll'
  readonly error?: unknown
}

/** How a node's exchange runs: how long a poll waits (ms), and whom to tell after every round. */
export interface RunOptions {
  readonly signal: AbortSignal
  readonly waitMs?: number
  readonly onState?: (state: LinkState) => void
}

/**
 * Keeps a node in touch with its hub until `signal` aborts: sends what is queued and polls for what the hub has, each
 * with its own patience. Resolves after both have ended; never rejects for what goes wrong on the way.
 */
export async function runLink<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  link: Link<Tables, Incoming, Outgoing>,
  hub: Hub,
  { signal, waitMs = 20_000, onState }: RunOptions,
): Promise<void> {
  const send = async () => {
    // Waiting starts before looking, so that what is queued in between wakes it.
    const looked = new AbortController()
    const woken = link.wakeUp.wait(hub.id, 5000, AbortSignal.any([signal, looked.signal]))
    await sendPending(link, hub, signal).catch((error: unknown) => {
      looked.abort()
      throw error
    })
    onState?.({ direction: 'send' })
    await woken
  }
  let outcomes: readonly Outcome[] = []
  const poll = async () => {
    const polled = await pollHub(link, hub, { outcomes, waitMs, signal })
    outcomes = polled.outcomes
    if (polled.trouble) throw polled.trouble
    onState?.({ direction: 'poll' })
  }
  const told = (direction: LinkState['direction']) => (error: unknown) => onState?.({ direction, error })
  await Promise.all([
    repeat(send, { signal, random: link.random, onError: told('send') }),
    repeat(poll, { signal, random: link.random, onError: told('poll') }),
  ])
}

async function repeat(
  work: () => Promise<void>,
  { signal, random, onError }: { signal: AbortSignal; random: Random; onError: (error: unknown) => void },
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      await work()
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      onError(error)
      await sleep(backoff(failures, random), signal)
    }
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
