import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { constants, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { IntakeRun, Quarantined } from '@assay/contracts'
import { writeMetaImage, writePng } from '@assay/formats'
import { expect, test } from 'vitest'
import { ctSlice } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const hospital = await hospitalForTests()

type Files = Readonly<Record<string, string | Uint8Array>>

/** Takes files in, all that are no DICOM with a patient; gives the intake and what was put aside of the files. */
async function take(name: string, files: Files): Promise<{ run: IntakeRun; said: Record<string, string> }> {
  const own = join(hospital.intake, name)
  mkdirSync(own)
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(own, file), bytes)
  const listed = Object.keys(files).filter((file) => !file.endsWith('.dcm'))
  writeFileSync(join(own, 'patients.tsv'), listed.map((file) => `${file}\tP-1\n`).join(''))
  const asked = { folder: name, category: 'lung-ct', provenance: 'synthetic' }
  const { id } = await hospital.steward.post<IntakeRun>('/intake', asked)
  const run = await until(
    'the end',
    async () => {
      const found = await hospital.steward.get<IntakeRun>(`/intake/${id}`)
      return found.state === 'running' ? undefined : found
    },
    600,
  )
  const aside = await hospital.steward.get<Quarantined[]>(`/quarantine?intake=${id}&limit=500`)
  const objects = aside.filter(({ what }) => what === 'object')
  return {
    run,
    said: Object.fromEntries(objects.map(({ name, code, parameters }) => [name, `${parameters.what ?? code}`])),
  }
}

/** Sixteen megabytes of zeros, deflated, that others may stand before and behind. */
const zeros = deflateRawSync(Buffer.alloc(2 ** 24), { finishFlush: constants.Z_FULL_FLUSH })
const piece = (bytes: Uint8Array) => deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH })
const times = (count: number) => Array.from({ length: count }, () => zeros)
/** The end of a deflated stream, and the sum and size of a gzip that nobody comes to. */
const end = Buffer.from([3, 0])

function nifti(...size: readonly number[]): Buffer {
  const header = Buffer.alloc(352)
  header.writeInt32LE(348)
  for (const [at, value] of [3, ...size, 1, 1, 1, 1].entries()) header.writeInt16LE(value, 40 + 2 * at)
  header.writeInt16LE(4, 70)
  header.writeInt16LE(16, 72)
  for (const axis of [0, 1, 2, 3]) header.writeFloatLE(1, 76 + 4 * axis)
  header.writeFloatLE(352, 108)
  header.write('n+1\0', 344, 'latin1')
  return header
}

const gzipHead = Buffer.from('1f8b0800000000000003', 'hex')
const gzipBomb = (header: Buffer, count: number) =>
  Buffer.concat([gzipHead, piece(header), ...times(count), end, Buffer.alloc(8)])
const mhd = (file: string, size = '2 2 2') =>
  `ObjectType = Image\nNDims = 3\nDimSize = ${size}\nElementType = MET_SHORT\nElementDataFile = ${file}\n`
const nhdr = (file: string) =>
  `NRRD0004\ntype: short\ndimension: 3\nsizes: 2 2 2\nencoding: raw\ndata file: ${file}\n\n`

function chunk(type: string, bytes: Uint8Array): Buffer {
  const own = Buffer.concat([Buffer.from(type), bytes])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(bytes.length)
  sum.writeUInt32BE(crc32(own))
  return Buffer.concat([length, own, sum])
}

/** A PNG that announces 2^31 - 1 rows and columns. */
function hugePng(): Buffer {
  const head = Buffer.from('7fffffff7fffffff0800000000', 'hex')
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A TIFF whose directory leads to itself. */
function loopingTiff(): Buffer {
  const bytes = Buffer.alloc(64)
  bytes.write('II*\0', 'latin1')
  bytes.writeUInt32LE(8, 4)
  bytes.writeUInt16LE(1, 8)
  bytes.writeUInt32LE(8, 22)
  return bytes
}

/** Ten thousand sequences within each other, behind the beginning of a slice. */
function nested(): Buffer {
  const start = Buffer.from('08004011535100 00ffffffff feff00e0ffffffff'.replaceAll(' ', ''), 'hex')
  const slice = ctSlice({ slice: 1 })
  const before = slice.subarray(0, slice.indexOf(Buffer.from('08002000', 'hex')))
  return Buffer.concat([before, ...Array.from({ length: 10_000 }, () => start)])
}

/** Gigabytes unfolded: 10 in each run of the tests, 100 in the long suite. */
const gzipPieces = process.env.ASSAY_FAULTS === undefined ? 600 : 6000

test('bombs, headers that name files outside, and headers that announce more than there is, end with their reason', async () => {
  const outside = ['/etc/passwd', '../../etc/passwd', 'file:///etc/passwd', 'x/../../y']
  const files = {
    ...Object.fromEntries(outside.map((file, place) => [`out-${place}.mhd`, mhd(file)])),
    ...Object.fromEntries(outside.map((file, place) => [`out-${place}.nhdr`, nhdr(file)])),
    'pipe.mhd': mhd('|id'),
    'itself.mhd': mhd('itself.mhd'),
    'list.mhd': mhd('LIST'),
    'pattern.mhd': mhd('slice%03d.raw 1 5 1'),
    'list.nhdr': nhdr('LIST'),
    'pattern.nhdr': nhdr('s%d.raw 1 5 1'),
    'huge.mha': mhd('LOCAL', '100000 100000 100000'),
    'unfolds.nii.gz': gzipBomb(nifti(4000, 4000, 3125), gzipPieces),
    'unfolds-to-more.nii.gz': gzipBomb(nifti(10, 10, 10), gzipPieces),
    'huge.png': hugePng(),
    'loop.tif': loopingTiff(),
    'nested.dcm': nested(),
    'good.dcm': ctSlice({ slice: 1, study: 7, patient: 'MRN-7' }),
  }
  const { run, said } = await take('bombs', files)
  expect(run).toMatchObject({ state: 'finished', failure: null, found: Object.keys(files).length })
  expect(run.accepted + run.quarantined).toBe(run.found)
  const elsewhere = 'its voxels are in another folder'
  const expected: Record<string, string> = {
    ...Object.fromEntries(
      outside.flatMap((_, place) => [
        [`out-${place}.mhd`, elsewhere],
        [`out-${place}.nhdr`, elsewhere],
      ]),
    ),
    'pipe.mhd': 'its voxels are in another file that is not there',
    'list.mhd': 'list-of-files',
    'pattern.mhd': 'list-of-files',
    'list.nhdr': 'list-of-files',
    'pattern.nhdr': 'list-of-files',
    'huge.mha': '0 bytes of voxels, 2000000000000000 are due',
    'unfolds.nii.gz': 'cut-off',
    'unfolds-to-more.nii.gz': 'cut-off',
    'loop.tif': 'cut-off',
  }
  expect(said).toMatchObject(expected)
  expect(said['nested.dcm']).toMatch(/^more than 64 sequences within each other/)
  expect(Object.keys(said)).not.toContain('good.dcm')
}, 620_000)

test('files whose names are odd are taken in, each by itself', async () => {
  const names = [
    'new\nline',
    'bidi\u202Emcd.exe',
    'tab\tx',
    'q"uo`te$(id)',
    'x'.repeat(251),
    '阳'.repeat(80),
    '-rf',
    'a\x1b[31m',
    '%2e%2e%2f',
  ]
  const files = Object.fromEntries(
    names.map((name, place) => [
      `${name}.dcm`,
      ctSlice({ slice: 1, study: 100 + place, patient: `MRN-${100 + place}`, seed: 100 + place }),
    ]),
  )
  const { run } = await take('names', files)
  expect(run).toMatchObject({ state: 'finished', found: names.length, accepted: names.length, quarantined: 0 })
})

/** A generator of numbers from 0 to 1 (mulberry32): the same every run. */
function generator(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most)
  }
}

type Mutation = (bytes: Buffer, below: (most: number) => number, other: Buffer) => Buffer

/** Bits flipped, bytes of the beginning set, cut off, taken out, and the beginning of one with the end of another. */
const mutations: readonly Mutation[] = [
  (bytes, below) => {
    for (let i = 1 + below(8); i > 0; i -= 1) bytes[below(bytes.length)]! ^= 1 << below(8)
    return bytes
  },
  (bytes, below) => {
    for (let i = 1 + below(4); i > 0; i -= 1) bytes[below(Math.min(2000, bytes.length))] = below(256)
    return bytes
  },
  (bytes, below) => bytes.subarray(0, below(bytes.length)),
  (bytes, below) => {
    const from = below(bytes.length)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + below(200))])
  },
  (bytes, below, other) => Buffer.concat([bytes.subarray(0, below(bytes.length)), other.subarray(below(other.length))]),
]

function seeds(): [string, Buffer][] {
  const values = Int16Array.from({ length: 240 }, (_, place) => (place * 37) % 199)
  const affine = [
    [-1, 0, 0, 5],
    [0, -1, 0, 4],
    [0, 0, 2, 3],
  ] as const
  const volume = { size: [10, 8, 3], spacing: [1, 1, 2], affine, values } as const
  const voxels = Buffer.from(values.buffer)
  const grey = Uint8Array.from({ length: 64 }, (_, place) => place)
  return [
    ['slice.dcm', ctSlice({ slice: 1 })],
    ['a.mha', Buffer.from(writeMetaImage(volume))],
    ['b.mha', Buffer.from(writeMetaImage(volume, { isCompressed: false }))],
    ['a.nii', Buffer.concat([nifti(10, 8, 3), voxels])],
    ['a.nii.gz', gzipSync(Buffer.concat([nifti(10, 8, 3), voxels]))],
    ['a.png', Buffer.from(writePng({ width: 8, height: 8, channels: 1, bitsStored: 8, values: grey }))],
  ]
}

const runs = Number(process.env.ASSAY_MUTATIONS ?? 200)

test(`${runs} damaged files of every format are all accounted for, and the good one among them is taken in`, async () => {
  const below = generator(20_261_127)
  const whole = seeds()
  const files = Array.from({ length: runs }, (_, place) => {
    const [name, bytes] = whole[below(whole.length)]!
    const [, other] = whole[below(whole.length)]!
    return [`${place}-${name}`, mutations[below(mutations.length)]!(Buffer.from(bytes), below, other)] as const
  })
  const good = ctSlice({ slice: 1, study: 8, patient: 'MRN-8' })
  const { run, said } = await take('damaged', { ...Object.fromEntries(files), 'good.dcm': good })
  expect(run).toMatchObject({ state: 'finished', failure: null, found: runs + 1 })
  expect(run.accepted + run.known + run.quarantined).toBe(runs + 1)
  expect(run.quarantined).toBeGreaterThan(runs / 4)
  expect(Object.keys(said)).not.toContain('good.dcm')
  // No fault of the program, which would be a reason, too.
  expect(Object.values(said).filter((what) => what === 'fault' || what === 'internal-error')).toEqual([])
  expect(await hospital.steward.get('/intake')).toBeInstanceOf(Array)
}, 620_000)
