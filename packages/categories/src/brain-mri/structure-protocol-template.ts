import type { Criterion, Endpoint, ProtocolDraft } from '@assay/contracts'
import { type Structure, structureNames } from './structures.ts'

/** Beyond the diagonal of any head's image: where the 95 % Hausdorff distances of the field's challenges end. */
const mostDistance = 374

function endpointsOf(structure: Structure): Endpoint[] {
  return [
    {
      id: `${structure}-dice`,
      estimator: 'case-mean',
      version: 1,
      parameters: { failures: 'worst' },
      scoring: { structure, measure: 'dice' },
    },
    {
      id: `${structure}-surface`,
      estimator: 'case-mean',
      version: 1,
      parameters: { failures: 'worst' },
      scoring: { structure, measure: 'surface-dice', tolerance: 1 },
    },
    {
      id: `${structure}-distance`,
      estimator: 'case-distance',
      version: 1,
      parameters: { most: mostDistance },
      scoring: { structure, measure: 'hausdorff-95' },
    },
  ]
}

function criterion(id: string, side: Criterion['side'], bound: number): Criterion {
  const rest = { alpha: 0.025, leastEffectivePatients: 10 }
  return { id, endpoint: id, figure: 'mean', side, bound, ...rest, ...(side === 'upper' ? { measure: 'number' } : {}) }
}

/** A protocol to begin with. The bounds are examples; the acceptance limits are the sponsor's. */
export const structureProtocolTemplate: Pick<ProtocolDraft, 'endpoints' | 'criteria' | 'failedOutput'> = {
  endpoints: structureNames.flatMap(endpointsOf),
  criteria: {
    op: 'and',
    of: structureNames.flatMap((name) => [
      criterion(`${name}-dice`, 'lower', 0.85),
      criterion(`${name}-distance`, 'upper', 5),
    ]),
  },
  failedOutput: 'nothing-found',
}
