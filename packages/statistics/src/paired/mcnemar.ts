import { betaCdf } from '../distributions/beta.ts'
import { chiSquareTail } from '../distributions/chi-square.ts'

/** How McNemar's p-value is computed. `mid-p` counts the observed table half. */
export type McNemarVariant = 'asymptotic' | 'continuity-corrected' | 'exact' | 'mid-p'

/** Test that two shares on the same cases are equal. Without a discordant pair nothing speaks against it: p = 1. */
export interface McNemarTest {
  variant: McNemarVariant
  /** Chi-square on one degree of freedom; null for the exact variants. */
  statistic: number | null
  /** Two-sided. */
  p: number
  discordant: number
}

/**
 * McNemar's test of two shares on the same cases.
 * Sources: McNemar, *Psychometrika* 12:153–157 (1947); Edwards, *Psychometrika* 13:185–187 (1948) for the correction; exact: the binomial
 * test of the discordant pairs; mid-p: Fagerland, Lydersen, Laake, *BMC Med. Res. Methodol.* 13:91 (2013).
 * @param onlyFirst pairs in which only the first is a success; whole, from 0 on
 * @param onlySecond pairs in which only the second is
 * @throws RangeError for what is no count
 */
export function mcNemarTest(onlyFirst: number, onlySecond: number, variant: McNemarVariant): McNemarTest {
  for (const [name, count] of Object.entries({ onlyFirst, onlySecond }))
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${name}: not a whole number from 0 on`)
  const discordant = onlyFirst + onlySecond
  const isExact = variant === 'exact' || variant === 'mid-p'
  if (discordant === 0) return { variant, statistic: isExact ? null : 0, p: 1, discordant }
  if (isExact)
    return { variant, statistic: null, p: binomialP(Math.min(onlyFirst, onlySecond), discordant, variant), discordant }
  const distance = Math.abs(onlyFirst - onlySecond) - (variant === 'continuity-corrected' ? 1 : 0)
  const statistic = Math.max(0, distance) ** 2 / discordant
  return { variant, statistic, p: chiSquareTail(statistic, 1), discordant }
}

/** Two-sided p of k successes in n trials of probability ½, k at most n / 2. */
function binomialP(k: number, n: number, variant: 'exact' | 'mid-p'): number {
  const atMost = betaCdf(0.5, n - k, k + 1)
  const below = k === 0 ? 0 : betaCdf(0.5, n - k + 1, k)
  return Math.min(1, variant === 'exact' ? 2 * atMost : atMost + below)
}
