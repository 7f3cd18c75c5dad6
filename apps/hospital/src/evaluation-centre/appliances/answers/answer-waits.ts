/** Who waits for answers of appliances. What was answered is in the database; this only wakes. */
export interface AnswerWaits {
  /** An answer for a case was kept. */
  readonly tell: (evaluationId: string, caseId: string) => void
  /** Resolves at the next answer for a case, or after some milliseconds; rejects with the signal's reason. */
  readonly next: (evaluationId: string, caseId: string, milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** The waits of one program. */
export function createAnswerWaits(): AnswerWaits {
  const waiting = new Map<string, () => void>()
  const keyOf = (evaluationId: string, caseId: string) => `${evaluationId} ${caseId}`
  return {
    tell: (evaluationId, caseId) => waiting.get(keyOf(evaluationId, caseId))?.(),
    next: (evaluationId, caseId, milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const key = keyOf(evaluationId, caseId)
        const end = (then: () => void) => () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', stop)
          waiting.delete(key)
          then()
        }
        const stop = end(() => reject(signal.reason as Error))
        const wake = end(resolve)
        const timer = setTimeout(wake, Math.max(0, milliseconds))
        waiting.set(key, wake)
        signal.addEventListener('abort', stop, { once: true })
        if (signal.aborted) stop()
      }),
  }
}
