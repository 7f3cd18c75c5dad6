import type { Criterion, Endpoint, ProtocolDraft } from '@assay/contracts'
import { findOneRoundEstimator } from '@assay/statistics'
import { scanScoring } from '@assay/statistics/detection'

/** As in LUNA16: nearer than the radius, the hundred strongest marks of a scan. */
const scoring = scanScoring.parse({ mostMarks: 100 })

/** Sizes that reports of nodules tell apart, millimetres. */
const sizes = [{ below: 6 }, { atLeast: 6, below: 10 }, { atLeast: 10 }]

function endpoint(id: string, estimator: 'froc-grid' | 'afroc-grid', parameters: object): Endpoint {
  const { readParameters } = findOneRoundEstimator(estimator, 1)!
  return { id, estimator, version: 1, parameters: readParameters(parameters), scoring }
}

function atLeast(id: string, figure: string, bound: number): Criterion {
  return { id, endpoint: 'nodules', figure, side: 'lower', bound, alpha: 0.025, leastEffectivePatients: 20 }
}

/**
 * A protocol to begin with: LUNA16's seven-point mean and the completion rate are co-primary; AFROC and sensitivity by size stand beside
 * them. The bounds are examples: the acceptance limits are the sponsor's.
 * Source: Setio and others, *Med. Image Anal.* 42:1–13 (2017).
 */
export const noduleProtocolTemplate: Pick<ProtocolDraft, 'endpoints' | 'criteria' | 'failedOutput'> = {
  endpoints: [
    endpoint('nodules', 'froc-grid', {}),
    endpoint('nodules-afroc', 'afroc-grid', {}),
    ...sizes.map((size, index) =>
      endpoint(`nodules-size-${index + 1}`, 'froc-grid', { rates: [1], sizes: size, thresholds: tenths() }),
    ),
  ],
  criteria: {
    op: 'and',
    of: [
      atLeast('mean-sensitivity', 'mean', 0.7),
      atLeast('sensitivity-at-1', 'sensitivity.at-1', 0.75),
      atLeast('completion', 'completion', 0.95),
    ],
  },
  failedOutput: 'nothing-found',
}

/** Fewer points where there are fewer lesions. */
function tenths(): number[] {
  return Array.from({ length: 9 }, (_, i) => (i + 1) / 10)
}
