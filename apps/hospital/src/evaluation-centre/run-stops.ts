/** Ends runs of this process that are no longer wanted. A hint only: whoever runs also asks the database. */
export interface RunStops {
  /** Aborts when the run of an evaluation is to stop, or with `signal`. `done` once it has ended. */
  readonly watch: (evaluationId: string, signal: AbortSignal) => { signal: AbortSignal; done: () => void }
  readonly stop: (evaluationId: string) => void
}

/** The stops of one program. */
export function createRunStops(): RunStops {
  const running = new Map<string, AbortController>()
  return {
    watch: (evaluationId, signal) => {
      const stopping = new AbortController()
      running.set(evaluationId, stopping)
      return { signal: AbortSignal.any([signal, stopping.signal]), done: () => void running.delete(evaluationId) }
    },
    stop: (evaluationId) => running.get(evaluationId)?.abort(new Error('the run is no longer wanted')),
  }
}
