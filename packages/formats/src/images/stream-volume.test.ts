import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../testing/memory-source.ts'
import { readVolume } from './read-volume.ts'
import { streamVolume } from './stream-volume.ts'
import type { VolumeValues } from './volume.ts'

async function streamed(bytes: Uint8Array, name: string, step: number, besides: Record<string, Uint8Array> = {}) {
  const beside = (file: string) => besides[file] && memorySource(besides[file], step)
  const { parts, ...grid } = await streamVolume(memorySource(bytes, step), name, beside)
  const all: VolumeValues[] = []
  for await (const part of parts()) all.push(part)
  return { grid, kinds: new Set(all.map((part) => part.constructor.name)), values: all.flatMap((part) => [...part]) }
}

const widths = {
  uint8: 1,
  int8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
  int64: 8,
  uint64: 8,
}
type Kind = keyof typeof widths
const niftiCodes: Record<Kind, number> = {
  uint8: 2,
  int16: 4,
  int32: 8,
  float32: 16,
  float64: 64,
  int8: 256,
  uint16: 512,
  uint32: 768,
  int64: 1024,
  uint64: 1280,
}
const metaNames: Record<Kind, string> = {
  uint8: 'UCHAR',
  int8: 'CHAR',
  int16: 'SHORT',
  uint16: 'USHORT',
  int32: 'INT',
  uint32: 'UINT',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  int64: 'LONG_LONG',
  uint64: 'ULONG_LONG',
}

interface Given {
  readonly size: readonly number[]
  readonly kind: Kind
  readonly little: boolean
  readonly slope: number
  readonly intercept: number
}

function nifti({ size, kind, little, slope, intercept }: Given, body: Uint8Array, magic = 'n+1\0'): Buffer {
  const [head, view] = headerOf(352)
  view.setInt32(0, 348, little)
  for (const [at, value] of [3, ...size, 1, 1, 1, 1].entries()) view.setInt16(40 + 2 * at, value, little)
  view.setInt16(70, niftiCodes[kind], little)
  for (let at = 0; at < 4; at += 1) view.setFloat32(76 + 4 * at, 1 + at / 2, little)
  view.setFloat32(108, magic === 'n+1\0' ? 352 : 0, little)
  view.setFloat32(112, slope, little)
  view.setFloat32(116, intercept, little)
  head.write(magic, 344, 'latin1')
  return Buffer.concat([head, body])
}

function secondNifti({ size, kind, little, slope, intercept }: Given, body: Uint8Array): Buffer {
  const [head, view] = headerOf(544)
  view.setInt32(0, 540, little)
  head.write('n+2\0\r\n\x1a\n', 4, 'latin1')
  view.setInt16(12, niftiCodes[kind], little)
  for (const [at, value] of [3, ...size, 1, 1, 1, 1].entries()) view.setBigInt64(16 + 8 * at, BigInt(value), little)
  for (let at = 0; at < 4; at += 1) view.setFloat64(104 + 8 * at, 1 + at / 2, little)
  view.setBigInt64(168, 544n, little)
  view.setFloat64(176, slope, little)
  view.setFloat64(184, intercept, little)
  return Buffer.concat([head, body])
}

function headerOf(length: number): [Buffer, DataView] {
  const head = Buffer.alloc(length)
  return [head, new DataView(head.buffer, head.byteOffset)]
}

function nrrd({ size, kind, little }: Given, encoding: string, more: readonly string[] = []): Buffer {
  const type = kind.startsWith('float') ? { float32: 'float', float64: 'double' }[kind as 'float32'] : kind
  const head = ['NRRD0004', `type: ${type}`, 'dimension: 3', `sizes: ${size.join(' ')}`, `encoding: ${encoding}`]
  return Buffer.from(`${[...head, `endian: ${little ? 'little' : 'big'}`, ...more].join('\n')}\n\n`)
}

function metaImage({ size, kind, little }: Given, isCompressed: boolean): Buffer {
  const head = [
    'ObjectType = Image',
    'NDims = 3',
    `DimSize = ${size.join(' ')}`,
    `ElementType = MET_${metaNames[kind]}`,
  ]
  const how = [`BinaryDataByteOrderMSB = ${!little}`, `CompressedData = ${isCompressed}`, 'ElementDataFile = LOCAL']
  return Buffer.from(`${[...head, ...how].join('\n')}\n`)
}

/** Bytes as words of text, each a voxel. */
const words = (body: Uint8Array) => Buffer.from(`${[...body].join('  \n')}\n`)

/** The same voxels in every way that is read. */
function filesOf(
  given: Given,
  body: Uint8Array,
): readonly { name: string; bytes: Uint8Array; beside?: Record<string, Uint8Array> }[] {
  const pair = nifti(given, new Uint8Array(0), 'ni1\0').subarray(0, 348)
  return [
    { name: 'a.nii', bytes: nifti(given, body) },
    { name: 'a.nii.gz', bytes: gzipSync(nifti(given, body)) },
    { name: 'b.nii', bytes: secondNifti(given, body) },
    { name: 'a.hdr', bytes: pair, beside: { 'a.img': body } },
    { name: 'b.hdr', bytes: pair, beside: { 'b.img.gz': gzipSync(body) } },
    { name: 'a.nrrd', bytes: Buffer.concat([nrrd(given, 'raw'), body]) },
    {
      name: 'b.nrrd',
      bytes: Buffer.concat([nrrd(given, 'gzip', ['byte skip: 3']), gzipSync(Buffer.concat([Buffer.alloc(3), body]))]),
    },
    { name: 'c.nrrd', bytes: Buffer.concat([nrrd(given, 'raw', ['byte skip: -1']), Buffer.alloc(5), body]) },
    {
      name: 'd.nrrd',
      bytes: Buffer.concat([nrrd(given, 'gzip', ['byte skip: -1']), gzipSync(Buffer.concat([Buffer.alloc(3), body]))]),
    },
    { name: 'e.nrrd', bytes: Buffer.concat([nrrd(given, 'raw', ['line skip: 1']), Buffer.from('a line\n'), body]) },
    { name: 'f.nrrd', bytes: Buffer.concat([nrrd(given, 'hex'), Buffer.from(Buffer.from(body).toString('hex'))]) },
    {
      name: 'g.nrrd',
      bytes: Buffer.concat([nrrd(given, 'text', ['line skip: 2']), Buffer.from('a\nb\n'), words(body)]),
    },
    {
      name: 'h.nrrd',
      bytes: Buffer.concat([nrrd(given, 'gzip', ['line skip: 1']), Buffer.from('a line\n'), gzipSync(body)]),
    },
    { name: 'a.mha', bytes: Buffer.concat([metaImage(given, false), body]) },
    { name: 'b.mha', bytes: Buffer.concat([metaImage(given, true), deflateSync(body)]) },
  ]
}

const kinds = Object.keys(widths) as Kind[]
const volumes = fc
  .record({
    size: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })),
    kind: fc.constantFrom(...kinds),
    little: fc.boolean(),
    slope: fc.constantFrom(0, 1, 2, 0.1),
    intercept: fc.constantFrom(0, 1, -0.3),
  })
  .chain((given) => {
    const bytes = given.size.reduce((product, length) => product * length, widths[given.kind])
    return fc.tuple(
      fc.constant(given),
      fc.uint8Array({ minLength: bytes, maxLength: bytes }),
      fc.integer({ min: 1, max: 400 }),
    )
  })

describe('a volume that is streamed', () => {
  it('is to the bit the volume that is read whole, in every format, type, order of bytes, scale and length of parts', async () => {
    await fc.assert(
      fc.asyncProperty(volumes, async ([given, body, step]) => {
        for (const { name, bytes, beside = {} } of filesOf(given, body)) {
          const { values, ...grid } = readVolume(bytes, name, (file) => beside[file])
          const stream = await streamed(bytes, name, step, beside)
          expect(stream.grid).toEqual(grid)
          expect([...stream.kinds]).toEqual([values.constructor.name])
          expect(stream.values).toHaveLength(values.length)
          // To the bit, signs of zeros too; the engine keeps no bits of what is not a number.
          expect(stream.values.findIndex((value, at) => !Object.is(value, values[at]))).toBe(-1)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('says what is damaged, cut off or too short as reading it whole does', async () => {
    const given: Given = { size: [40, 30, 20], kind: 'int16', little: true, slope: 1, intercept: 0 }
    const body = Buffer.from(Uint8Array.from({ length: 48_000 }, (_, at) => (at * 7919) % 251))
    const whatIs = async (read: () => unknown) => {
      try {
        await read()
        return 'read'
      } catch (error) {
        return (error as { parameters: { what: string } }).parameters.what
      }
    }
    for (const { name, bytes, beside } of filesOf(given, body)) {
      if (beside) continue
      const flipped = Buffer.from(bytes)
      flipped[bytes.length - 6]! ^= 0xff
      for (const wrong of [
        bytes.subarray(0, bytes.length - 9),
        bytes.subarray(0, bytes.length / 2),
        Buffer.concat([bytes, bytes]),
        flipped,
      ])
        expect(await whatIs(() => streamed(wrong, name, 1000))).toBe(await whatIs(() => readVolume(wrong, name)))
    }
  })

  it('ends a compressed bomb, and holds nothing of it', async () => {
    const given: Given = { size: [1, 1, 1], kind: 'uint8', little: true, slope: 1, intercept: 0 }
    const zeros = gzipSync(Buffer.alloc(2 ** 26), { level: 9 })
    // Members of a gzip file follow each other: 34 times 64 MiB.
    const bomb = Buffer.concat([nrrd(given, 'gzip'), ...Array.from({ length: 34 }, () => zeros)])
    const before = process.memoryUsage.rss()
    await expect(streamed(bomb, 'a.nrrd', 2 ** 16)).rejects.toMatchObject({
      parameters: { what: `more than ${2 ** 31} bytes when unpacked` },
    })
    expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 28)
  })

  it('allocates nothing by what a header announces', async () => {
    const given: Given = { size: [30_000, 30_000, 30_000], kind: 'float64', little: true, slope: 1, intercept: 0 }
    await expect(streamed(nifti(given, Buffer.alloc(80)), 'a.nii', 100)).rejects.toMatchObject({
      parameters: { what: `80 bytes of voxels, ${8 * 30_000 ** 3} are due` },
    })
  })
})
