import type { BeatAnnotation } from './beat-annotation.ts'
import { beatClassOf } from './beat-class.ts'

/** An annotation as it begins, extends or ends runs; `[` `]` ventricular flutter, `{` `}` atrial fibrillation, `U` signal that can't be read. */
export interface RunLabel {
  readonly sample: number
  readonly label: 'N' | 'S' | 'V' | 'F' | 'Q' | 'U' | '[' | ']' | '{' | '}'
}

/** An annotation with the text of a rhythm, such as `(AFIB`. */
export interface RhythmAnnotation extends BeatAnnotation {
  readonly aux?: string
}

/**
 * Labels of a run-by-run comparison; what neither begins nor ends a run is left out. A normal beat in atrial fibrillation or flutter is
 * supraventricular. Fibrillation begins by its rhythm, or `[`, and ends by its closing annotation or another rhythm.
 * @param annotations in order of their samples
 * Source: `amap` of app/rxr.c, WFDB Software Package, 7 August 2009.
 */
export function runLabels(annotations: readonly RhythmAnnotation[]): RunLabel[] {
  const state: State = { within: 'none', isUnreadable: false }
  return annotations.flatMap((annotation) => {
    const label = labelOf(annotation, state)
    return label ? [{ sample: annotation.sample, label }] : []
  })
}

/** What an annotator has said so far. */
interface State {
  within: 'none' | 'ventricular' | 'atrial'
  isUnreadable: boolean
}

type Label = RunLabel['label'] | undefined

function labelOf({ code, subtype, aux = '' }: RhythmAnnotation, state: State): Label {
  const beatClass = beatClassOf(code)
  if (beatClass) return beatClass === 'N' && state.within === 'atrial' ? 'S' : beatClass
  switch (code) {
    case '~':
      return labelOfQuality(subtype, state)
    case '[':
      return enter('ventricular', '[', state)
    case ']':
      return leave('ventricular', ']', state)
    case '+':
      return labelOfRhythm(aux, state)
    default:
      return undefined
  }
}

function labelOfQuality(subtype: number, state: State): Label {
  const was = state.isUnreadable
  state.isUnreadable = (subtype & 0x30) === 0x30
  return state.isUnreadable && !was ? 'U' : undefined
}

function labelOfRhythm(rhythm: string, state: State): Label {
  if (rhythm === '') return undefined
  if (rhythm.startsWith('(AF')) return enter('atrial', '{', state)
  if (rhythm.startsWith('(VF')) return enter('ventricular', '[', state)
  return leave('atrial', '}', state) ?? leave('ventricular', ']', state)
}

function enter(next: State['within'], label: Label, state: State): Label {
  if (state.within === next) return undefined
  state.within = next
  return label
}

function leave(left: State['within'], label: Label, state: State): Label {
  if (state.within !== left) return undefined
  state.within = 'none'
  return label
}
