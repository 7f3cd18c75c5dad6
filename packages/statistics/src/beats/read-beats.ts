import type { BeatAnnotation } from './beat-annotation.ts'
import { type BeatClass, beatClassOf } from './beat-class.ts'
import type { Span } from './spans.ts'

/** A beat that is compared. */
export interface Beat {
  sample: number
  beatClass: BeatClass
}

/** What an annotator said, as the comparison reads it. */
export interface ReadBeats {
  beats: readonly Beat[]
  /** Ventricular flutter and fibrillation, `[` to `]`. */
  flutter: readonly Span[]
  /** Shutdown: signal that can't be read, `~` to `~`. */
  shutdown: readonly Span[]
}

/** A span that nothing closed. */
const open = Number.MAX_SAFE_INTEGER

/**
 * Reads beats, flutter and shutdown from annotations as the WFDB program `bxb` does: whatever stands between `[` and `]`
 * is left out, beats too. Shutdown begins at a `~` that says that neither of the first two signals can be read (subtype
 * bits 4 and 5, so −1 does) and ends at the next annotation if that is a `~` that says otherwise. If it is anything else,
 * the one `~` stands for all of the gap, as in the AHA database: from one match window after the last beat or flutter to
 * one match window before the next annotation.
 * @param annotations in order of their samples
 * @param window match window, samples
 */
export function readBeats(annotations: readonly BeatAnnotation[], window: number): ReadBeats {
  const beats: Beat[] = []
  const flutter: Span[] = []
  const shutdown: Span[] = []
  for (let at = 0; at < annotations.length; at += 1) {
    const { sample, code } = annotations[at]!
    const beatClass = beatClassOf(code)
    if (beatClass) beats.push({ sample, beatClass })
    else if (code === '[') {
      at = indexOfEnd(annotations, at)
      flutter.push([sample, annotations[at]?.sample ?? open])
    } else if (isUnreadable(annotations[at])) {
      const next = annotations[at + 1]
      const isClosed = next?.code === '~' && !isUnreadable(next)
      const last = Math.max(beats.at(-1)?.sample ?? 0, flutter.at(-1)?.[1] ?? 0)
      shutdown.push(!next || isClosed ? [sample, next?.sample ?? open] : gap(last, next.sample, window))
    }
  }
  return { beats, flutter, shutdown }
}

function indexOfEnd(annotations: readonly BeatAnnotation[], from: number): number {
  const length = annotations.slice(from).findIndex(({ code }) => code === ']')
  return length < 0 ? annotations.length : from + length
}

function isUnreadable(annotation: BeatAnnotation | undefined): boolean {
  return annotation?.code === '~' && (annotation.subtype & 0x30) === 0x30
}

function gap(last: number, next: number, window: number): Span {
  return [Math.min(last + window, next - window), next - window]
}
