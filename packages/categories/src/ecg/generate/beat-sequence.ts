import type { Draws } from '@assay/statistics'
import type { BeatKind } from './morphology.ts'
import { type Rhythm, tachogram } from './tachogram.ts'

/** A generated beat. */
export interface GeneratedBeat {
  /** Time of its R peak, seconds. */
  seconds: number
  kind: BeatKind
}

/** What a patient's heart does. Shares are of all beats. */
export interface HeartDescription extends Rhythm {
  basis: 'N' | 'L' | 'AF'
  ventricularShare: number
  supraventricularShare: number
  fusionShare: number
}

/**
 * Beats over a time: the basic rhythm of the tachogram; in atrial fibrillation intervals without memory; premature beats
 * after 55–80 % of an interval, a ventricular one with a full compensatory pause.
 */
export function beatSequence(heart: HeartDescription, seconds: number, draws: Draws): GeneratedBeat[] {
  const intervalAt = tachogram(heart, draws)
  const beats: GeneratedBeat[] = []
  let at = 0.4
  let pause = 1
  while (at < seconds - 0.4) {
    const regular = heart.basis === 'AF' ? (60 / heart.heartRate) * (0.6 + 0.8 * draws.uniform()) : intervalAt(at)
    const kind = pause === 1 ? nextKind(heart, draws) : heart.basis
    const early = earliness(kind, draws)
    const interval = Math.max(0.33, regular * early * pause)
    at += interval
    pause = kind === 'V' ? 2 - early : 1
    if (kind === 'A') pause = 1.05
    if (at < seconds - 0.4) beats.push({ seconds: at, kind })
  }
  return beats
}

function nextKind(heart: HeartDescription, draws: Draws): BeatKind {
  const drawn = draws.uniform()
  if (drawn < heart.ventricularShare) return 'V'
  if (drawn < heart.ventricularShare + heart.fusionShare) return 'F'
  if (heart.basis !== 'AF' && drawn < heart.ventricularShare + heart.fusionShare + heart.supraventricularShare)
    return 'A'
  return heart.basis
}

/** Share of an interval after which a beat comes. */
function earliness(kind: BeatKind, draws: Draws): number {
  if (kind === 'V') return 0.55 + 0.2 * draws.uniform()
  if (kind === 'A') return 0.6 + 0.2 * draws.uniform()
  return kind === 'F' ? 0.9 + 0.08 * draws.uniform() : 1
}
