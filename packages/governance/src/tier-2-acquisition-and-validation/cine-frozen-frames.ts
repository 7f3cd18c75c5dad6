import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { frameChanges } from './measure/frame-changes.ts'

const parameters = z.strictObject({
  /** A frame whose change from the one before is at most this share of the usual change stands still, per cent. */
  most: z.number().min(0).max(100),
  /** Frames that may stand still. */
  allowed: z.number().int().min(0).default(0),
})

/**
 * Frames that stand still: the same picture stored again in place of one that was lost. Noise alone makes two acquired frames
 * differ, so that a frame without it is a copy. Source of the change: see `frameChanges`; usual is the median over the cine.
 */
export const cineFrozenFrames = formCheck<'cine', z.infer<typeof parameters>>('cine', {
  id: 'cine-frozen-frames',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ cine }, { most, allowed }, series) => {
    if (cine.size[3] < 3) return { notApplicable: 'too-few-frames' }
    const frozen = frozenFrames(frameChanges(cine), most)
    const measurements = [{ name: 'frozen-frames', value: frozen.length, unit: '{count}' }]
    if (frozen.length <= allowed) return { measurements, findings: [] }
    return {
      measurements,
      findings: frozen.map(
        (frame): Finding => ({
          code: 'cine-frame-frozen',
          parameters: { frame },
          where: { series: series.id, frame },
        }),
      ),
    }
  },
})

/** Frames, from 1 on, that changed at most `most` per cent of the median change. Of a cine that mostly stands still, all that do. */
function frozenFrames(changes: Float64Array, most: number): number[] {
  const usual = changes.toSorted()[changes.length >> 1]!
  return [...changes.keys()].filter((i) => changes[i]! <= (most / 100) * usual).map((i) => i + 2)
}
