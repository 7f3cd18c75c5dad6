import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { readVolume } from '../images/read-volume.ts'
import { streamVolume } from '../images/stream-volume.ts'
import type { Volume } from '../images/volume.ts'
import { memorySource } from '../testing/memory-source.ts'
import { hasModules, runPython, sharedData } from '../testing/peers.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-seg-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = sharedData()
const hasPydicom = hasModules('pydicom', 'numpy')

/** Writes segmentations with pydicom, or reads those that are named; says where each voxel of a segment lies, left–posterior–superior. */
const script = `
import json, sys, zlib
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless

folder, given = sys.argv[1], sys.argv[2:]

def sequence(**values):
    item = Dataset()
    for name, value in values.items():
        setattr(item, name, value)
    return Sequence([item])

def write(name, frames, kind="BINARY", syntax=ExplicitVRLittleEndian, bits=1, between=None):
    """frames: (segment, position, mask)"""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = syntax
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.66.4"
    meta.MediaStorageSOPInstanceUID = "1.2.3"
    ds = FileDataset(f"{folder}/{name}", {}, file_meta=meta, preamble=b"\\0" * 128)
    ds.is_little_endian, ds.is_implicit_VR = True, syntax == ImplicitVRLittleEndian
    ds.Modality, ds.SegmentationType, ds.NumberOfFrames = "SEG", kind, len(frames)
    ds.Rows, ds.Columns = frames[0][2].shape
    ds.BitsAllocated = ds.BitsStored = bits
    ds.HighBit, ds.SamplesPerPixel, ds.PixelRepresentation = bits - 1, 1, 0
    if kind == "FRACTIONAL": ds.MaximumFractionalValue = 255
    shared = Dataset()
    measures = dict(PixelSpacing=[2.0, 0.5], SliceThickness=3.0)
    if between: measures["SpacingBetweenSlices"] = between
    shared.PixelMeasuresSequence = sequence(**measures)
    shared.PlaneOrientationSequence = sequence(ImageOrientationPatient=[0.6, 0.8, 0, -0.8, 0.6, 0])
    ds.SharedFunctionalGroupsSequence = Sequence([shared])
    own = []
    for segment, position, _ in frames:
        frame = Dataset()
        frame.PlanePositionSequence = sequence(ImagePositionPatient=list(position))
        if segment is not None:
            frame.SegmentIdentificationSequence = sequence(ReferencedSegmentNumber=segment)
        own.append(frame)
    ds.PerFrameFunctionalGroupsSequence = Sequence(own)
    stack = np.stack([mask for _, _, mask in frames])
    pixels = np.packbits(stack.ravel().astype(np.uint8), bitorder="little") if bits == 1 else stack.astype("<u2" if bits == 16 else np.uint8)
    pixels = pixels.tobytes()
    ds.PixelData = pixels + b"\\0" * (len(pixels) % 2)
    if syntax == RLELossless:
        ds.PixelData = pydicom.encaps.encapsulate([pixels])
        ds["PixelData"].is_undefined_length = True
    ds.save_as(f"{folder}/{name}", write_like_original=False)
    given.append(f"{folder}/{name}")

if not given:
    rng = np.random.default_rng(3)
    def mask(values=2): return rng.integers(0, values, (5, 7))
    def at(plane): return [10, -20, 7 + 3 * plane]
    a, b = mask(), mask()
    write("reversed.dcm", [(1, at(2), mask()), (1, at(0), mask()), (1, at(1), mask())])
    write("sparse.dcm", [(1, at(0), mask()), (1, at(4), mask()), (1, at(1), mask())])
    write("gaps.dcm", [(1, at(0), mask()), (1, at(4), mask())], between=3.0)
    write("two.dcm", [(1, at(0), a), (7, at(0), b * (1 - a)), (7, at(1), mask())])
    write("implicit.dcm", [(2, at(0), mask())], syntax=ImplicitVRLittleEndian)
    write("deflated.dcm", [(2, at(0), mask()), (2, at(1), mask())], syntax=DeflatedExplicitVRLittleEndian)
    write("labels.dcm", [(None, at(0), mask(9)), (None, at(1), mask(9))], kind="LABELMAP", bits=8)
    write("wide.dcm", [(None, at(0), mask(900)), (None, at(1), mask(900))], kind="LABELMAP", bits=16)
    write("refused-overlap.dcm", [(1, at(0), np.ones((5, 7), int)), (2, at(0), a)])
    write("refused-fractional.dcm", [(1, at(0), np.full((5, 7), 255)), (2, at(0), np.full((5, 7), 128))], kind="FRACTIONAL", bits=8)
    write("fractional.dcm", [(4, at(0), mask(256)), (4, at(1), mask(256))], kind="FRACTIONAL", bits=8)
    write("refused-rle.dcm", [(1, at(0), mask())], syntax=RLELossless)
    write("refused-apart.dcm", [(1, at(0), mask()), (1, [11, -20, 10], mask())])

out = []
for path in given:
    ds = pydicom.dcmread(path)
    if "refused" in path:
        out.append(dict(path=path, voxels=[]))
        continue
    if ds.BitsAllocated == 1:
        bits = np.unpackbits(np.frombuffer(ds.PixelData, np.uint8), bitorder="little")
        stack = bits[: ds.NumberOfFrames * ds.Rows * ds.Columns].reshape(ds.NumberOfFrames, ds.Rows, ds.Columns)
    else:
        stack = np.frombuffer(ds.PixelData, "<u2" if ds.BitsAllocated == 16 else np.uint8)[: ds.NumberOfFrames * ds.Rows * ds.Columns].reshape(-1, ds.Rows, ds.Columns)
    if ds.SegmentationType == "FRACTIONAL": stack = stack.astype(int) * 2 >= ds.MaximumFractionalValue
    shared = ds.SharedFunctionalGroupsSequence[0]
    x, y = np.array(shared.PlaneOrientationSequence[0].ImageOrientationPatient, float).reshape(2, 3)
    dy, dx = (float(v) for v in shared.PixelMeasuresSequence[0].PixelSpacing)
    voxels = []
    for frame, plane in zip(ds.PerFrameFunctionalGroupsSequence, stack):
        origin = np.array(frame.PlanePositionSequence[0].ImagePositionPatient, float)
        for row, column in np.argwhere(plane):
            label = int(plane[row, column]) if ds.SegmentationType == "LABELMAP" else frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
            voxels.append([label, *(origin + column * dx * x + row * dy * y).round(3).tolist()])
    out.append(dict(path=path, voxels=sorted(voxels)))
print(json.dumps(out))
`

interface Read {
  path: string
  /** Label, and where it lies. */
  voxels: number[][]
}

const pydicom = (paths: readonly string[]) => runPython<Read[]>(script, [folder, ...paths])

function voxelsOf(path: string): number[][] {
  const { size, affine, values } = readVolume(readFileSync(path), path)
  const voxels: number[][] = []
  values.forEach((label, i) => {
    if (label === 0) return
    const place = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / (size[0] * size[1])), 1]
    const [x, y, z] = affine.map((row) => row.reduce((sum, value, axis) => sum + value * place[axis]!, 0))
    voxels.push([label, ...[-x!, -y!, z!].map((value) => Number(value.toFixed(3)) + 0)])
  })
  return voxels
}

/** What was read, or the error by name. */
const outcome = async (read: () => unknown) => {
  try {
    return { read: await read() }
  } catch (error) {
    return { code: (error as { code: string }).code, ...(error as { parameters: object }).parameters }
  }
}

/** Every plane of a stream, a few bytes at a time. */
const streamed = async (bytes: Uint8Array, name: string) => {
  const { parts, ...grid } = await streamVolume(memorySource(bytes, 97), name)
  const planes: number[][] = []
  for await (const plane of parts()) planes.push([...plane])
  return { ...grid, planes: planes.length, values: planes.flat() }
}

/** A volume as its stream gives it; one that is deflated comes as one part. */
function planesOf({ values, ...grid }: Volume, path: string) {
  return { ...grid, planes: path.includes('deflated') ? 1 : grid.size[2], values: [...values] }
}

const sorted = (voxels: number[][]) => voxels.map((one) => one.map((value) => value + 0).join(' ')).sort()

describe.skipIf(!hasPydicom)('DICOM segmentations (need python3-pydicom)', () => {
  it('have their voxels where pydicom’s attributes say', () => {
    const peers = pydicom([]).filter(({ path }) => !path.includes('refused'))
    expect(peers).toHaveLength(9)
    for (const { path, voxels } of peers) expect(sorted(voxelsOf(path)), path).toEqual(sorted(voxels))
  })

  it('are the same plane by plane, and say the same of what is wrong', async () => {
    for (const { path } of pydicom([])) {
      const bytes = readFileSync(path)
      for (const given of [bytes, bytes.subarray(0, bytes.length - 9), bytes.subarray(0, 700)]) {
        const whole = await outcome(() => readVolume(given, path))
        const stream = await outcome(() => streamed(given, path))
        if ('read' in whole) expect(stream, path).toEqual({ read: planesOf(whole.read as Volume, path) })
        else if (given === bytes) expect(stream, path).toEqual(whole)
        // What is cut off is told by what is there, where all would be looked at first by what is announced.
        else
          expect(stream, path).toMatchObject({ code: expect.stringMatching(/^(image|dicom)-un(readable|supported)$/) })
      }
    }
  })

  it('keep empty planes between frames', () => {
    pydicom([])
    const planes = (name: string) => readVolume(readFileSync(join(folder, name)), name).size[2]
    expect([planes('sparse.dcm'), planes('gaps.dcm'), planes('reversed.dcm')]).toEqual([5, 5, 3])
  })

  it.skipIf(!data)('of a liver, too (needs shared/data)', () => {
    const [liver] = pydicom([join(data!, 'liver/liver.dcm')])
    expect(liver!.voxels.length).toBeGreaterThan(10_000)
    expect(sorted(voxelsOf(liver!.path))).toEqual(sorted(liver!.voxels))
  })

  it('are refused with the reason', () => {
    pydicom([])
    const reason = (name: string) => {
      try {
        readVolume(readFileSync(join(folder, name)), name)
        return undefined
      } catch (error) {
        return `${(error as { code: string }).code}: ${(error as { parameters: { what: string } }).parameters.what}`
      }
    }
    expect(reason('refused-overlap.dcm')).toBe('image-unsupported: segments that overlap')
    expect(reason('refused-fractional.dcm')).toBe('image-unsupported: segments that overlap')
    expect(reason('refused-rle.dcm')).toBe('image-unsupported: frames in the transfer syntax 1.2.840.10008.1.2.5')
    expect(reason('refused-apart.dcm')).toBe('image-unsupported: planes that are no grid')
  })

  it('with any byte changed are a volume or a named refusal', () => {
    pydicom([])
    const files = ['two.dcm', 'labels.dcm', 'deflated.dcm'].map((name) => readFileSync(join(folder, name)))
    const change = fc.tuple(fc.nat(4000), fc.nat(255))
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(4000),
        (file, changes, cut) => {
          const bytes = Buffer.from(cut % 3 === 0 ? file.subarray(0, cut) : file)
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
          try {
            readVolume(bytes, 'a.dcm')
          } catch (error) {
            expect((error as { code?: string }).code).toMatch(/^(image|dicom)-/)
          }
        },
      ),
      { numRuns: 1500 },
    )
  })
})

describe('what is no DICOM', () => {
  it('is refused', () => {
    expect(() => readVolume(Buffer.from('hello'), 'a.dcm')).toThrow(/image-unsupported/)
  })
})
