import type { Criterion, ProtocolDraft } from '@assay/contracts'
import { answeredGrades } from './retinopathy-output.ts'

function atLeast(endpoint: string, figure: string, bound: number): Criterion {
  return { id: figure, endpoint, figure, side: 'lower', bound, alpha: 0.025, leastEffectivePatients: 20 }
}

const ungradable = { reference: 'referable', output: 'referable' }

/**
 * A protocol to begin with. The bounds are examples, the acceptance limits are the sponsor's; 85 % and 82.5 % were those of the pivotal
 * trial of Abràmoff et al., npj Digital Medicine 1:39 (2018).
 */
export const retinopathyProtocolTemplate: Pick<ProtocolDraft, 'endpoints' | 'criteria' | 'failedOutput'> = {
  endpoints: [
    {
      id: 'referral',
      estimator: 'classification',
      version: 1,
      parameters: { failures: 'wrong-extreme' },
      scoring: { referableFrom: 2, ungradable, operatingPoint: 0.5 },
    },
    {
      id: 'discrimination',
      estimator: 'roc-area',
      version: 1,
      parameters: { weights: 'pairs', operatingPoints: [0.5] },
      scoring: { referableFrom: 2, ungradable },
    },
    {
      id: 'grades',
      estimator: 'kappa',
      version: 1,
      parameters: { categories: [...answeredGrades], weights: 'quadratic' },
    },
  ],
  criteria: {
    op: 'and',
    of: [atLeast('referral', 'sensitivity', 0.85), atLeast('referral', 'specificity', 0.825)],
  },
  failedOutput: 'nothing-found',
}
