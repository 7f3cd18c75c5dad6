import { readFileSync } from 'node:fs'
import type { Forecasts } from '../forecasts.ts'

/** What scikit-learn and R made of forecasts; see bench/oracles/calibration.py for the order of the numbers. */
export interface PeerForecasts {
  name: string
  truths: number[]
  probabilities: number[]
  clusters: number[]
  brierScoreLoss: number
  curves: Record<string, { observed: number[]; predicted: number[] }>
  glm: number[]
  large: number[]
  clustered: number[]
  'val.prob': number[]
  ratio: number[]
  brier: number[]
}

export const peers = JSON.parse(
  readFileSync(new URL('../calibration.oracle.json', import.meta.url), 'utf8'),
) as PeerForecasts[]

export function forecastsOf({ truths, probabilities }: Pick<PeerForecasts, 'truths' | 'probabilities'>): Forecasts {
  return { truths: Uint8Array.from(truths), probabilities: Float64Array.from(probabilities) }
}

export function clusteredOf(peer: PeerForecasts): Forecasts {
  return { ...forecastsOf(peer), clusters: Int32Array.from(peer.clusters) }
}
