import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { numbers, readDataset, readVolume, type Volume, valueBytes } from '@assay/formats'
import { describe, expect, it } from 'vitest'
import { type Attributes, datasetOf } from '../testing/dicom.ts'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { ctContrastPhase } from './ct-contrast-phase.ts'
import { bloodAndOrgans } from './measure/blood-and-organs.ts'
import { type ContrastPhase, decidePhase } from './measure/decide-phase.ts'

/** As in the rule sets (`contrast-phase`). */
const limits = {
  native: { mostAorta: 80, mostKidney: 100 },
  arterial: { leastAorta: 200, leastRatio: 2.2, leastAlone: 230 },
  portalVenous: { aorta: [110, 230], ratio: [1.35, 2.2] },
  late: { aorta: [80, 130], mostRatio: 1.25 },
} satisfies Parameters<typeof decidePhase>[1]

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const liver = join(data, 'liver')

const examine = (volume: Volume, header: Attributes = {}, phases?: ContrastPhase[]) => {
  const instances = [{ file: 'a', dataset: datasetOf({ '00080060': 'CT', ...header }) }]
  const given = { limits, ...(phases ? { phases } : {}) }
  return ctContrastPhase.examine(seriesOf({ kind: 'volume', volume }, { instances }), given)
}

describe('the phase by levels', () => {
  const where = { from: [0, 0, 0], to: [0, 0, 0] } as { from: [number, number, number]; to: [number, number, number] }
  it.each([
    ['native', { aorta: 45, liver: 55, kidney: 35 }],
    ['arterial', { aorta: 320, liver: 75 }],
    ['arterial', { aorta: 320 }],
    ['portal-venous', { aorta: 160, liver: 105 }],
    ['late', { aorta: 100, liver: 90 }],
    // Between phases, or with what contradicts itself.
    [undefined, { aorta: 118, liver: 91 }],
    [undefined, { aorta: 150 }],
    [undefined, { aorta: 60, kidney: 180 }],
    [undefined, { aorta: 240, liver: 140 }],
  ] as const)('is %s for %j', (phase, levels) => {
    expect(decidePhase({ ...levels, where }, limits)).toBe(phase)
  })
})

describe('a trunk that was made', () => {
  /** A body with a spine, an aorta of known level before it and to the left, a liver on the right and two kidneys, mirrored or turned over. */
  function trunk({ aorta = 45, hepatic = 55, renal = 35, left = 1, front = -1 } = {}): Volume {
    const normal = normalDeviates(4)
    const volume = volumeOf(
      [170, 130, 40],
      (x, y) => {
        const [l, f] = [left * (x - 85) * 2, front * (y - 65) * 2]
        const outward = Math.hypot(l / 160, f / 115)
        if (outward > 1) return -1000
        if (outward > 0.85 && Math.abs(l) > 15) return 50 + 12 * normal()
        return levelAt(l, f, { aorta, hepatic, renal }) + 12 * normal()
      },
      [2, 2, 3],
    )
    const affine = [
      [-2 * left, 0, 0, 0],
      [0, 2 * front, 0, 0],
      [0, 0, 3, 0],
    ] as const
    return { ...volume, affine }
  }

  function levelAt(l: number, f: number, { aorta, hepatic, renal }: { aorta: number; hepatic: number; renal: number }) {
    const fromSpine = Math.hypot(l, f + 60)
    if (fromSpine < 22) return fromSpine > 18 ? 400 : 150
    if (Math.hypot(l, f + 92) < 12) return 300
    if (Math.hypot(l - 14, f + 24) < 12) return aorta
    if (Math.hypot((l + 90) / 50, (f - 15) / 60) < 1) return hepatic
    if (Math.hypot(Math.abs(l) - 62, f + 50) < 24) return renal
    return -95
  }

  it.each([
    { aorta: 45, hepatic: 55, renal: 35 },
    { aorta: 330, hepatic: 75, renal: 120 },
    { aorta: 150, hepatic: 110, renal: 180 },
    { aorta: 330, hepatic: 75, renal: 120, left: -1 },
    { aorta: 330, hepatic: 75, renal: 120, front: 1 },
  ])('is measured within 5 HU, however it lies in the grid: %j', (given) => {
    const found = bloodAndOrgans(trunk(given))!
    expect(Math.abs(found.aorta - given.aorta)).toBeLessThan(5)
    expect(Math.abs(found.liver! - given.hepatic)).toBeLessThan(5)
    // Without contrast the liver's edge is brighter than a kidney.
    expect(Math.abs(found.kidney! - Math.max(given.renal, given.hepatic))).toBeLessThan(8)
    const [from, to] = [found.where.from, found.where.to]
    const middle = [0, 1].map((axis) => (from[axis]! + to[axis]!) / 2)
    expect(Math.abs(middle[0]! - (85 + 7 * (given.left ?? 1)))).toBeLessThan(5)
    expect(Math.abs(middle[1]! - (65 - 12 * (given.front ?? -1)))).toBeLessThan(5)
  })

  it('without a spine, or with slices that are not axial, is not judged', async () => {
    const water = volumeOf([60, 60, 10], () => 0)
    expect(await examine(water)).toEqual({ notApplicable: 'no-aorta' })
    const [a, b, c] = trunk().affine
    expect(bloodAndOrgans({ ...trunk(), affine: [a, c, b] })).toBeUndefined()
  })

  const [native, arterial] = [trunk(), trunk({ aorta: 330, hepatic: 75, renal: 120 })]

  it.each([
    // Of a scan without contrast.
    ['native', { '00180010': 'Iohexol 350' }, 'contrast-stated-not-seen', 'enhanced'],
    ['native', { '00180012': [{ '00080104': 'Iopamidol' }] }, 'contrast-stated-not-seen', 'enhanced'],
    ['native', { '0008103E': 'Abdomen Portal Venous 1.0' }, 'contrast-stated-not-seen', 'portal-venous'],
    ['native', { '00181042': '101500', '00080032': '101610' }, 'contrast-stated-not-seen', 'portal-venous'],
    ['native', { '00180010': 'Gastrografin', '00181040': 'ORAL' }, undefined, ''],
    ['native', { '00180010': 'NONE', '0008103E': 'Abdomen W/O' }, undefined, ''],
    ['native', {}, undefined, ''],
    // Of an arterial one.
    ['arterial', { '0008103E': 'Abdomen non-contrast' }, 'contrast-seen-not-stated', 'native'],
    ['arterial', { '00180010': 'None' }, 'contrast-seen-not-stated', 'native'],
    ['arterial', { '0008103E': 'Liver PV' }, 'contrast-phase-stated-otherwise', 'portal-venous'],
    ['arterial', { '0008103E': 'late arterial', '00180010': 'Iohexol' }, undefined, ''],
    ['arterial', { '00180010': 'Iohexol' }, undefined, ''],
    ['arterial', { '00181042': '235950', '00080032': '000020.5' }, undefined, ''],
  ] as const)('%s, whose header says %j, is found out: %s', async (phase, header, code, stated) => {
    const found = await examine(phase === 'native' ? native : arterial, header)
    if (!code) return expect(found).toMatchObject({ findings: [] })
    expect(found).toMatchObject({
      findings: [
        {
          code,
          parameters: { statedPhase: stated },
          measured: { unit: "[hnsf'U]" },
          where: { series: '1.2.3', region: {} },
        },
      ],
    })
    return undefined
  })

  it('in Chinese', async () => {
    const header = (said: string) => datasetOf({ '00080005': 'ISO_IR 192', '0008103E': Buffer.from(said) })
    const series = (said: string) =>
      seriesOf({ kind: 'volume', volume: native }, { instances: [{ file: 'a', dataset: header(said) }] })
    expect(await ctContrastPhase.examine(series('上腹部 门静脉期'), { limits })).toMatchObject({
      findings: [{ code: 'contrast-stated-not-seen', parameters: { statedPhase: 'portal-venous' } }],
    })
    expect(await ctContrastPhase.examine(series('上腹部平扫'), { limits })).toMatchObject({ findings: [] })
  })

  it('is held against the phases that a category takes, and an undecided one is said to be so', async () => {
    const portal = ['portal-venous'] as ContrastPhase[]
    expect(await examine(trunk({ aorta: 150, hepatic: 105, renal: 180 }), {}, portal)).toMatchObject({ findings: [] })
    expect(await examine(arterial, {}, portal)).toMatchObject({
      findings: [
        { code: 'contrast-phase-unexpected', parameters: { phase: 'arterial', wantedPhases: 'portal-venous' } },
      ],
    })
    expect(await examine(trunk({ aorta: 125, hepatic: 96, renal: 180 }), {}, portal)).toMatchObject({
      findings: [{ code: 'contrast-phase-undecided' }],
    })
  })
})

/** Slices of 16 bits without compression, in HU. */
function slicesOf(folder: string): Volume {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .sort()
  const datasets = files.map((file) => readDataset(readFileSync(join(folder, file)), file, { pixels: 'keep' }))
  const [first] = datasets
  const [[ny = 0], [nx = 0], [sy = 1, sx = 1]] = [
    numbers(first, '00280010'),
    numbers(first, '00280011'),
    numbers(first, '00280030'),
  ]
  const values = new Int16Array(nx * ny * datasets.length)
  for (const [z, dataset] of datasets.entries()) {
    const bytes = valueBytes(dataset, '7FE00010')!
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const [[slope = 1], [intercept = 0]] = [numbers(dataset, '00281053'), numbers(dataset, '00281052')]
    for (let i = 0; i < nx * ny; i += 1) values[z * nx * ny + i] = view.getInt16(2 * i, true) * slope + intercept
  }
  const affine = [
    [-sx, 0, 0, 0],
    [0, -sy, 0, 0],
    [0, 0, 1, 0],
  ] as const
  return { size: [nx, ny, datasets.length], spacing: [sx, sy, 1], affine, values }
}

/**
 * What a contrast medium adds to the organs of TotalSegmentator's labels, HU: least and most. 10 to 15 s after the aorta's first 50 HU, and 45 to
 * 55 s after: aorta, spleen, liver and portal vein of 171 patients (Goshima and others, AJR 2006;187:W25, abstract read); liver with cirrhosis,
 * from 39.8 on (Naruo and others, Radiat. Med. 2007;25:106, abstract read). Kidneys, caval vein, pancreas and the late phase are common
 * knowledge, not verified.
 */
const added: Record<Exclude<ContrastPhase, 'native'>, Readonly<Record<number, readonly [number, number]>>> = {
  arterial: {
    52: [300, 336],
    5: [15, 25],
    1: [97, 108],
    2: [90, 130],
    3: [90, 130],
    63: [0, 20],
    64: [75, 104],
    7: [60, 80],
  },
  'portal-venous': {
    52: [117, 125],
    5: [40, 63],
    1: [73, 82],
    2: [130, 170],
    3: [130, 170],
    63: [80, 110],
    64: [110, 145],
    7: [50, 70],
  },
  late: { 52: [45, 65], 5: [38, 48], 1: [40, 50], 2: [90, 130], 3: [90, 130], 63: [50, 65], 64: [50, 65], 7: [25, 40] },
}
const organs = { aorta: 52, liver: 5, kidneys: 2 }

describe.skipIf(!existsSync(liver))('patients (needs shared/data)', () => {
  const read = (name: string) => readVolume(readFileSync(join(liver, name)), name)

  /** The slices that the labels are of, with contrast and noise added. */
  function enhanced(
    whole: Volume,
    labels: Volume['values'],
    phase: ContrastPhase,
    seed: number,
  ): { volume: Volume; made: Record<string, number> } {
    const [nx, ny] = whole.size
    const normal = normalDeviates(seed)
    const uniform = () => Math.abs(Math.sin(1e4 * normal())) % 1
    const add = new Float64Array(256)
    if (phase !== 'native')
      for (const [label, [least, most]] of Object.entries(added[phase]))
        add[Number(label)] = least + (most - least) * uniform()
    const noise = [0, 8, 16][seed % 3]!
    const slices = whole.values.slice(82 * nx * ny, 112 * nx * ny)
    const values = Float32Array.from(slices, (value, i) => value + add[labels[i]!]! + noise * normal())
    const made = Object.fromEntries(
      Object.entries(organs).map(([name, label]) => [name, medianOf(values, labels, label)]),
    )
    return { volume: { ...whole, size: [nx, ny, 30], values }, made }
  }

  it('as they are: two native abdomens and an arterial chest', () => {
    const [abdomen, slices, chest] = [
      read('example_ct.nii.gz'),
      slicesOf(join(liver, 'ct-3slice')),
      slicesOf(join(data, 'lung/dicom-2slices')),
    ].map((volume) => bloodAndOrgans(volume)!) as [Found, Found, Found]
    // By hand: medians of the labels of aorta, 43, and liver, 46; means over circles drawn on aorta (31, 675) and liver (53).
    expect(Math.abs(abdomen.aorta - 43)).toBeLessThan(5)
    expect(Math.abs(abdomen.liver! - 46)).toBeLessThan(5)
    expect(decidePhase(abdomen, limits)).toBe('native')
    expect(Math.abs(slices.aorta - 31)).toBeLessThan(8)
    expect(decidePhase(slices, limits)).toBe('native')
    expect(chest.aorta).toBeGreaterThan(600)
    expect(decidePhase(chest, limits)).toBe('arterial')
  })

  it('with contrast added to their labelled organs: levels within 10 HU, and no phase taken for another', () => {
    const [whole, { values: labels }] = [read('example_ct.nii.gz'), read('example_seg.nii.gz')]
    const told: Record<string, Record<string, number>> = {}
    const errors: number[] = []
    for (const phase of ['native', 'arterial', 'portal-venous', 'late'] as const)
      for (let seed = 1; seed <= 3; seed += 1) {
        const { volume, made } = enhanced(whole, labels, phase, seed)
        const found = bloodAndOrgans(volume)!
        errors.push(Math.abs(found.aorta - made.aorta!), Math.abs(found.liver! - made.liver!))
        const decided = decidePhase(found, limits) ?? 'undecided'
        told[phase] = { ...told[phase], [decided]: (told[phase]?.[decided] ?? 0) + 1 }
      }
    if (process.env.ASSAY_FIGURES) process.stdout.write(`${JSON.stringify({ told, worst: Math.max(...errors) })}\n`)
    expect(Math.max(...errors)).toBeLessThan(10)
    for (const [phase, decided] of Object.entries(told)) {
      expect(Object.keys(decided).filter((other) => other !== phase && other !== 'undecided')).toEqual([])
      expect(decided[phase]).toBe(3)
    }
  })
})

type Found = NonNullable<ReturnType<typeof bloodAndOrgans>>

function medianOf(values: ArrayLike<number>, labels: ArrayLike<number>, label: number): number {
  const own = Float64Array.from(values)
    .filter((_, i) => labels[i] === label)
    .sort()
  return own[own.length >> 1]!
}
