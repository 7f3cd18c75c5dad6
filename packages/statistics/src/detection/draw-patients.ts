import { drawsOf } from '../random/philox.ts'

/** How often each of n patients comes in n draws with replacement. */
export function drawPatients(n: number, seed: number, stream: number): Int32Array {
  const draws = drawsOf(seed, stream)
  const times = new Int32Array(n)
  for (let i = 0; i < n; i += 1) times[draws.below(n)]! += 1
  return times
}
