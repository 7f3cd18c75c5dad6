import type { Criterion, ProtocolDraft } from '@assay/contracts'
import { ec57Parameters } from '@assay/statistics'

const endpoint = 'beats'

function atLeast(id: string, figure: string, bound: number): Criterion {
  return { id, endpoint, figure, side: 'lower', bound, alpha: 0.025, leastEffectivePatients: 20 }
}

/**
 * A protocol to begin with. The bounds are examples: EC57 gives methods, not limits; the acceptance limits are the
 * sponsor's.
 */
export const beatProtocolTemplate: Pick<ProtocolDraft, 'endpoints' | 'criteria' | 'failedOutput'> = {
  endpoints: [{ id: endpoint, estimator: 'ec57-beats', version: 1, parameters: ec57Parameters.parse({}) }],
  criteria: {
    op: 'and',
    of: [
      atLeast('qrs-sensitivity', 'qrs.sensitivity.gross', 0.98),
      atLeast('qrs-positive-predictivity', 'qrs.positive-predictivity.gross', 0.98),
      atLeast('veb-sensitivity', 'veb.sensitivity.gross', 0.8),
      atLeast('veb-positive-predictivity', 'veb.positive-predictivity.gross', 0.75),
    ],
  },
  failedOutput: 'nothing-found',
}
