import type { Finding, Measurement } from '@assay/contracts'
import { z } from 'zod'
import type { Examination } from '../engine/check.ts'
import { formCheck } from '../subject/form-checks.ts'
import { findLead, rootMeanSquare } from './measure/find-lead.ts'
import { dipoleLeads, fitDipole } from './measure/heart-dipole.ts'
import { findExchange } from './measure/lead-exchanges.ts'
import { withoutWander } from './measure/without-wander.ts'

const parameters = z.strictObject({
  /** Most that a lead of I, II and III may be of the largest of them to count as flat (root mean squares). */
  flat: z.number().gt(0).lt(0.5).default(0.08),
  /** Residual of the dipole above which an exchange is looked for, a share of the leads' variance. */
  least: z.number().gt(0).lt(1).default(0.12),
  /** Most that the residual may be, with an exchange undone, of what it is as the leads are. */
  most: z.number().gt(0).lt(1).default(0.65),
  /** Least share of the largest dipole that may point to the right in a heart that lies on the left. */
  mirrored: z.number().gt(0).lt(1).default(0.5),
})
type Limits = z.infer<typeof parameters>

/**
 * Cables exchanged in a record of twelve leads. The ground in the place of an arm leaves II (right arm) or III (left arm) flat, since both
 * of its electrodes are then on the legs. Any other exchange of limb or chest cables makes the leads fit a single dipole badly, and undone
 * well (see `findExchange`). Leads that fit well but whose dipole points to the right are those of a mirrored heart, which is told apart.
 * Exchanged legs change nothing; left arm with left leg, and V4 to V6 among each other, change too little to be told.
 * Source of the flat lead: Batchvarov, Malik, Camm, *Europace* 9:1081–1090 (2007) (not read; common knowledge of the field).
 */
export const ecgLeadExchange = formCheck<'waveform', Limits>('waveform', {
  id: 'ecg-lead-exchange',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, limits, series) => {
    const found = dipoleLeads.map((name) => findLead(waveform, name))
    const leads = found.flatMap((lead) => (lead ? [withoutWander(lead, waveform.samplingFrequency)] : []))
    if (leads.length < dipoleLeads.length) return { notApplicable: 'leads-missing' }
    if (leads.slice(2).some((lead) => rootMeanSquare(lead) === 0)) return { notApplicable: 'too-short' }
    const { measurements, fault } = judge(leads, limits)
    return { measurements, findings: fault ? [{ ...fault, where: { series: series.id } }] : [] } satisfies Examination
  },
})

function judge(leads: readonly Float64Array[], limits: Limits): { measurements: Measurement[]; fault?: Finding } {
  const [first, second] = leads as [Float64Array, Float64Array]
  const limb = { I: first, II: second, III: second.map((value, i) => value - first[i]!) }
  const sizes = Object.entries(limb).map(([name, lead]) => ({ name, size: rootMeanSquare(lead) }))
  const largest = Math.max(...sizes.map(({ size }) => size))
  const flattest = sizes.reduce((least, one) => (one.size < least.size ? one : least))
  const flat = { name: 'flattest-limb-lead', value: largest === 0 ? 0 : flattest.size / largest, unit: '1' }
  if (flat.value < limits.flat) {
    const cables = { II: 'RA/RL', III: 'LA/RL' }[flattest.name]
    const measured = { value: flat.value, unit: '1' }
    const expected = { least: limits.flat, unit: '1' }
    const fault = { measured, expected, ...flatLead(flattest.name, cables) }
    return { measurements: [flat], fault }
  }
  return judgeDipole(leads, limits, flat)
}

function flatLead(lead: string, cables: string | undefined): Pick<Finding, 'code' | 'parameters'> {
  return cables
    ? { code: 'ecg-ground-exchanged', parameters: { lead, cables } }
    : { code: 'ecg-limb-lead-flat', parameters: { lead } }
}

function judgeDipole(leads: readonly Float64Array[], { least, most, mirrored }: Limits, flat: Measurement) {
  const { asTheyAre, best, undone } = findExchange(leads)
  const residual = { name: 'dipole-residual', value: asTheyAre, unit: '1' }
  if (asTheyAre > least && undone < most * asTheyAre) {
    const measured = { value: asTheyAre, unit: '1' }
    const expected = { most: least, unit: '1' }
    const fault: Finding = { code: 'ecg-cables-exchanged', parameters: { cables: best, undone }, measured, expected }
    return { measurements: [flat, residual], fault }
  }
  const right = { name: 'dipole-to-the-right', value: rightness(leads), unit: '1' }
  const measurements = [flat, residual, right]
  if (right.value <= mirrored) return { measurements }
  const measured = { value: right.value, unit: '1' }
  const fault: Finding = { code: 'ecg-heart-mirrored', measured, expected: { most: mirrored, unit: '1' } }
  return { measurements, fault }
}

/** How far the dipole points to the right where it is largest, over the largest instants: 1 wholly, −1 wholly to the left. */
function rightness(leads: readonly Float64Array[]): number {
  const [x, y, z] = fitDipole(leads) as [Float64Array, Float64Array, Float64Array]
  const sizes = x.map((value, i) => Math.hypot(value, y[i]!, z[i]!)).map((size) => (Number.isNaN(size) ? 0 : size))
  const limit = 0.8 * sizes.toSorted()[Math.floor(0.998 * (sizes.length - 1))]!
  let [sum, count] = [0, 0]
  for (const [i, size] of sizes.entries()) {
    if (size < limit || size === 0) continue
    sum -= x[i]! / size
    count += 1
  }
  return count === 0 ? 0 : sum / count
}
