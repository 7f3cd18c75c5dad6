/** What was measured, by name with its unit. */
export type Measured = Record<string, number>

/** Wall-clock seconds that something takes: the least of several times. */
export function secondsOf(run: () => void, times = 3): number {
  let least = Infinity
  for (let i = 0; i < times; i += 1) {
    const started = performance.now()
    run()
    least = Math.min(least, (performance.now() - started) / 1000)
  }
  return least
}
