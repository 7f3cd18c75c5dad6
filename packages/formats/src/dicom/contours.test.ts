import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readMetaImage } from '../images/read-metaimage.ts'
import type { Affine } from '../images/volume.ts'
import { writeMetaImage } from '../images/write-metaimage.ts'
import { maskOfStructure } from './contour-mask.ts'
import { type Contour, readContours } from './read-contours.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-contours-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPydicom = spawnSync(python, ['-c', 'import pydicom, skimage.measure']).status === 0
const hasPlastimatch = spawnSync('plastimatch', ['--version']).status === 0

/** A structure set on a grid of 40 × 30 × 5 voxels of 1.5 × 2 × 3 mm; what pydicom reads of it and of its own, and skimage's inside. */
const script = `
import json, sys, warnings
warnings.simplefilter('ignore')
import numpy as np, pydicom, skimage.measure
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

folder = sys.argv[1]
origin, spacing = np.array([-30.0, -20.0, 100.0]), np.array([1.5, 2.0, 3.0])
rng = np.random.default_rng(5)
def star(centre, size, corners=17):
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radii = size * rng.uniform(0.4, 1, corners)
    return np.c_[centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)]
shapes = {1: ('Heart', 'ORGAN', [(k, star((20, 15), 13), 'CLOSED_PLANAR') for k in range(5)]),
          2: ('Ring', 'ORGAN', [(2, star((20, 15), 14, 40), 'CLOSEDPLANAR_XOR'), (2, star((20, 15), 4, 30), 'CLOSEDPLANAR_XOR')]),
          3: ('Point', 'ISOCENTER', [(1, np.array([[5.0, 5.0]]), 'POINT')])}
dataset = FileDataset('r', {}, file_meta=FileMetaDataset(), preamble=b'\\0' * 128)
dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID = '1.2.840.10008.5.1.4.1.1.481.3'
dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID = '1.2.3'
dataset.Modality, dataset.is_little_endian, dataset.is_implicit_VR = 'RTSTRUCT', True, False
dataset.PatientName, dataset.PatientID, dataset.StudyInstanceUID, dataset.SeriesInstanceUID = 'x', 'x', '1.2', '1.2.5'
rois, contours, observations = [], [], []
for number, (name, kind, outlines) in shapes.items():
    roi = Dataset(); roi.ROINumber, roi.ROIName, roi.ReferencedFrameOfReferenceUID = number, name, '1.2.9'; rois.append(roi)
    seen = Dataset(); seen.ReferencedROINumber, seen.RTROIInterpretedType, seen.ObservationNumber = number, kind, number; observations.append(seen)
    drawn = Dataset(); drawn.ReferencedROINumber, drawn.ContourSequence = number, Sequence([]); contours.append(drawn)
    for plane, corners, geometry in outlines:
        points = origin + np.c_[corners, np.full(len(corners), plane)] * spacing
        one = Dataset(); one.ContourGeometricType, one.NumberOfContourPoints = geometry, len(corners)
        one.ContourData = ['%.6f' % v for v in points.ravel()]
        drawn.ContourSequence.append(one)
dataset.StructureSetROISequence, dataset.ROIContourSequence, dataset.RTROIObservationsSequence = map(Sequence, (rois, contours, observations))
dataset.save_as(f'{folder}/r.dcm', write_like_original=False)

def inside(number):
    mask = np.zeros((5, 30, 40), bool)
    for plane, corners, _ in shapes[number][2]: mask[plane] ^= skimage.measure.grid_points_in_poly((40, 30), corners).T
    return np.flatnonzero(mask.ravel()).tolist()

def read(path):
    dataset = pydicom.dcmread(path, force=True)
    return [dict(name=roi.ROIName, contours=[[list(map(float, c.ContourData)) for c in drawn.ContourSequence if c.ContourGeometricType.startswith('CLOSED')]
                 for drawn in dataset.ROIContourSequence if drawn.ReferencedROINumber == roi.ROINumber][0]) for roi in dataset.StructureSetROISequence]
shipped = get_testdata_file('rtstruct.dcm')
print(json.dumps(dict(masks={n: inside(n) for n in (1, 2)}, files=[dict(path=p, structures=read(p)) for p in (f'{folder}/r.dcm', shipped)])))
`

interface Peer {
  masks: Record<number, number[]>
  files: { path: string; structures: { name: string; contours: number[][] }[] }[]
}

function peer(): Peer {
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const affine: Affine = [
  [-1.5, 0, 0, 30],
  [0, -2, 0, 20],
  [0, 0, 3, 100],
]
const grid = { size: [40, 30, 5] as const, spacing: [1.5, 2, 3] as const, affine }
const indices = (values: ArrayLike<number>) => Array.from(values).flatMap((value, i) => (value === 1 ? [i] : []))

describe.skipIf(!hasPydicom)('a structure set (needs python3-pydicom, python3-skimage)', () => {
  const expected = hasPydicom ? peer() : { masks: {}, files: [] }
  const own = () => readContours(readFileSync(join(folder, 'r.dcm')), 'r.dcm')

  it('has the names and corners that pydicom reads, also in its own file', () => {
    for (const { path, structures } of expected.files) {
      const read = readContours(readFileSync(path), path).structures
      expect(read.map(({ name }) => name)).toEqual(structures.map(({ name }) => name))
      for (const [i, { contours }] of read.entries())
        expect(contours.map(({ points }) => points.flatMap(([x, y, z]) => [0 - x, 0 - y, z]))).toEqual(
          structures[i]!.contours.map((values) => values.map((value) => value + 0)),
        )
    }
    const { frameOfReference, structures } = own()
    expect(frameOfReference).toBe('1.2.9')
    expect(structures.map(({ kind, others }) => [kind, others])).toEqual([
      ['ORGAN', 0],
      ['ORGAN', 0],
      ['ISOCENTER', 1],
    ])
  })

  it('has the voxels inside that skimage has, with holes', () => {
    const { structures } = own()
    for (const number of [1, 2])
      expect(indices(maskOfStructure(structures[number - 1]!, grid, 'r').values)).toEqual(expected.masks[number])
  })

  it.skipIf(!hasPlastimatch)(
    'has the voxels inside that plastimatch has, but for its edges (needs plastimatch)',
    () => {
      const fixed = { ...grid, values: new Int16Array(6000) }
      writeFileSync(join(folder, 'fixed.mha'), writeMetaImage(fixed))
      const args = ['convert', '--input', join(folder, 'r.dcm'), '--fixed', join(folder, 'fixed.mha')]
      const { stdout } = spawnSync('plastimatch', [...args, '--output-prefix', join(folder, 'masks')], {
        encoding: 'utf8',
      })
      expect(existsSync(join(folder, 'masks/Heart.mha')), stdout).toBe(true)
      const mask = readMetaImage(readFileSync(join(folder, 'masks/Heart.mha')), 'm')
      const heart = maskOfStructure(own().structures[0]!, grid, 'r').values
      const differing =
        indices(mask.values).filter((i) => heart[i] === 0).length +
        indices(heart).filter((i) => mask.values[i] === 0).length
      expect(differing / indices(heart).length).toBeLessThan(0.02)
    },
  )

  it('that is none or damaged is refused with its reason', () => {
    const whole = readFileSync(join(folder, 'r.dcm'))
    const changed = (from: string, to: string) => Buffer.from(whole.toString('latin1').replace(from, to), 'latin1')
    expect(() => readContours(changed('RTSTRUCT', 'RTPLAN  '), 'r')).toThrow('no RT structure set')
    expect(() => readContours(changed('IS\x02\x0017', 'IS\x02\x0016'), 'r')).toThrow('51 coordinates for 16 points')
    const [heart] = own().structures
    const turned = { ...grid, affine: [affine[2], affine[1], affine[0]] as Affine }
    expect(() => maskOfStructure(heart!, turned, 'r')).toThrow('a contour that lies on no plane of the image')
  })
})

describe('a mask', () => {
  const unit: Affine = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ]
  const square = (x: number, y: number, size: number): Contour => ({
    points: [
      [x, y, 0] as const,
      [x + size, y, 0] as const,
      [x + size, y + size, 0] as const,
      [x, y + size, 0] as const,
    ],
    isExclusive: false,
  })
  const structure = (...contours: Contour[]) => ({ number: 1, name: '', kind: undefined, contours, others: 0 })
  const small = { size: [6, 5, 1] as const, spacing: [1, 1, 1] as const, affine: unit }
  const rows = (...contours: Contour[]) => {
    const { values } = maskOfStructure(structure(...contours), small, 'a')
    return [0, 1, 2, 3, 4].map((y) => [...values.subarray(6 * y, 6 * y + 6)].join(''))
  }

  it('has the centres on the left and the upper edges, and not on the others', () => {
    expect(rows(square(1, 1, 2))).toEqual(['000000', '011000', '011000', '000000', '000000'])
    expect(rows(square(1, 1, 2), square(3, 1, 2))).toEqual(['000000', '011110', '011110', '000000', '000000'])
  })

  it('joins contours of one plane, and turns over what exclusive ones enclose', () => {
    expect(rows(square(0, 0, 4), square(1, 1, 2))).toEqual(['111100', '111100', '111100', '111100', '000000'])
    const hole = { ...square(1, 1, 2), isExclusive: true }
    expect(rows({ ...square(0, 0, 4), isExclusive: true }, hole)).toEqual([
      '111100',
      '100100',
      '100100',
      '111100',
      '000000',
    ])
  })

  it('is cut off at the edges of the image', () => {
    expect(rows(square(-3, -3, 40))).toEqual(Array(5).fill('111111'))
  })
})
