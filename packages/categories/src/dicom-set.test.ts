import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { DeviceManifest } from '@assay/contracts'
import { readVolume, type Volume } from '@assay/formats'
import { afterAll, describe, expect, it } from 'vitest'
import { asDicomSet, dicomSet } from './dicom-set.ts'
import { noduleDetection as task } from './lung-ct/nodule-detection.ts'
import { taskOf } from './task-of.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-dicom-set-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPydicom = spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0
const hasDcmtk = spawnSync('sh', ['-c', 'command -v dcmftest dcm2pnm']).status === 0
const socket = asDicomSet(task.inputs[0]!)
const key = (byte: number) => new Uint8Array(32).fill(byte)

/** A tilted grid whose three spacings differ, and a plain one; brightness below what 16 bits of air have, too. */
const chest = readVolume(task.generateCase(7, 1).files[0]!.bytes, 'chest.mha')
const [c, s] = [Math.cos(0.3), Math.sin(0.3)]
const tilted: Volume = {
  size: [6, 5, 4],
  spacing: [0.7, 0.8, 2.5],
  values: Int16Array.from({ length: 120 }, (_, i) => 31 * i - 2048),
  affine: [
    [0.7 * c, -0.8 * s, 0, -20.5],
    [0.7 * s, 0.8 * c, 0, 11.25],
    [0, 0, 2.5, -1040.125],
  ],
}

function write(volume: Volume, from = key(1)): string[] {
  const place = mkdtempSync(join(folder, 'set-'))
  return dicomSet(volume, 'CT', socket, from).map(({ path, bytes }) => {
    writeFileSync(join(place, basename(path)), bytes)
    return join(place, basename(path))
  })
}

/** Sorted as any reader sorts: along the normal of the first slice. */
const byPydicom = `
import hashlib, json, sys, numpy, pydicom
slices = [pydicom.dcmread(name) for name in sys.argv[1:]]
a = numpy.array([float(v) for v in slices[0].ImageOrientationPatient])
normal = numpy.cross(a[:3], a[3:])
slices.sort(key=lambda one: float(numpy.dot([float(v) for v in one.ImagePositionPatient], normal)))
grid = numpy.stack([one.pixel_array * float(one.RescaleSlope) + float(one.RescaleIntercept) for one in slices]).astype('<i2')
place = lambda one: [float(v) for v in one.ImagePositionPatient]
unique = lambda word: len({str(getattr(one, word)) for one in slices})
print(json.dumps({
  'shape': grid.shape[::-1], 'hash': hashlib.sha256(grid.tobytes()).hexdigest(),
  'first': place(slices[0]), 'last': place(slices[-1]), 'axes': a.tolist(),
  'spacing': [float(v) for v in slices[0].PixelSpacing], 'numbers': [int(one.InstanceNumber) for one in slices],
  'unique': [unique(word) for word in ('SOPInstanceUID', 'SeriesInstanceUID', 'StudyInstanceUID', 'FrameOfReferenceUID', 'PatientID')],
  'told': [str(slices[0].get(word, '')) for word in ('StudyDate', 'StudyTime', 'SeriesDescription', 'Manufacturer', 'StationName', 'PatientIdentityRemoved', 'Modality', 'SOPClassUID')]}))`

interface Told {
  readonly shape: number[]
  readonly hash: string
  readonly first: number[]
  readonly last: number[]
  readonly axes: number[]
  readonly spacing: number[]
  readonly numbers: number[]
  readonly unique: number[]
  readonly told: string[]
}

function toldByPydicom(files: readonly string[]): Told {
  const { stdout, stderr } = spawnSync(python, ['-c', byPydicom, ...files], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

describe('a volume as a DICOM series', () => {
  it.skipIf(!hasPydicom)(
    'has the same voxels in the same places, as pydicom reads them, and is one series of one patient (needs pydicom)',
    () => {
      for (const volume of [chest, tilted]) {
        const told = toldByPydicom(write(volume))
        expect(told.shape).toEqual(volume.size)
        const voxels = Buffer.from(Int16Array.from(volume.values).buffer)
        expect(told.hash).toBe(createHash('sha256').update(voxels).digest('hex'))
        const [, , slices] = volume.size
        // Left–posterior–superior: x and y have the other sign.
        const at = (slice: number) => volume.affine.map((row, axis) => (axis < 2 ? -1 : 1) * (row[2] * slice + row[3]))
        for (const [found, wanted] of [
          [told.first, at(0)],
          [told.last, at(slices - 1)],
        ] as const)
          for (const [axis, value] of found.entries()) expect(value).toBeCloseTo(wanted[axis]!, 6)
        const across = volume.affine.map((row, axis) => ((axis < 2 ? -1 : 1) * row[0]) / volume.spacing[0])
        for (const [axis, value] of across.entries()) expect(told.axes[axis]).toBeCloseTo(value, 6)
        expect(told.spacing).toEqual([volume.spacing[1], volume.spacing[0]])
        expect(told.numbers).toEqual(Array.from({ length: slices }, (_, i) => i + 1))
        expect(told.unique).toEqual([slices, 1, 1, 1, 1])
        const [date, time, , , station, removed, modality, sopClass] = told.told
        expect([date, time, station, removed, modality]).toEqual(['', '', '', 'YES', 'CT'])
        expect(sopClass).toBe('1.2.840.10008.5.1.4.1.1.2')
      }
    },
  )

  it.skipIf(!hasDcmtk)('is what dcmtk takes for DICOM, and shows (needs dcmtk)', () => {
    const files = write(tilted)
    const tested = spawnSync('dcmftest', files, { encoding: 'utf8' })
    expect([tested.status, tested.stdout.match(/^yes/gm)]).toEqual([0, files.map(() => 'yes')])
    // The stored values by its own pipeline, unscaled: of all slices together, those of the volume from its least on.
    const stored = files.map((file) => {
      const { stdout } = spawnSync('dcm2pnm', ['--no-modality', '--write-16-bit-pnm', file], { encoding: 'latin1' })
      const [kind, columns, rows, most, ...values] = stdout.split(/\s+/).filter((word) => word !== '')
      expect([kind, columns, rows, most]).toEqual(['P2', '6', '5', '65535'])
      return values.map(Number)
    })
    expect(stored.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => 31 * i))
  })

  it('has identifiers, names and an order of files that another key makes others', () => {
    const [one, again, other] = [key(1), key(1), key(2)].map((own) => write(tilted, own).map((file) => basename(file)))
    expect(again).toEqual(one)
    expect(other!.filter((name) => one!.includes(name))).toEqual([])
    // Which slice comes first in the folder is a matter of the key alone.
    const firsts = Array.from({ length: 24 }, (_, byte) => {
      const [first] = dicomSet(tilted, 'CT', socket, key(byte + 1))
      return first!.bytes.length > 0 ? numberOf(first!.bytes) : 0
    })
    expect(new Set(firsts).size).toBeGreaterThan(1)
  })

  it('holds no word of how the image came', () => {
    for (const file of write(chest)) expect(readFileSync(file, 'latin1')).not.toMatch(/generated|\.mha|20000101/i)
  })
})

/** Instance Number (0020,0013) of an explicit little-endian object. */
function numberOf(bytes: Uint8Array): number {
  const whole = Buffer.from(bytes)
  const at = whole.indexOf(Buffer.from([0x20, 0, 0x13, 0, 0x49, 0x53]))
  return Number(whole.toString('latin1', at + 8, at + 8 + whole.readUInt16LE(at + 6)))
}

describe('the socket of a DICOM image set', () => {
  const limits = { wallSeconds: 1, cpuSeconds: 1, memoryMiB: 16, processes: 1, outputMiB: 1, outputFiles: 1 }
  const manifest: Omit<DeviceManifest, 'inputs'> = {
    schema: 'assay.device/1',
    name: 'n',
    version: '1',
    vendor: 'v',
    category: 'lung-ct',
    task: task.id,
    intendedUse: 'u',
    program: { interpreter: 'node', file: 'a.mjs' },
    cases: 'one-per-start',
    gpus: 0,
    limits,
    outputs: [...task.outputs],
  }

  it('is one that a device may ask for in place of the image, in that folder, and not beside it', () => {
    expect(taskOf({ ...manifest, inputs: [socket] })).toBe(task)
    expect(taskOf({ ...manifest, inputs: [...task.inputs] })).toBe(task)
    for (const inputs of [[socket, ...task.inputs], [{ ...socket, relativePath: 'images/other' }], []])
      expect(() => taskOf({ ...manifest, inputs })).toThrow('sockets-differ')
    const brain = { ...manifest, category: 'brain-mri', task: 'structure-segmentation' }
    expect(() => taskOf({ ...brain, inputs: [socket] })).toThrow('sockets-differ')
  })
})
