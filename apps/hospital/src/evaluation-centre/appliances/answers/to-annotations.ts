import { type ApplianceAnswer, AssayError } from '@assay/contracts'
import { readTemporalFindings, type TemporalFinding, writeAnnotations } from '@assay/formats'
import { z } from '@assay/http'

/** Annotations of a waveform as JSON: samples from 0, or seconds from its start. */
const postedAnnotations = z.strictObject({
  annotations: z
    .array(
      z.union([
        z.strictObject({ sample: z.int().min(0), label: z.string().max(16) }),
        z.strictObject({ seconds: z.number().min(0), label: z.string().max(16) }),
      ]),
    )
    .max(1_000_000),
})

interface Mark {
  readonly sample: number
  readonly code: string
}

/** What is known of the waveform that the appliance was shown. */
export interface ShownWaveform {
  readonly samplingFrequency: number
}

/** An annotation file of what an appliance posted. Throws `output-invalid`. */
export function annotationsOfJson(value: unknown, { samplingFrequency }: ShownWaveform): Uint8Array {
  const parsed = postedAnnotations.safeParse(value)
  if (!parsed.success) throw invalid('annotations that can not be read')
  return annotationFile(
    parsed.data.annotations.map((one) => ({
      sample: 'sample' in one ? one.sample : Math.round(one.seconds * samplingFrequency),
      code: one.label,
    })),
  )
}

/** An annotation file of the findings of a structured report, under the labels that the device's package gives their codes. */
export function annotationsOfReport(
  bytes: Uint8Array,
  { labels }: Extract<ApplianceAnswer, { form: 'sr-times' }>,
  waveform: ShownWaveform,
): Uint8Array {
  const findings = readTemporalFindings(bytes, 'report')
  return annotationFile(
    findings.flatMap((finding) => {
      const known = labels.find(({ concept }) => isConcept(finding.code, concept))
      return known ? samplesOf(finding, waveform).map((sample) => ({ sample, code: known.label })) : []
    }),
  )
}

/** Whether a code is a concept's: the same value in the same coding scheme, whatever meaning is written beside it. */
export function isConcept(
  code: { readonly value: string; readonly scheme: string } | undefined,
  concept: { readonly value: string; readonly scheme: string },
): boolean {
  return code?.value === concept.value && code.scheme === concept.scheme
}

/** Samples are counted from 1 in reports (PS3.3 C.18.7.1.2). */
function samplesOf({ samples, seconds }: TemporalFinding, { samplingFrequency }: ShownWaveform): number[] {
  if (samples.length > 0) return samples.map((sample) => sample - 1)
  return seconds.map((second) => Math.round(second * samplingFrequency))
}

function annotationFile(marks: readonly Mark[]): Uint8Array {
  const ordered = [...marks].sort((a, b) => a.sample - b.sample)
  if (ordered.some(({ sample }) => !Number.isInteger(sample) || sample < 0 || sample >= 2 ** 31))
    throw invalid('an annotation outside the waveform')
  try {
    return writeAnnotations(ordered.map((mark) => ({ ...mark, subtype: 0, channel: 0, aux: '' })))
  } catch (error) {
    if (error instanceof RangeError) throw invalid('a label that annotations do not have')
    throw error
  }
}

function invalid(what: string): AssayError {
  return new AssayError('output-invalid', { what })
}
