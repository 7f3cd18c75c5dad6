import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { readWaveforms } from '@assay/formats'
import { describe, expect, it } from 'vitest'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { ecgLeadExchange } from './ecg-lead-exchange.ts'
import { findLead } from './measure/find-lead.ts'
import { dipoleLeads, fitDipole, leadsOfDipole } from './measure/heart-dipole.ts'
import { leadExchanges } from './measure/lead-exchanges.ts'

const file = '/usr/lib/python3/dist-packages/pydicom/data/test_files/waveform_ecg.dcm'
const isThere = existsSync(file)
const frequency = 1000
const leads = isThere
  ? ((record) => dipoleLeads.map((name) => findLead(record, name)!))(
      readWaveforms(readFileSync(file), 'ecg')[0]!.waveform,
    )
  : []
const limits = { flat: 0.08, least: 0.12, most: 0.65, mirrored: 0.5 }

async function examine(given: readonly Float64Array[]) {
  const channel = (values: Float64Array) => (seconds: number) => values[Math.round(seconds * frequency)]!
  const named = Object.fromEntries(dipoleLeads.map((name, i) => [name, channel(given[i]!)]))
  const waveform = waveformOf(named, { seconds: given[0]!.length / frequency, samplingFrequency: frequency })
  const examination = await ecgLeadExchange.examine(
    seriesOf({ kind: 'waveform', waveform }, { modality: 'ECG' }),
    limits,
  )
  if ('notApplicable' in examination) throw new Error(examination.notApplicable)
  return examination.findings.map(({ code, parameters }) => [code, parameters?.cables].filter(Boolean).join(' '))
}

const through = (matrix: readonly (readonly number[])[], given: readonly Float64Array[]) =>
  matrix.map((row) => given[0]!.map((_, i) => row.reduce((sum, weight, lead) => sum + weight * given[lead]![i]!, 0)))

/** The same heart turned in the chest by angles (degrees): its dipole turned, what no dipole explains left as it is. */
function turned(frontal: number, horizontal: number, mirror = 1): Float64Array[] {
  const [x, y, z] = fitDipole(leads) as [Float64Array, Float64Array, Float64Array]
  const rest = leadsOfDipole([x, y, z]).map((lead, l) => lead.map((value, i) => leads[l]![i]! - value))
  const [a, b] = [(frontal * Math.PI) / 180, (horizontal * Math.PI) / 180]
  const rotated = [
    x.map((value, i) => mirror * ((value * Math.cos(a) - y[i]! * Math.sin(a)) * Math.cos(b) - z[i]! * Math.sin(b))),
    x.map((value, i) => value * Math.sin(a) + y[i]! * Math.cos(a)),
    x.map((value, i) => (value * Math.cos(a) - y[i]! * Math.sin(a)) * Math.sin(b) + z[i]! * Math.cos(b)),
  ]
  return leadsOfDipole(rotated).map((lead, l) => lead.map((value, i) => value + rest[l]![i]!))
}

describe.skipIf(!isThere)('cables of a real record of twelve leads (wants python3-pydicom)', () => {
  /** Changes of the leads that are too small to be told: what a person has to look for. */
  const untold = ['LA/LL', 'V4/V5', 'V4/V6', 'V5/V6']

  it('are in their places', async () => {
    expect(await examine(leads)).toEqual([])
  })

  it.each(leadExchanges.filter(({ name }) => !untold.includes(name)).map((one) => [one.name, one] as const))(
    'exchanged as %s are named',
    async (name, { matrix }) => {
      expect(await examine(through(matrix, leads))).toEqual([`ecg-cables-exchanged ${name}`])
    },
  )

  it('exchanged so that hardly anything changes are passed', async () => {
    for (const { matrix } of leadExchanges.filter(({ name }) => untold.includes(name)))
      expect(await examine(through(matrix, leads))).toEqual([])
  })

  it('of the ground, on an arm, leave a lead flat', async () => {
    const [first, second, ...chest] = leads as [Float64Array, Float64Array, ...Float64Array[]]
    const hardly = second.map((value) => 0.02 * value)
    const third = second.map((value, i) => value - first[i]!)
    expect(await examine([third.map((value) => -value), hardly, ...chest])).toEqual(['ecg-ground-exchanged RA/RL'])
    expect(await examine([second, second.map((value, i) => value + hardly[i]!), ...chest])).toEqual([
      'ecg-ground-exchanged LA/RL',
    ])
  })

  it('of a mirrored heart are no exchange', async () => {
    expect(await examine(turned(0, 0, -1))).toEqual(['ecg-heart-mirrored'])
  })

  it('are found in hearts that lie otherwise, with no alarm where nothing is exchanged', async () => {
    const hearts = [-40, -20, 20, 40].flatMap((frontal) =>
      [-30, 0, 30].map((horizontal) => turned(frontal, horizontal)),
    )
    const alarms = await Promise.all(hearts.map(examine))
    expect(alarms.filter((found) => found.length > 0)).toEqual([])
    const table: Record<string, [number, number]> = {}
    for (const heart of hearts)
      for (const { name, matrix } of leadExchanges) {
        const found = await examine(through(matrix, heart))
        const [right = 0, any = 0] = table[name] ?? []
        table[name] = [right + Number(found[0] === `ecg-cables-exchanged ${name}`), any + Number(found.length > 0)]
      }
    if (process.env.ASSAY_FIGURES) process.stdout.write(`${JSON.stringify(table)}\n`)
    const told = Object.entries(table).filter(([name]) => !untold.includes(name))
    const share = told.reduce((sum, [, [right]]) => sum + right, 0) / (told.length * hearts.length)
    expect(share).toBeGreaterThan(0.85)
  })
})
