import { type ApplianceAnswer, AssayError } from '@assay/contracts'
import { type MeasurementReport, readMeasurementReport, readSeg, writeMetaImage } from '@assay/formats'
import { isConcept } from './to-annotations.ts'

type Form<Name extends ApplianceAnswer['form']> = Extract<ApplianceAnswer, { form: Name }>

/** The one measurement of a concept. Throws `output-missing`, `output-invalid`. */
export function numberOfReport(bytes: Uint8Array, { concept }: Form<'sr-number'>): number {
  const { measurements } = readReport(bytes)
  const values = measurements.filter((one) => isConcept(one.concept, concept)).map(({ value }) => value)
  return theOne(values, concept.value)
}

/** The label of the one evaluation of a concept. Throws `output-missing`, `output-invalid`. */
export function choiceOfReport(bytes: Uint8Array, { concept, labels }: Form<'sr-choice'>): string {
  const { evaluations } = readReport(bytes)
  const values = evaluations.filter((one) => isConcept(one.concept, concept)).map(({ value }) => value)
  const value = theOne(values, concept.value)
  const known = labels.find((one) => isConcept(value, one.concept))
  if (!known) throw new AssayError('output-invalid', { what: 'a code that the device does not declare' })
  return known.label
}

/** Points in space with their probabilities, in the words of the challenge platforms' containers: millimetres, as DICOM has them. */
export function pointsOfReport(bytes: Uint8Array, { probability }: Form<'sr-points'>): object {
  const { measurements } = readReport(bytes)
  const points = measurements
    .filter((one) => isConcept(one.concept, probability))
    .flatMap(({ value, regions, trackingId }) =>
      regions
        .filter(({ kind, frameOfReference }) => kind === 'POINT' && frameOfReference !== undefined)
        .map(({ coordinates }) => ({ name: trackingId ?? '', point: coordinates.slice(0, 3), probability: value })),
    )
  return { type: 'Multiple points', points, version: { major: 1, minor: 0 } }
}

/** A segmentation as a MetaImage of labels: segments by the concept of their property type. Throws `output-invalid`. */
export function labelsOfSegmentation(
  bytes: Uint8Array,
  { segments }: Form<'seg'>,
  typesOf: ReadonlyMap<number, { value: string; scheme: string }>,
): Uint8Array {
  const { values, ...grid } = readSeg(Buffer.from(bytes), 'segmentation')
  const labels = Uint16Array.from(values, (segment) => {
    if (segment === 0) return 0
    const known = segments.find(({ concept }) => isConcept(typesOf.get(segment), concept))
    if (!known) throw new AssayError('output-invalid', { what: 'a segment that the device does not declare' })
    return known.label
  })
  return writeMetaImage({ ...grid, values: labels })
}

function readReport(bytes: Uint8Array): MeasurementReport {
  return readMeasurementReport(bytes, 'report')
}

function theOne<Value>(values: readonly (Value | undefined)[], concept: string): Value {
  const [value, ...others] = values.filter((one) => one !== undefined)
  if (value === undefined) throw new AssayError('output-missing', { what: concept })
  if (others.length > 0) throw new AssayError('output-invalid', { what: `${concept} more than once` })
  return value
}
