import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { crc32, gzipSync } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readAecg } from './aecg/read-aecg.ts'
import { readContours } from './dicom/read-contours.ts'
import { readMeasurementReport } from './dicom/read-measurement-report.ts'
import { readWaveforms } from './dicom/read-waveforms.ts'
import { readVolume } from './images/read-volume.ts'
import { writeMetaImage } from './images/write-metaimage.ts'
import { readPhotograph } from './photographs/read-photograph.ts'
import { encodeScpEcg, withChecksums } from './scp-ecg/encode-scp-ecg.ts'
import { readScpEcg } from './scp-ecg/read-scp-ecg.ts'
import { sniffFormat } from './sniff-format.ts'
import { readAnnotations } from './wfdb/read-annotations.ts'
import { readRecord } from './wfdb/read-record.ts'
import { writeAnnotations } from './wfdb/write-annotations.ts'
import { writeRecord } from './wfdb/write-record.ts'

/** Mutations a file: some in every run of the tests, thousands in the long suite (.ci/run). */
const numRuns = Number(process.env.ASSAY_MUTATIONS ?? 300)
const seed = 20_260

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const pydicom = spawnSync(python, ['-c', 'import os, pydicom; print(os.path.dirname(pydicom.__file__))'], {
  encoding: 'utf8',
})
const shipped = (name: string) => join(pydicom.stdout.trim(), 'data/test_files', name)

const numbers = Array.from({ length: 240 }, (_, i) => (i * 37) % 199)
const volume = {
  size: [10, 8, 3] as const,
  spacing: [1, 1, 2] as const,
  values: Int16Array.from(numbers),
  affine: [
    [-1, 0, 0, 5],
    [0, -1, 0, 4],
    [0, 0, 2, 3],
  ] as const,
}
const voxels = Buffer.from(volume.values.buffer)

function nifti(): Buffer {
  const header = Buffer.alloc(352)
  header.writeInt32LE(348)
  for (const [at, value] of [3, 10, 8, 3, 1, 1, 1, 1].entries()) header.writeInt16LE(value, 40 + 2 * at)
  header.writeInt16LE(4, 70)
  header.writeInt16LE(16, 72)
  for (const axis of [0, 1, 2, 3]) header.writeFloatLE(1, 76 + 4 * axis)
  header.writeFloatLE(352, 108)
  header.write('n+1\0', 344, 'latin1')
  return Buffer.concat([header, voxels])
}

const nrrd = (encoding: string, body: Uint8Array) =>
  Buffer.concat([
    Buffer.from(
      `NRRD0004\ntype: short\ndimension: 3\nsizes: 10 8 3\nspace: LPS\nendian: little\nencoding: ${encoding}\n`,
    ),
    Buffer.from('space directions: (1,0,0) (0,1,0) (0,0,2)\nspace origin: (0,0,0)\n\n'),
    body,
  ])

const waveform = {
  samplingFrequency: 250,
  length: 120,
  comments: [],
  channels: [{ name: 'I', units: 'mV', gain: 200, baseline: 0, samples: Int32Array.from(numbers.slice(0, 120)) }],
}
const record = writeRecord('r', waveform, 212)
const annotations = writeAnnotations(
  numbers
    .slice(0, 30)
    .map((_, i) => ({ sample: i * 700, code: 'N', subtype: i % 3, channel: i % 2, aux: i % 5 === 0 ? '(AFIB' : '' })),
)

const scp = encodeScpEcg({
  leads: [{ number: 1, start: 1, end: 101, values: numbers.slice(0, 47) }],
  coding: 'default',
  order: 2,
  isBimodal: true,
  interval: 8000,
  complexes: [{ type: 0, subtracted: [30, 50], fiducial: 40, protectedZone: [33, 60] }],
  beat: { milliseconds: 40, fiducial: 10, interval: 2000, leads: [numbers.slice(0, 20)] },
})

const aecg = Buffer.from(
  `<?xml version="1.0"?><AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="x"><component><series><code code="RHYTHM"/><component><sequenceSet>
<component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS"><head value="20200102030405"/><increment value="0.002" unit="s"/></value></sequence></component>
<component><sequence><code code="MDC_ECG_LEAD_I"/><value xsi:type="SLIST_PQ"><origin value="0" unit="uV"/><scale value="5" unit="uV"/><digits>${numbers.join(' ')}</digits></value></sequence></component>
</sequenceSet></component></series></component></AnnotatedECG>`,
)

const picture = () =>
  sharp(Buffer.from(numbers.map((value) => value % 256)), { raw: { width: 10, height: 8, channels: 3 } })

/** Writes the check sums of a PNG's chunks anew, as far as their lengths lead somewhere. */
function withChunkSums(bytes: Uint8Array): Buffer {
  const mended = Buffer.from(bytes)
  for (let at = 8; at + 12 <= mended.length; ) {
    const end = at + 8 + mended.readUInt32BE(at)
    if (end + 4 > mended.length) break
    mended.writeUInt32BE(crc32(mended.subarray(at + 4, end)), end)
    at = end + 4
  }
  return mended
}

interface Subject {
  readonly name: string
  whole(): Promise<Uint8Array> | Uint8Array
  read(bytes: Uint8Array): unknown
}

const volumes: readonly Subject[] = [
  { name: 'a.nii', whole: nifti },
  { name: 'a.nii.gz', whole: () => gzipSync(nifti()) },
  { name: 'a.nrrd', whole: () => nrrd('raw', voxels) },
  { name: 'b.nrrd', whole: () => nrrd('gzip', gzipSync(voxels)) },
  { name: 'c.nrrd', whole: () => nrrd('ascii', Buffer.from(numbers.join(' '))) },
  { name: 'a.mha', whole: () => writeMetaImage(volume, { isCompressed: false }) },
  { name: 'b.mha', whole: () => writeMetaImage(volume) },
].map((one) => ({ ...one, read: (bytes) => readVolume(bytes, one.name) }))

const photographs: readonly Subject[] = [
  { name: 'a.png', whole: () => picture().png().toBuffer() },
  { name: 'b.png', whole: () => picture().png({ palette: true }).toBuffer() },
  { name: 'a.jpg', whole: () => picture().jpeg().toBuffer() },
  { name: 'b.jpg', whole: () => picture().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer() },
  { name: 'a.tif', whole: () => picture().tiff({ compression: 'lzw' }).toBuffer() },
  { name: 'b.tif', whole: () => picture().tiff({ compression: 'jpeg', tile: true }).toBuffer() },
  { name: 'a.png with check sums', whole: () => picture().png().toBuffer() },
].map((one) => ({
  ...one,
  read: (bytes) => readPhotograph(one.name.endsWith('sums') ? withChunkSums(bytes) : bytes, one.name),
}))

const waveforms: readonly Subject[] = [
  ...record.map(({ name, bytes: whole }) => ({
    name,
    whole: () => whole,
    read: (bytes: Uint8Array) =>
      readRecord('r.hea', (file) => (file === name ? bytes : record.find((one) => one.name === file)?.bytes)),
  })),
  { name: 'r.atr', whole: () => annotations, read: (bytes) => readAnnotations(bytes, 'r.atr') },
  { name: 'a.scp', whole: () => scp, read: (bytes) => readScpEcg(bytes, 'a.scp') },
  { name: 'a.scp with check sums', whole: () => scp, read: (bytes) => readScpEcg(withChecksums(bytes), 'a.scp') },
  { name: 'a.xml', whole: () => aecg, read: (bytes) => readAecg(bytes, 'a.xml') },
]

const objects: readonly Subject[] = [
  { name: 'waveform_ecg.dcm', read: (bytes: Uint8Array) => readWaveforms(bytes, 'a.dcm') },
  { name: 'test-SR.dcm', read: (bytes: Uint8Array) => readMeasurementReport(bytes, 'a.dcm') },
  { name: 'rtstruct.dcm', read: (bytes: Uint8Array) => readContours(bytes, 'a.dcm') },
].map((one) => ({ ...one, whole: () => readFileSync(shipped(one.name)) }))

/** Bytes set, cut off, taken out, doubled, put to 0 or 255. */
const change = fc.record({
  kind: fc.constantFrom('set', 'set', 'set', 'cut', 'remove', 'double', 'fill'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(16),
  value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 127, 128, 254, 255)),
})

function changed(
  whole: Uint8Array,
  changes: readonly { kind: string; at: number; length: number; value: number }[],
): Uint8Array {
  let bytes = Buffer.from(whole)
  for (const { kind, at, length, value } of changes) {
    // Headers, at the beginning, are where a byte matters most: half of the changes fall into the first hundredth.
    const place = Math.floor((at < 0.5 ? (2 * at) ** 3 : 2 * at - 1) * bytes.length)
    const [before, own, after] = [
      bytes.subarray(0, place),
      bytes.subarray(place, place + length),
      bytes.subarray(place + length),
    ]
    if (kind === 'set' && place < bytes.length) bytes[place] = value
    else if (kind === 'cut') bytes = Buffer.from(before)
    else if (kind === 'remove') bytes = Buffer.concat([before, after])
    else if (kind === 'double') bytes = Buffer.concat([before, own, own, after])
    else bytes = Buffer.concat([before, Buffer.alloc(length, value), after])
  }
  return bytes
}

async function outcome(read: () => unknown): Promise<string> {
  try {
    await read()
    return 'read'
  } catch (error) {
    return error instanceof AssayError ? error.code : String(error)
  }
}

const refusals = /^(read|(image|record|annotations|dicom)-(unreadable|unsupported|truncated))$/

async function mutate({ whole, read }: Subject): Promise<void> {
  const original = await whole()
  expect(await outcome(() => read(original))).toBe('read')
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const bytes = changed(original, changes)
      sniffFormat(bytes)
      expect(await outcome(() => read(bytes))).toMatch(refusals)
    }),
    { numRuns, seed },
  )
}

describe('a mutated file is read, or refused with its reason', () => {
  const timeout = 30_000 + 60 * numRuns
  it.each([...volumes, ...photographs, ...waveforms])('$name', mutate, timeout)
  it.skipIf(pydicom.status !== 0).each(objects)('$name (needs python3-pydicom)', mutate, timeout)
})
