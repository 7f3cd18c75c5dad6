import { logGamma } from '../distributions/log-gamma.ts'
import type { Draws } from '../random/philox.ts'

/**
 * A binomial draw: one uniform of 53 bits, inverted outward from the mode, so that it takes about √trials steps.
 * @param trials whole, from 0 on
 * @param share in [0, 1]
 * Source: Kachitvichyanukul, Schmeiser, *Commun. ACM* 31:216–222 (1988), on inversion.
 */
export function drawBinomial(trials: number, share: number, draws: Draws): number {
  if (share <= 0 || trials === 0) return 0
  if (share >= 1) return trials
  const odds = share / (1 - share)
  const mode = Math.min(trials, Math.floor((trials + 1) * share))
  let left = draws.uniform()
  let [above, below] = [mode, mode]
  let probabilityAbove = modeProbability(trials, share, mode)
  let probabilityBelow = probabilityAbove
  left -= probabilityAbove
  // What rounding leaves beyond both tails is the mode's.
  while (left >= 0 && probabilityAbove + probabilityBelow > 1e-25) {
    probabilityAbove *= (odds * (trials - above)) / (above + 1)
    above += 1
    left -= probabilityAbove
    if (left < 0) return above
    probabilityBelow *= below / (odds * (trials - below + 1))
    below -= 1
    left -= probabilityBelow
    if (left < 0) return below
  }
  return mode
}

function modeProbability(trials: number, share: number, mode: number): number {
  const choices = logGamma(trials + 1) - logGamma(mode + 1) - logGamma(trials - mode + 1)
  return Math.exp(choices + mode * Math.log(share) + (trials - mode) * Math.log1p(-share))
}
