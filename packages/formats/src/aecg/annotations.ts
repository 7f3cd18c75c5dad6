import { type Clock, timeOf } from './clock.ts'
import { leadName } from './lead-name.ts'
import { elementsAt, type XmlElement } from './read-xml.ts'

/** What somebody or a machine said of a part of the rhythm. */
export interface AecgAnnotation {
  /** What is said, e.g. `MDC_ECG_BEAT`, `MDC_ECG_WAVC`, `MDC_ECG_HEART_RATE`. */
  readonly code: string
  /** A code or a number; undefined where the code says all. */
  readonly value: string | undefined
  readonly unit: string | undefined
  /** First and last sample of the part, from 0; undefined where it is the whole. */
  readonly from: number | undefined
  readonly to: number | undefined
  /** Leads that it is about; none for all. */
  readonly leads: readonly string[]
}

/** Annotations of a series, those within others after them. */
export function readAnnotationSets(series: XmlElement, clock: Clock): AecgAnnotation[] {
  const found: AecgAnnotation[] = []
  const waiting = elementsAt(series, 'subjectOf/annotationSet/component/annotation').reverse()
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const annotation = readAnnotation(one, clock)
    if (annotation) found.push(annotation)
    waiting.push(...elementsAt(one, 'component/annotation').reverse())
  }
  return found
}

function readAnnotation(element: XmlElement, clock: Clock): AecgAnnotation | undefined {
  const code = elementsAt(element, 'code')[0]?.attributes.code
  if (code === undefined) return undefined
  const { attributes = undefined } = elementsAt(element, 'value')[0] ?? {}
  const boundaries = elementsAt(element, 'support/supportingROI/component/boundary')
  const times = boundaries.map((boundary) => elementsAt(boundary, 'value')[0]).filter((value) => value !== undefined)
  const sample = (part: 'low' | 'high') => {
    const [time] = times.flatMap((value) => timeOf(elementsAt(value, part)[0]?.attributes) ?? [])
    return time === undefined ? undefined : Math.round((time - clock.start) / clock.increment)
  }
  const codes = boundaries.map((boundary) => elementsAt(boundary, 'code')[0]?.attributes.code ?? '')
  return {
    code,
    value: attributes?.code ?? attributes?.value,
    unit: attributes?.unit,
    from: sample('low'),
    to: sample('high'),
    leads: codes.filter((one) => one.startsWith('MDC_ECG_LEAD_')).map(leadName),
  }
}
