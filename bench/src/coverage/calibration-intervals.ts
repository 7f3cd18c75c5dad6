import type { Draws } from '@assay/statistics'
import {
  brierScore,
  calibrationInTheLarge,
  calibrationSlope,
  type Forecasts,
  observedOverExpected,
} from '@assay/statistics/calibration'
import type { Said, Study } from './study.ts'

/** Patients with as many cases each, whose forecasts are right: every interval's truth is known. */
interface RightForecasts {
  patients: number
  casesPerPatient: number
  /** Mean and standard deviation of the forecasts' logits. */
  mean: number
  deviation: number
}

/** 50 to 800 patients of one case, 50 and 200 of four; common and rare events; forecasts that say little and much. */
const rightForecastsCells: readonly RightForecasts[] = [50, 200, 800].flatMap((patients) =>
  (patients === 800 ? [1] : [1, 4]).flatMap((casesPerPatient) =>
    [0, -2].flatMap((mean) => [0.7, 1.5].map((deviation) => ({ patients, casesPerPatient, mean, deviation }))),
  ),
)

/**
 * One sample of forecasts: intervals of the Brier score, of observed over expected (1), of the intercept in the large (0), and
 * of the slope (1). Cases of one patient share the patient's part of the logit, half of its variance.
 */
function sampleRightForecasts(cell: RightForecasts, draws: Draws): Said[] {
  const forecasts = drawForecasts(cell, draws)
  const found = {
    'Brier score': intervalOf(brierScore(forecasts)),
    'observed over expected': intervalOf(observedOverExpected(forecasts)),
    'intercept in the large': intervalOf(calibrationInTheLarge(forecasts), 'intercept'),
    'calibration slope': intervalOf(calibrationSlope(forecasts), 'slope'),
  }
  const truths = [expectedBrier(cell), 1, 0, 1]
  return Object.entries(found).map(([method, interval], index) => ({ method, ...interval, truth: truths[index]! }))
}

function drawForecasts({ patients, casesPerPatient, mean, deviation }: RightForecasts, draws: Draws): Forecasts {
  const cases = patients * casesPerPatient
  const [truths, probabilities, clusters] = [new Uint8Array(cases), new Float64Array(cases), new Int32Array(cases)]
  const part = deviation * Math.SQRT1_2
  for (let patient = 0; patient < patients; patient += 1) {
    const own = mean + part * draws.normal()
    for (let one = 0; one < casesPerPatient; one += 1) {
      const row = patient * casesPerPatient + one
      const probability = 1 / (1 + Math.exp(-(own + part * draws.normal())))
      truths[row] = draws.uniform() < probability ? 1 : 0
      probabilities[row] = probability
      clusters[row] = patient
    }
  }
  return casesPerPatient === 1 ? { truths, probabilities } : { truths, probabilities, clusters }
}

interface Ends {
  lower: number
  upper: number
}

/** No interval misses. */
function intervalOf(found: object, of?: string): Ends {
  const holder = (of === undefined ? found : (found as Record<string, object | undefined>)[of]) as
    | { interval?: Ends | null }
    | undefined
  return { lower: holder?.interval?.lower ?? 1e9, upper: holder?.interval?.upper ?? -1e9 }
}

/** Mean of p(1 − p), which is what (p − y)² is on average where p is right; by the trapezoidal rule. */
function expectedBrier({ mean, deviation }: RightForecasts): number {
  let [sum, weights] = [0, 0]
  for (let z = -8; z <= 8; z += 1 / 64) {
    const weight = Math.exp((-z * z) / 2)
    const p = 1 / (1 + Math.exp(-(mean + deviation * z)))
    sum += weight * p * (1 - p)
    weights += weight
  }
  return sum / weights
}

const from200 = {
  kind: 'asymptotic' as const,
  from: '200 patients',
  holds: ({ patients }: RightForecasts) => patients >= 200,
}

/** Intervals of calibration where forecasts are right. */
export const rightForecasts: Study<RightForecasts> = {
  id: 'calibration',
  title: 'Calibration of forecasts that are right',
  about:
    'Logits of the forecasts are normal with the mean and standard deviation given, half of the variance the patient’s, and events come with these probabilities. The truths: the expected Brier score, 1, 0 and 1.',
  cells: rightForecastsCells,
  place: ({ patients, casesPerPatient, mean, deviation }) => ({
    patients,
    'cases of each': casesPerPatient,
    mean,
    deviation,
  }),
  claims: {
    'Brier score': from200,
    'observed over expected': from200,
    'intercept in the large': from200,
    'calibration slope': from200,
  },
  how: { kind: 'sampled', sample: sampleRightForecasts },
}
