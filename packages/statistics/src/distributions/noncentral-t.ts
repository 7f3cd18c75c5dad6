import { logGamma } from './log-gamma.ts'
import { normalCdf } from './normal-cdf.ts'
import { studentTQuantile } from './student-t.ts'

/** Nodes and weights of Gauss and Legendre's rule with ten points on [−1, 1], the positive half. DLMF 3.5.2. */
const nodes = [0.14887433898163122, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717]
const weights = [0.29552422471475287, 0.26926671930999635, 0.21908636251598204, 0.1494513491505806, 0.06667134430868814]

/**
 * Cumulative distribution of noncentral t, to about 1e-12: Φ(t s − δ) averaged over s, the root of a chi-square variable
 * over its degrees of freedom.
 * @param t finite
 * @param degreesOfFreedom ≥ 1
 * @param noncentrality δ, finite
 */
export function noncentralTCdf(t: number, degreesOfFreedom: number, noncentrality: number): number {
  const half = degreesOfFreedom / 2
  const constant = Math.log(2) + half * Math.log(half) - logGamma(half)
  const density = (s: number) => Math.exp(constant + (degreesOfFreedom - 1) * Math.log(s) - half * s * s)
  const spread = 9 / Math.sqrt(2 * degreesOfFreedom)
  return integrate((s) => normalCdf(t * s - noncentrality) * density(s), Math.max(0, 1 - spread), 1 + spread)
}

/** Ten points on each of 60 equal parts. */
function integrate(of: (x: number) => number, from: number, to: number): number {
  const half = (to - from) / 120
  let sum = 0
  for (let part = 0; part < 60; part += 1) {
    const middle = from + (2 * part + 1) * half
    nodes.forEach((node, i) => {
      sum += weights[i]! * (of(middle - node * half) + of(middle + node * half))
    })
  }
  return sum * half
}

/**
 * Quantile of noncentral t, by bisection.
 * @param p in (0, 1)
 * @param degreesOfFreedom ≥ 1
 * @param noncentrality finite
 */
export function noncentralTQuantile(p: number, degreesOfFreedom: number, noncentrality: number): number {
  const spread = Math.abs(noncentrality) + Math.abs(studentTQuantile(p, degreesOfFreedom)) + 1
  let [low, high] = [-spread, spread]
  while (noncentralTCdf(low, degreesOfFreedom, noncentrality) > p) low *= 2
  while (noncentralTCdf(high, degreesOfFreedom, noncentrality) < p) high *= 2
  for (let i = 0; i < 80 && high - low > 1e-13 * Math.max(1, Math.abs(low)); i += 1) {
    const middle = (low + high) / 2
    if (noncentralTCdf(middle, degreesOfFreedom, noncentrality) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
