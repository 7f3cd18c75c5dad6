import type { Random } from '@assay/contracts'

const first = 500
const longest = 60_000

/**
 * Milliseconds to wait before trying again after `failures` failures in a row (≥ 1): half of 0.5 s · 2^(failures − 1),
 * at most 60 s, plus a random part up to the other half, so that many nodes do not come back at one instant.
 */
export function backoff(failures: number, random: Random): number {
  const full = Math.min(longest, first * 2 ** Math.min(failures - 1, 20))
  const fraction = Buffer.from(random(4)).readUInt32BE() / 2 ** 32
  return full / 2 + (full / 2) * fraction
}
