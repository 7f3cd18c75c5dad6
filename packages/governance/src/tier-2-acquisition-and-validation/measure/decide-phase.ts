import { z } from 'zod'
import type { BloodAndOrgans } from './blood-and-organs.ts'

/** Phases of a contrast medium's way through the body, as far as one scan tells them apart. */
export const contrastPhase = z.enum(['native', 'arterial', 'portal-venous', 'late'])
export type ContrastPhase = z.infer<typeof contrastPhase>

const range = z.tuple([z.number(), z.number()])

/** Levels that decide, HU, and the aorta's over the liver's. What lies between them is not decided. */
export const phaseLimits = z.strictObject({
  native: z.strictObject({ mostAorta: z.number(), mostKidney: z.number() }),
  /** Where no liver is seen, `leastAlone` takes the place of both. */
  arterial: z.strictObject({ leastAorta: z.number(), leastRatio: z.number(), leastAlone: z.number() }),
  portalVenous: z.strictObject({ aorta: range, ratio: range }),
  late: z.strictObject({ aorta: range, mostRatio: z.number() }),
})
export type PhaseLimits = z.infer<typeof phaseLimits>

/**
 * The contrast phase by the aorta's level, the liver's and a kidney's; undefined where they do not say.
 * Source: that the medians of aorta, liver, kidneys and veins tell the phase is how published classifiers work (Wasserthal and others,
 * TotalSegmentator, contrast phase prediction; Baldini and others, Invest. Radiol. 2024, BOA contrast recognition: descriptions read).
 * These limits are the rule's, none of theirs.
 */
export function decidePhase({ aorta, liver, kidney }: BloodAndOrgans, limits: PhaseLimits): ContrastPhase | undefined {
  const { native, arterial, portalVenous, late } = limits
  if (aorta <= native.mostAorta) return (kidney ?? 0) <= native.mostKidney ? 'native' : undefined
  if (liver === undefined || liver <= 0) return aorta >= arterial.leastAlone ? 'arterial' : undefined
  const ratio = aorta / liver
  const phases: readonly (readonly [ContrastPhase, boolean])[] = [
    ['arterial', aorta >= arterial.leastAorta && ratio >= arterial.leastRatio],
    ['portal-venous', isWithin(aorta, portalVenous.aorta) && isWithin(ratio, portalVenous.ratio)],
    ['late', isWithin(aorta, late.aorta) && ratio <= late.mostRatio],
  ]
  const fitting = phases.filter(([, fits]) => fits)
  return fitting.length === 1 ? fitting[0]![0] : undefined
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most
}
