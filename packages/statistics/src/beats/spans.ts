import type { BeatAnnotation } from './beat-annotation.ts'

/** Samples from the first to before the second. */
export type Span = readonly [from: number, to: number]

/** Ventricular flutter or fibrillation: from `[` to `]`, to the record's end where it is not closed. */
export function spansOfFlutter(annotations: readonly BeatAnnotation[], samples: number): Span[] {
  return spans(annotations, samples, ({ code }) => {
    if (code === '[') return 'opens'
    return code === ']' ? 'closes' : 'neither'
  })
}

/** Signal that can't be read: from `~` of subtype −1 to the next `~` of another subtype. */
export function spansOfUnreadable(annotations: readonly BeatAnnotation[], samples: number): Span[] {
  return spans(annotations, samples, ({ code, subtype }) => {
    if (code !== '~') return 'neither'
    return subtype === -1 ? 'opens' : 'closes'
  })
}

function spans(
  annotations: readonly BeatAnnotation[],
  samples: number,
  roleOf: (annotation: BeatAnnotation) => 'opens' | 'closes' | 'neither',
): Span[] {
  const found: Span[] = []
  let open: number | undefined
  for (const annotation of annotations) {
    const role = roleOf(annotation)
    if (role === 'opens') open ??= annotation.sample
    if (role === 'closes' && open !== undefined) {
      found.push([open, annotation.sample])
      open = undefined
    }
  }
  if (open !== undefined) found.push([open, samples])
  return found
}

/** Whether a sample lies in one of the spans. */
export function withinSpans(spans: readonly Span[], sample: number): boolean {
  return spans.some(([from, to]) => sample >= from && sample < to)
}
