import { AssayError, type Endpoint } from '@assay/contracts'
import { z } from 'zod'
import { type AnsweredGrade, answeredGrades, type RetinopathyOutput } from './retinopathy-output.ts'
import type { RetinopathyReference } from './retinopathy-reference.ts'

/** How a grade becomes referable, and what a photograph that can't be graded counts as: it is never dropped. */
const referral = z.strictObject({
  /** The least grade that is referred: moderate where the protocol says nothing else. */
  referableFrom: z.number().int().min(1).max(4).default(2),
  ungradable: z
    .strictObject({
      /** For the reading centre: a patient whose photograph nobody can read is sent to somebody who looks. */
      reference: z.enum(['referable', 'not-referable']).default('referable'),
      /** For the device: the same, or what its likelihood says. */
      output: z.enum(['referable', 'not-referable', 'by-likelihood']).default('referable'),
    })
    .prefault({}),
})
/** Likelihoods from the operating point on call a photograph referable. */
const call = referral.extend({ operatingPoint: z.number().min(0).max(1).default(0.5) })
type Referral = z.infer<typeof referral>

/** What each estimator is given of a photograph, as the protocol's `scoring` says. */
const scorings = {
  classification: call,
  'roc-area': referral,
  'roc-grid': referral,
  kappa: z.undefined(),
} as const
type Scored = keyof typeof scorings

/**
 * What an endpoint says of scoring, defaults filled in.
 * @throws AssayError protocol-invalid: an estimator that has no use for a photograph's answer, a way of scoring that can't be read, a kappa
 *   without the five grades and `ungradable` in this order
 */
export function readRetinopathyScoring({ id, estimator, parameters, scoring }: Endpoint): unknown {
  const invalid = (what: string) => new AssayError('protocol-invalid', { where: `endpoints.${id}`, what })
  if (!isScored(estimator)) throw invalid(`photographs are not scored by ${estimator}`)
  const schema: z.ZodType = scorings[estimator]
  const read = schema.safeParse(estimator === 'kappa' ? scoring : (scoring ?? {}))
  if (!read.success) throw invalid('scoring')
  const { categories } = (parameters ?? {}) as { readonly categories?: unknown }
  if (estimator === 'kappa' && JSON.stringify(categories) !== JSON.stringify(answeredGrades))
    throw invalid('categories')
  return read.data
}

function isScored(estimator: string): estimator is Scored {
  return estimator in scorings
}

/**
 * The score of a photograph for an endpoint. A failed output is the wrong call, the wrong extreme, or the grade that is farthest from the
 * reference: what a photograph without an answer counts as, never less.
 * @throws AssayError protocol-invalid
 */
export function scoreRetinopathy(
  patient: string,
  reference: RetinopathyReference,
  output: RetinopathyOutput | undefined,
  endpoint: Endpoint,
): object {
  const scoring = readRetinopathyScoring(endpoint)
  if (endpoint.estimator === 'kappa') {
    const truth: AnsweredGrade = reference.gradable ? answeredGrades[reference.grade]! : 'ungradable'
    return { patient, reference: truth, device: output?.grade ?? farthestFrom(truth) }
  }
  const rules = call.parse({ ...(scoring as object) })
  const truth = isReferable(reference, rules)
  const likelihood = output && likelihoodOf(output, rules)
  if (endpoint.estimator !== 'classification') return { patient, truth, score: likelihood ?? null }
  return { patient, truth, call: likelihood === undefined ? null : likelihood >= rules.operatingPoint }
}

function farthestFrom(truth: AnsweredGrade): AnsweredGrade {
  const place = answeredGrades.indexOf(truth)
  return place < answeredGrades.length / 2 ? 'ungradable' : '0'
}

function isReferable(reference: RetinopathyReference, { referableFrom, ungradable }: Referral): boolean {
  return reference.gradable ? reference.grade >= referableFrom : ungradable.reference === 'referable'
}

function likelihoodOf({ likelihood, grade }: RetinopathyOutput, { ungradable }: Referral): number {
  if (grade !== 'ungradable' || ungradable.output === 'by-likelihood') return likelihood
  return ungradable.output === 'referable' ? 1 : 0
}
