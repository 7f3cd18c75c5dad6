import type { Finding, Measurement } from '@assay/contracts'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import type { SeriesSubject } from '../subject/study.ts'
import { type BloodAndOrgans, bloodAndOrgans } from './measure/blood-and-organs.ts'
import {
  type ContrastPhase,
  contrastPhase,
  decidePhase,
  type PhaseLimits,
  phaseLimits,
} from './measure/decide-phase.ts'
import { hounsfield } from './measure/hounsfield.ts'
import { type StatedContrast, statedContrast } from './measure/stated-contrast.ts'

const parameters = z.strictObject({
  limits: phaseLimits,
  /** Phases that are taken; any where it is left out. */
  phases: z.array(contrastPhase).min(1).optional(),
})
type Parameters = z.infer<typeof parameters>

/**
 * The contrast phase from the blood and the organs, held against what the header says and against what a category is about. What the
 * images do not decide stays undecided, and contradicts nothing.
 * Source: see `bloodAndOrgans`, `decidePhase`, `statedContrast`.
 */
export const ctContrastPhase = formCheck<'volume', Parameters>('volume', {
  id: 'ct-contrast-phase',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, given, series) => {
    const found = bloodAndOrgans(volume)
    if (!found) return { notApplicable: 'no-aorta' }
    const phase = decidePhase(found, given.limits)
    const where = { series: series.id, region: found.where }
    const findings = [againstHeader(found, phase, series, given.limits), againstCategory(phase, given)]
    return {
      measurements: measurementsOf(found),
      findings: findings.flatMap((finding) =>
        finding
          ? [{ ...finding, where: { ...where, ...finding.where }, measured: { value: found.aorta, unit: hounsfield } }]
          : [],
      ),
    }
  },
})

function measurementsOf({ aorta, liver, kidney }: BloodAndOrgans): Measurement[] {
  return Object.entries({ aorta, liver, kidney }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, unit: hounsfield }],
  )
}

/** A header that says otherwise than the images. One that names no phase, or agrees, is passed. */
function againstHeader(
  found: BloodAndOrgans,
  phase: ContrastPhase | undefined,
  { first }: SeriesSubject,
  limits: PhaseLimits,
): Finding | undefined {
  const stated = first && statedContrast(first.dataset)
  if (!stated || stated.phase === phase) return undefined
  const expected = { least: limits.native.mostAorta, unit: hounsfield }
  const parameters = { statedPhase: stated.phase, ...(phase ? { phase } : {}) }
  const finding = { parameters, where: { attribute: stated.attribute } }
  if (phase === 'native') return { ...finding, code: 'contrast-stated-not-seen', expected }
  if (stated.phase === 'native' && isEnhanced(found, limits)) {
    return {
      ...finding,
      code: 'contrast-seen-not-stated',
      expected: { most: limits.native.mostAorta, unit: hounsfield },
    }
  }
  return phase && isOther(stated, phase) ? { ...finding, code: 'contrast-phase-stated-otherwise' } : undefined
}

function isOther(stated: StatedContrast, phase: ContrastPhase): boolean {
  return stated.phase !== 'enhanced' && stated.phase !== phase
}

/** Far above blood without contrast, whatever the phase. */
function isEnhanced({ aorta }: BloodAndOrgans, { late }: PhaseLimits): boolean {
  return aorta >= late.aorta[0] + 20
}

function againstCategory(phase: ContrastPhase | undefined, { phases }: Parameters): Finding | undefined {
  if (!phases || (phase && phases.includes(phase))) return undefined
  const wantedPhases = phases.join(' ')
  if (!phase) return { code: 'contrast-phase-undecided', parameters: { wantedPhases } }
  return { code: 'contrast-phase-unexpected', parameters: { phase, wantedPhases } }
}
