import type { Logger } from '@assay/http'
import type { WakeUp } from '@assay/link'
import { logFault } from './log-fault.ts'

const lookAgainMilliseconds = 5000

/** Does what there is to do whenever it is woken for it, and looks every few seconds, until `signal` aborts. */
export async function keepWorking(
  { what, wakeUp, log, signal }: { what: string; wakeUp: WakeUp; log: Logger; signal: AbortSignal },
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    // Waiting starts before looking, so that what happens in between wakes it.
    const woken = wakeUp.wait(what, lookAgainMilliseconds, signal)
    try {
      await work()
    } catch (error) {
      if (signal.aborted) return
      logFault(log, error, { work: what }, 'work interrupted')
    }
    await woken
  }
}
