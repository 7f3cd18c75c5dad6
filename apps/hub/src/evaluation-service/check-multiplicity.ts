import type { ProtocolDraft } from '@assay/contracts'
import { graphOf, hypothesesOf, type TestingProcedure, testingProcedure } from '@assay/statistics'
import { protocolFault } from './protocol-fault.ts'

/**
 * A multiplicity procedure as the statistics read it, defaults filled in. Throws `protocol-invalid` where it can't be read,
 * its weights don't fit, or it names what is no criterion.
 */
export function checkMultiplicity(
  { alpha, procedure }: NonNullable<ProtocolDraft['multiplicity']>,
  criteria: readonly { readonly id: string }[],
): NonNullable<ProtocolDraft['multiplicity']> {
  const read = readProcedure(procedure)
  for (const id of hypothesesOf(read))
    if (!criteria.some((criterion) => criterion.id === id))
      throw protocolFault(`multiplicity.${id}`, 'criterion-unknown')
  return { alpha, procedure: read }
}

function readProcedure(procedure: unknown): TestingProcedure {
  try {
    const read = testingProcedure.parse(procedure)
    if (read.kind !== 'hochberg') graphOf(read)
    else if (new Set(read.hypotheses).size < read.hypotheses.length) throw new RangeError('a hypothesis named twice')
    return read
  } catch {
    throw protocolFault('multiplicity', 'procedure-invalid')
  }
}
