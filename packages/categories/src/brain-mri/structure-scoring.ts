import { AssayError, type Endpoint } from '@assay/contracts'
import type { Volume } from '@assay/formats'
import { compareLabel, failedComparison, type LabelComparison, labelVolume } from '@assay/statistics/overlap'
import { z } from 'zod'
import { structureNames, structures } from './structures.ts'

const structure = z.enum(structureNames)
/** What a structure that is in neither volume counts as is not left open: nothing to find, and nothing found, is right. */
const empty = 'perfect'

/** What each estimator is given of a segmentation, as the protocol's `scoring` says. */
const scorings = {
  'case-mean': z.discriminatedUnion('measure', [
    z.strictObject({ structure, measure: z.literal('dice') }),
    z.strictObject({
      structure,
      measure: z.literal('surface-dice'),
      /** Millimetres within which surfaces count as the same. */
      tolerance: z.number().min(0).max(50).default(1),
    }),
  ]),
  'case-distance': z.strictObject({ structure, measure: z.literal('hausdorff-95') }),
} as const
type Scoring = z.infer<(typeof scorings)[keyof typeof scorings]>

/**
 * What an endpoint says of scoring, defaults filled in: of which structure it is, and by which measure.
 * @throws AssayError protocol-invalid
 */
export function readStructureScoring({ id, estimator, scoring }: Endpoint): Scoring {
  const invalid = (what: string) => new AssayError('protocol-invalid', { where: `endpoints.${id}`, what })
  if (!isScored(estimator)) throw invalid(`segmentations are not scored by ${estimator}`)
  const read = scorings[estimator].safeParse(scoring)
  if (!read.success) throw invalid('scoring')
  return read.data
}

function isScored(estimator: string): estimator is keyof typeof scorings {
  return estimator in scorings
}

/** A segmentation is compared once for all endpoints that ask the same of it. */
const compared = new WeakMap<Uint8Array, Map<string, LabelComparison>>()

/**
 * The score of a segmentation for an endpoint: Dice, surface Dice within a tolerance, or the 95 % Hausdorff distance by element surfaces, of
 * one structure. A failed output has Dice 0 and the diagonal of the image as its distance.
 * @throws AssayError protocol-invalid
 */
export function scoreStructures(
  patient: string,
  { reference, output }: { reference: Volume; output: Uint8Array | undefined },
  endpoint: Endpoint,
): object {
  const scoring = readStructureScoring(endpoint)
  const found = output ? compare(reference, output, scoring) : failed(reference, scoring)
  if (scoring.measure === 'hausdorff-95') return { patient, distance: found.hausdorff95!, failed: output === undefined }
  return { patient, score: output ? (scoring.measure === 'dice' ? found.dice : found.surfaceDice) : null }
}

function failed({ size, spacing }: Volume, { structure: name }: Scoring): LabelComparison {
  return failedComparison({ size, spacing }, structures[name])
}

function compare({ values, size, spacing }: Volume, output: Uint8Array, scoring: Scoring): LabelComparison {
  const tolerance = 'tolerance' in scoring ? scoring.tolerance : 1
  const key = `${scoring.structure} ${tolerance}`
  const known = compared.get(output) ?? new Map<string, LabelComparison>()
  compared.set(output, known)
  const rules = { surface: 'element', tolerance, empty } as const
  const [one, other] = [values, output].map((labels) => labelVolume(labels, size, spacing)) as [never, never]
  const found = known.get(key) ?? compareLabel(one, other, structures[scoring.structure], rules)
  known.set(key, found)
  return found
}
