import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import dcmjsCodecs from 'dcmjs-codecs'
import { afterAll, describe, expect, it } from 'vitest'
import { filesIn, hasModules, hasPrograms, pydicomFolder, runPython } from '../../testing/peers.ts'
import { startDecodingPool } from '../decoding/start-decoding-pool.ts'
import { readDataset } from '../read-dataset.ts'
import { framesOf } from './read-frames.ts'
import { toRgb } from './to-rgb.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-frames-'))
const pool = startDecodingPool({ processes: 2 })
afterAll(() => {
  pool.close()
  rmSync(folder, { recursive: true, force: true })
})

const shipped = pydicomFolder()
const testFiles = shipped ? join(shipped, 'test_files') : ''

/** Every frame's values, one after the other, as pydicom would give them. */
async function valuesOf(path: string, { inRgb = false } = {}): Promise<number[]> {
  const dataset = readDataset(readFileSync(path), path, { pixels: 'keep' })
  const { layout, read } = framesOf(dataset, pool)
  const values: number[] = []
  for (let frame = 0; frame < layout.frames; frame += 1) {
    const own = await read(frame)
    for (const value of inRgb ? toRgb(own, layout, dataset).values : own) values.push(value)
  }
  return values
}

function greatestDifference(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return Infinity
  return one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0)
}

const pixelsByPydicom = `
import json, sys, warnings
import numpy as np
import pydicom
warnings.simplefilter("ignore")
out = {}
for path in sys.stdin.read().split("\\n"):
    try:
        dataset = pydicom.dcmread(path)
        out[path] = [float(value) for value in dataset.pixel_array.astype(float).ravel()] if "PixelData" in dataset else None
    except Exception:
        out[path] = None
print(json.dumps(out))
`

describe.skipIf(!shipped || !hasModules('numpy', 'PIL'))(
  'pixels of pydicom’s files (need python3-pydicom, numpy, PIL)',
  () => {
    it('are those that pydicom reads', async () => {
      const files = filesIn(testFiles).filter((file) => !file.includes('dicomdirtests'))
      const peers = runPython<Record<string, number[] | null>>(pixelsByPydicom, [], files.join('\n'))
      const compared = Object.entries(peers).filter((one): one is [string, number[]] => one[1] !== null)
      expect(compared.length).toBeGreaterThan(40)
      for (const [path, peer] of compared) {
        const name = basename(path)
        if (name === 'SC_rgb_jpeg.dcm') continue // announced as explicit, written as implicit: refused
        expect(greatestDifference(await valuesOf(path), peer), name).toBe(0)
      }
    })

    it.skipIf(!hasModules('pydicom.pixel_data_handlers.util'))(
      'have the colours that pydicom makes of them',
      async () => {
        const script = `
import json, sys, numpy as np, pydicom
from pydicom.pixel_data_handlers.util import convert_color_space
path = sys.argv[1]
dataset = pydicom.dcmread(path)
print(json.dumps(convert_color_space(dataset.pixel_array, dataset.PhotometricInterpretation, "RGB").ravel().tolist()))
`
        for (const name of [
          'SC_ybr_full_422_uncompressed.dcm',
          'SC_rgb_dcmtk_+eb+cy+np.dcm',
          'SC_rgb_small_odd_jpeg.dcm',
        ]) {
          const path = join(testFiles, name)
          // pydicom rounds the transform's coefficients otherwise.
          expect(
            greatestDifference(await valuesOf(path, { inRgb: true }), runPython<number[]>(script, [path])),
            name,
          ).toBeLessThan(2)
        }
      },
    )
  },
)

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program}: ${stderr}`)
}

/** dcmtk's programs that write each way, and whether it loses anything. */
const ways: readonly [name: string, program: string, options: readonly string[], isLossless: boolean][] = [
  ['implicit little-endian', 'dcmconv', ['+ti'], true],
  ['explicit big-endian', 'dcmconv', ['+tb'], true],
  ['deflated', 'dcmconv', ['+td'], true],
  ['RLE', 'dcmcrle', [], true],
  ['JPEG lossless, first order', 'dcmcjpeg', ['+e1'], true],
  ['JPEG lossless, any predictor', 'dcmcjpeg', ['+el', '+sv', '6'], true],
  ['JPEG extended, 12 bits', 'dcmcjpeg', ['+ee', '+bt'], false],
  ['JPEG-LS lossless', 'dcmcjpls', ['+el'], true],
  ['JPEG-LS near-lossless', 'dcmcjpls', ['+en', '+md', '3'], false],
]

/** dcmtk's programs that undo them. */
const undoing: Readonly<Record<string, string>> = { dcmcjpeg: 'dcmdjpeg', dcmcjpls: 'dcmdjpls', dcmcrle: 'dcmdrle' }

describe.skipIf(!shipped || !hasPrograms('dcmconv', 'dcmcjpeg', 'dcmcjpls', 'dcmcrle'))(
  'pixels that dcmtk wrote (needs dcmtk)',
  () => {
    // Some ways hold no negative values in dcmtk, or no 16 bits: the unsigned one of 12 bits goes through all.
    const sources = ['CT_small.dcm', 'MR_small.dcm', 'JPGExtended.dcm'].map((name) => join(testFiles, name))

    it.each(ways)('as %s are the same', async (name, program, options, isLossless) => {
      for (const source of sources) {
        const plain = join(folder, `plain-${basename(source)}`)
        run('dcmdjpeg', source, plain)
        const written = join(folder, `${name.replaceAll(/\W/g, '-')}-${basename(source)}`)
        if (!isLossless && !source.includes('JPGExtended')) continue
        run(program, ...options, plain, written)
        const own = await valuesOf(written)
        if (isLossless) expect(greatestDifference(own, await valuesOf(plain)), basename(source)).toBe(0)
        if (program === 'dcmconv') continue
        const undone = join(folder, `undone-${basename(written)}`)
        run(undoing[program]!, written, undone)
        expect(greatestDifference(own, await valuesOf(undone)), basename(source)).toBe(0)
      }
    })

    it.each([
      'SC_rgb_dcmtk_+eb+cr.dcm',
      'SC_rgb_dcmtk_+eb+cy+n1.dcm',
      'SC_rgb_dcmtk_+eb+cy+s4.dcm',
      'SC_rgb_jpeg_dcmtk.dcm',
      'SC_rgb_jpeg_gdcm.dcm',
    ])('have the colours that dcmdjpeg makes of %s', async (name) => {
      const undone = join(folder, 'colours.dcm')
      run('dcmdjpeg', join(testFiles, name), undone)
      expect(
        greatestDifference(await valuesOf(join(testFiles, name), { inRgb: true }), await valuesOf(undone)),
      ).toBeLessThan(2)
    })
  },
)

const { Context, NativeCodecs } = dcmjsCodecs

describe.skipIf(!shipped || !hasPrograms('opj_compress', 'opj_decompress'))(
  'JPEG 2000 (needs libopenjp2-tools)',
  () => {
    const rows = 60
    const columns = 85
    const values = Uint16Array.from({ length: rows * columns }, (_, i) => (i * i * 31 + 7 * i) % 4096)
    const job = {
      rows,
      columns,
      samples: 1,
      bitsAllocated: 16,
      bitsStored: 12,
      isSigned: false,
      photometric: 'MONOCHROME2',
    } as const
    const raw = join(folder, 'grey.rawl')
    const decoded = async (codec: 'jpeg-2000' | 'htj2k', bytes: Uint8Array) => {
      const native = await pool.decode({ ...job, codec, bytes: new Uint8Array(bytes) })
      return new Uint16Array(native.slice().buffer)
    }

    it.each([[[]], [['-p', 'RPCL', '-t', '32,32']]])(
      'of opj_compress is decoded to the same values (%s)',
      async (options) => {
        writeFileSync(raw, values)
        const written = join(folder, 'grey.j2k')
        run('opj_compress', '-i', raw, '-o', written, '-F', `${columns},${rows},1,12,u`, ...options)
        expect(await decoded('jpeg-2000', readFileSync(written))).toEqual(values)
      },
    )

    it('of the high-throughput kind is decoded as opj_decompress does', async () => {
      await NativeCodecs.initializeAsync()
      const { columns: width, rows: height, samples: samplesPerPixel, bitsAllocated, bitsStored, photometric } = job
      const context = new Context({
        width,
        height,
        samplesPerPixel,
        bitsAllocated,
        bitsStored,
        pixelRepresentation: 0,
        planarConfiguration: 0,
        photometricInterpretation: photometric,
        decodedBuffer: new Uint8Array(values.buffer),
      })
      for (const lossy of [false, true]) {
        const stream = NativeCodecs.encodeHtJpeg2000(context, { lossy }).getEncodedBuffer()!
        const [written, undone] = [join(folder, 'grey.jph.j2k'), join(folder, 'undone.rawl')]
        writeFileSync(written, stream)
        run('opj_decompress', '-i', written, '-o', undone)
        const peer = readFileSync(undone)
        const own = await decoded('htj2k', stream)
        const theirs = new Uint16Array(peer.buffer.slice(peer.byteOffset, peer.byteOffset + peer.length))
        expect(greatestDifference([...own], [...theirs])).toBeLessThanOrEqual(lossy ? 1 : 0)
        if (!lossy) expect(own).toEqual(values)
      }
    })
  },
)

/** A pydicom file with some bytes of it changed, and why its first frame is then refused. */
const damages: readonly [what: string, file: string, change: (bytes: Buffer) => void, reason: RegExp][] = [
  [
    'rows that the JPEG does not have',
    'SC_rgb_jpeg_dcmtk.dcm',
    setRows,
    /100 × 100 × 3 values, 100 × 101 × 3 are announced/,
  ],
  ['rows that the JPEG 2000 does not have', 'MR_small_jp2klossless.dcm', setRows, /64 × 64 × 1 values, 64 × 65 × 1/],
  ['rows that the JPEG-LS does not have', 'MR_small_jpeg_ls_lossless.dcm', setRows, /64 × 64 × 1 values, 64 × 65 × 1/],
  ['rows that the run lengths do not have', 'MR_small_RLE.dcm', setRows, /damaged run lengths/],
  [
    'a JPEG without its end',
    'SC_rgb_jpeg_dcmtk.dcm',
    (bytes) => bytes.writeUInt16BE(0, bytes.lastIndexOf(Buffer.from([0xff, 0xd9]))),
    /the code stream is cut off/,
  ],
  [
    'no JPEG',
    'JPGExtended.dcm',
    (bytes) => bytes.writeUInt16BE(0, bytes.indexOf(Buffer.from([0xff, 0xd8]))),
    /no code stream/,
  ],
  ['native pixels that are too few', 'CT_small.dcm', setRows, /32768 bytes, 33024 are due/],
]

/** 65535 rows and columns. */
function setMost(bytes: Buffer): void {
  for (const tag of ['28001000', '28001100']) bytes.writeUInt16LE(65535, bytes.indexOf(Buffer.from(tag, 'hex')) + 8)
}

function setRows(bytes: Buffer): void {
  const at = bytes.indexOf(Buffer.from('28001000', 'hex'))
  bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) + 1, at + 8)
}

describe.skipIf(!shipped)('absurd dimensions (need python3-pydicom)', () => {
  it.each(['CT_small.dcm', 'MR_small_RLE.dcm', 'MR_small_jp2klossless.dcm', 'SC_rgb_jpeg_dcmtk.dcm'])(
    'are refused before anything is allocated for them (%s)',
    async (file) => {
      const bytes = readFileSync(join(testFiles, file))
      setMost(bytes)
      const before = process.memoryUsage().arrayBuffers
      const read = async () => framesOf(readDataset(bytes, file, { pixels: 'keep' }), pool).read(0)
      await expect(read()).rejects.toMatchObject({ code: 'dicom-unsupported' })
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24)
    },
  )
})

describe.skipIf(!shipped)('a frame is refused for (needs python3-pydicom)', () => {
  it.each(damages)('%s', async (_, file, change, reason) => {
    const bytes = readFileSync(join(testFiles, file))
    change(bytes)
    const read = async () => framesOf(readDataset(bytes, file, { pixels: 'keep' }), pool).read(0)
    await expect(read()).rejects.toThrow(reason)
    await expect(read()).rejects.toMatchObject({ code: 'dicom-unreadable' })
  })
})
