import { logGamma } from './log-gamma.ts'

/** Above it the first terms of Stirling's series give log Γ to the last bit. */
const large = 10

/**
 * Natural logarithm of the beta function B(a, b), without the cancellation of log Γ(a) + log Γ(b) − log Γ(a + b) for large
 * arguments.
 * @param a > 0
 * @param b > 0
 * Source: DiDonato, Morris, *ACM Trans. Math. Softw.* 18:360–373 (1992), with Stirling's series (DLMF 5.11.1).
 */
export function logBeta(a: number, b: number): number {
  const [small, big] = a < b ? [a, b] : [b, a]
  if (big < large) return logGamma(small) + logGamma(big) - logGamma(small + big)
  const ofBig = (big - 0.5) * Math.log1p(-small / (small + big)) + stirlingRest(big) - stirlingRest(small + big)
  if (small < large) return logGamma(small) + small - small * Math.log(small + big) + ofBig
  const half = 0.5 * Math.log((2 * Math.PI) / (small + big))
  return half + (small - 0.5) * Math.log(small / (small + big)) + stirlingRest(small) + ofBig
}

/** log Γ(x) − (x − ½) log x + x − ½ log 2π, for x ≥ 10. */
export function stirlingRest(x: number): number {
  const s = 1 / (x * x)
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360_360))))) / x
}
