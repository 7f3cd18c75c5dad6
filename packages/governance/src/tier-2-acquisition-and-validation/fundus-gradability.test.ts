import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Photograph, readPhotograph } from '@assay/formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { readRuleSets } from '../engine/read-rule-sets.ts'
import { seriesOf } from '../testing/series.ts'
import { fundusGradability } from './fundus-gradability.ts'
import { boxMean } from './measure/box-mean.ts'
import { fundusMeasures } from './measure/fundus-measures.ts'

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data')
const folder = [join(data, 'fundus', 'hrf')].find(existsSync)
const limits = fundusGradability.parameters.parse(
  readRuleSets().find(({ id }) => id === 'ophthalmology-acquisition')!.rules[0]!.parameters,
)

/** Blurred by three boxes, which is close to a Gaussian of the deviation √(radius (radius + 1)). */
function blurred(photograph: Photograph, radius: number): Photograph {
  const { width, height, channels, values } = photograph
  const result = values.slice()
  const ones = new Float64Array(width * height).fill(1)
  for (let channel = 0; channel < channels; channel += 1) {
    let plane = Float64Array.from(ones, (_, i) => values[i * channels + channel]!)
    for (let pass = 0; pass < 3; pass += 1)
      plane = Float64Array.from(boxMean({ width, height, values: plane }, radius, ones))
    plane.forEach((value, i) => {
      result[i * channels + channel] = Math.round(value)
    })
  }
  return { ...photograph, values: result }
}

const scaled = (photograph: Photograph, factor: number): Photograph => ({
  ...photograph,
  values: photograph.values.map((value) => Math.min(255, Math.round(value * factor))),
})

/** Without the columns to the left. */
function cut(photograph: Photograph, left: number): Photograph {
  const { width, height, channels, values } = photograph
  const rows = Array.from({ length: height }, (_, y) =>
    values.subarray((y * width + left) * channels, (y + 1) * width * channels),
  )
  return { ...photograph, width: width - left, values: Uint8Array.from(rows.flatMap((row) => [...row])) }
}

describe.skipIf(!folder)('gradability of fundus photographs (wants the records of fundus/hrf)', () => {
  const names = ['01', '02', '07', '10', '12']
  const photographs = new Map<string, Photograph>()
  beforeAll(async () => {
    for (const name of names)
      photographs.set(name, await readPhotograph(readFileSync(join(folder!, `${name}_h.jpg`)), `${name}_h.jpg`))
  })

  async function graded(photograph: Photograph) {
    const series = seriesOf({ kind: 'photographs', photographs: [photograph] })
    const examination = await fundusGradability.examine(series, { ...limits, accept: 'good' })
    if ('notApplicable' in examination) throw new Error('not graded')
    return { grade: examination.measurements![0]!.value, codes: examination.findings.map(({ code }) => code) }
  }

  it.each(names)('grades photograph %s, which experts took into a database of healthy eyes, as good', async (name) => {
    expect(await graded(photographs.get(name)!)).toEqual({ grade: 2, codes: [] })
  })

  it.each([
    ['blurred by 3.5 pixels', (one: Photograph) => blurred(one, 3), 1, 'fundus-out-of-focus'],
    ['blurred by 8.5 pixels', (one: Photograph) => blurred(one, 8), 0, 'fundus-out-of-focus'],
    ['at half the light', (one: Photograph) => scaled(one, 0.5), 1, 'fundus-brightness-odd'],
    ['at a quarter of the light', (one: Photograph) => scaled(one, 0.25), 0, 'fundus-brightness-odd'],
    ['without its left half', (one: Photograph) => cut(one, 400), 0, 'fundus-field-cut'],
  ])('grades each of them, %s, as it is degraded', async (_, degrade, grade, code) => {
    for (const name of names) expect(await graded(degrade(photographs.get(name)!))).toEqual({ grade, codes: [code] })
  })

  it('measures the same at half the resolution, within a tenth', () => {
    const whole = photographs.get('01')!
    const half: Photograph = { ...whole, width: whole.width >> 1, height: whole.height >> 1, values: halved(whole) }
    const [a, b] = [fundusMeasures(whole)!, fundusMeasures(half)!]
    for (const key of ['field', 'focus', 'brightness', 'evenness'] as const)
      expect(Math.abs(b[key] / a[key] - 1), key).toBeLessThan(0.1)
  })
})

function halved({ width, height, channels, values }: Photograph): Uint8Array {
  const [w, h] = [width >> 1, height >> 1]
  return Uint8Array.from({ length: w * h * channels }, (_, i) => {
    const [x, y, c] = [Math.floor(i / channels) % w, Math.floor(i / channels / w), i % channels]
    const at = (dx: number, dy: number) => values[((2 * y + dy) * width + 2 * x + dx) * channels + c]!
    return Math.round((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4)
  })
}

it('rejects a picture without a field', async () => {
  const black: Photograph = { width: 64, height: 64, channels: 1, bitsStored: 8, values: new Uint8Array(4096) }
  const series = seriesOf({ kind: 'photographs', photographs: [black] })
  expect(await fundusGradability.examine(series, limits)).toMatchObject({
    findings: [{ code: 'fundus-field-missing' }],
  })
})
