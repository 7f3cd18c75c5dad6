import type { ProtocolDraft } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { hypothesesOf, leastSitePatients, testingProcedure } from '@assay/report/document'

/** What of a draft or a locked protocol is about inference. */
export type Plan = Pick<ProtocolDraft, 'target' | 'endpoints' | 'sampling' | 'wayOfRunning' | 'multiplicity'>

/** Whom the figures are about, how cases were sampled and how criteria are tested together, in sentences. */
export function planSentences(plan: Plan, t: Translator): string[] {
  const { sampling, wayOfRunning } = plan
  return [
    ...targetSentences(plan, t),
    ...(wayOfRunning ? [t(`common.protocol.wayOfRunning.${wayOfRunning}`)] : []),
    ...(sampling ? [t(`common.protocol.sampling.${sampling}`)] : []),
    ...multiplicitySentences(plan, t),
  ]
}

/** One for all endpoints where they agree, else one for each. */
function targetSentences({ target, endpoints }: Plan, t: Translator): string[] {
  const written = endpoints.map((endpoint) => ({
    endpoint: endpoint.id,
    target: t(`common.protocol.target.${endpoint.target ?? target}`, {
      patients: endpoint.leastPatientsPerHospital ?? leastSitePatients,
    }),
  }))
  const [first] = written
  if (!first || written.every((one) => one.target === first.target)) return first ? [first.target] : []
  return written.map((one) => t('common.protocol.targetOf', one))
}

function multiplicitySentences({ multiplicity }: Plan, t: Translator): string[] {
  const procedure = testingProcedure.safeParse(multiplicity?.procedure).data
  if (!multiplicity || !procedure) return []
  return [
    t('common.protocol.multiplicity', {
      procedure: t(`report.value.procedure.${procedure.kind}`),
      alpha: multiplicity.alpha,
      criteria: hypothesesOf(procedure).join(t('common.listSeparator')),
    }),
  ]
}
