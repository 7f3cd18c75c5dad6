import type { Random } from '@assay/contracts'

/** A list in random order (Fisher and Yates). */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const order = [...list]
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor((Buffer.from(random(6)).readUIntBE(0, 6) / 2 ** 48) * (i + 1))
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
  return order
}
