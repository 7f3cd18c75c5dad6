/** A wave of the model: where on the limit cycle, how wide, how high. */
export interface Wave {
  /** Angle of its peak from the R peak, radians. */
  angle: number
  /** Width (standard deviation), radians. */
  width: number
  /** Height of the wave alone in each of the two leads, mV: a b² / ω in the paper's symbols. */
  heights: readonly [number, number]
  /** Keeps its length in time whatever the heart rate (QRS), or stretches with it (P, T). */
  isQrs: boolean
}

/** Shapes of beats: P, Q, R, S, T. */
export type Morphology = readonly Wave[]

function wave(degrees: number, width: number, first: number, second: number, isQrs: boolean): Wave {
  return { angle: (degrees * Math.PI) / 180, width, heights: [first, second], isQrs }
}

/**
 * Sinus beat: angles and widths are the defaults of ECGSYN, the program of McSharry and others, for 60 beats a minute (their
 * paper's Table I has P at −60° and T at 90°). The heights, in two leads where the model has one, are ours, in millivolts as
 * a recorder shows them; the table's a b² stand as 0.25, −0.17, 1, −0.25, 0.4. So are the shapes of all other beats below:
 * the paper has none.
 */
const sinus: Morphology = [
  wave(-70, 0.25, 0.15, 0.08, false),
  wave(-15, 0.1, -0.12, -0.06, true),
  wave(0, 0.1, 1.2, 0.75, true),
  wave(15, 0.1, -0.25, -0.45, true),
  wave(100, 0.4, 0.3, 0.22, false),
]

/** Left bundle branch block: wide, notched, T against the QRS. */
const bundleBranchBlock: Morphology = [
  wave(-85, 0.25, 0.14, 0.08, false),
  wave(-18, 0.16, 0.5, -0.3, true),
  wave(0, 0.16, 0.9, -0.6, true),
  wave(22, 0.18, 0.45, -0.35, true),
  wave(105, 0.4, -0.3, 0.25, false),
]

/** Premature ventricular beat: no P, wide, T against the QRS. */
const ventricular: Morphology = [
  wave(-20, 0.22, 0.35, -0.4, true),
  wave(0, 0.26, 1.5, -1.1, true),
  wave(38, 0.28, -0.6, 0.5, true),
  wave(115, 0.45, -0.45, 0.35, false),
]

/** Premature supraventricular beat: as a sinus beat, with another P. */
const supraventricular: Morphology = [wave(-62, 0.18, -0.08, 0.1, false), ...sinus.slice(1)]

/** Without P: atrial fibrillation. */
const withoutP: Morphology = sinus.slice(1)

/** A beat that two foci made at once: the mean of a sinus and a ventricular beat. */
const fusion: Morphology = [
  wave(-70, 0.25, 0.12, 0.06, false),
  wave(-17, 0.16, 0.12, -0.23, true),
  wave(0, 0.17, 1.35, -0.15, true),
  wave(26, 0.19, -0.42, 0.05, true),
  wave(107, 0.42, -0.08, 0.28, false),
]

/** Beats that the generator makes: WFDB mnemonic → morphology. `AF`: a beat in atrial fibrillation, annotated N. */
export const morphologies = {
  N: sinus,
  L: bundleBranchBlock,
  V: ventricular,
  A: supraventricular,
  F: fusion,
  AF: withoutP,
} as const satisfies Record<string, Morphology>
export type BeatKind = keyof typeof morphologies
