// Reads a chest CT (a MetaImage, or the slices of a DICOM series, as device.json asks) and marks lung nodules. Taking every
// compact spot of soft tissue that stands by itself is only a beginning: put your own algorithm in place of `findNodules`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const input = join(process.env.INPUT_DIR ?? '/input', 'images/ct')
const output = process.env.OUTPUT_DIR ?? '/output'

const files = readdirSync(input).map((name) => join(input, name))
const chest = files[0].endsWith('.dcm') ? readSeries(files) : readMetaImage(files[0])
const points = findNodules(chest).map(({ voxel, probability }) => ({
  name: '',
  point: worldOf(chest, voxel),
  probability,
}))
const answer = { type: 'Multiple points', points, version: { major: 1, minor: 0 } }
mkdirSync(output, { recursive: true })
writeFileSync(join(output, 'nodule-locations.json'), JSON.stringify(answer))

/** Middles, in voxels, of connected spots above −400 HU of 40 mm³ at least and 40 mm at most; the better they fill a ball, the surer. */
function findNodules({ size: [nx, ny, nz], spacing, values }) {
  const isOpen = Uint8Array.from(values, (value) => (value > -400 ? 1 : 0))
  const steps = [-1, 1, -nx, nx, -nx * ny, nx * ny]
  const found = []
  for (let seed = 0; seed < isOpen.length; seed += 1) {
    if (!isOpen[seed]) continue
    isOpen[seed] = 0
    const spot = [seed]
    const [sum, least, most] = [
      [0, 0, 0],
      [nx, ny, nz],
      [0, 0, 0],
    ]
    for (let at = 0; at < spot.length; at += 1) {
      const index = spot[at]
      const voxel = [index % nx, Math.floor(index / nx) % ny, Math.floor(index / (nx * ny))]
      voxel.forEach((place, axis) => {
        sum[axis] += place
        least[axis] = Math.min(least[axis], place)
        most[axis] = Math.max(most[axis], place)
      })
      steps.forEach((step, side) => {
        const axis = side >> 1
        const isBorder = side % 2 ? voxel[axis] === [nx, ny, nz][axis] - 1 : voxel[axis] === 0
        if (isBorder || !isOpen[index + step]) return
        isOpen[index + step] = 0
        spot.push(index + step)
      })
    }
    const lengths = most.map((place, axis) => (place - least[axis] + 1) * spacing[axis])
    const longest = Math.max(...lengths)
    const volume = spot.length * spacing[0] * spacing[1] * spacing[2]
    if (volume < 40 || longest > 40) continue
    const share = Math.min(1, volume / ((Math.PI / 6) * longest ** 3))
    // Small ones are less sure.
    found.push({ voxel: sum.map((total) => total / spot.length), probability: share * (1 - spot.length ** -0.5) })
  }
  return found
}

/** The header is lines of `Key = Value`; the voxels follow the last of them. */
function readMetaImage(file) {
  const bytes = readFileSync(file)
  const end = bytes.indexOf('\n', bytes.indexOf('ElementDataFile')) + 1
  const lines = bytes.toString('latin1', 0, end).trim().split('\n')
  const header = Object.fromEntries(lines.map((line) => line.split(/\s*=\s*/)))
  const numbers = (key) => header[key].split(' ').map(Number)
  if (header.ElementType !== 'MET_SHORT' || header.CompressedData !== 'False')
    throw new Error('not 16 bits as they are')
  const [size, spacing, offset, matrix] = ['DimSize', 'ElementSpacing', 'Offset', 'TransformMatrix'].map(numbers)
  const values = new Int16Array(bytes.buffer.slice(bytes.byteOffset + end, bytes.byteOffset + bytes.length))
  return { size, spacing, offset, matrix, values }
}

/** Slices in the order of their places along the normal; whoever reads other than the node's slices wants a library for it. */
function readSeries(files) {
  const slices = files.map(readSlice)
  const [across, down] = [slices[0].orientation.slice(0, 3), slices[0].orientation.slice(3)]
  const normal = [0, 1, 2].map((i) => across[(i + 1) % 3] * down[(i + 2) % 3] - across[(i + 2) % 3] * down[(i + 1) % 3])
  const along = ({ position }) => position.reduce((sum, value, axis) => sum + value * normal[axis], 0)
  slices.sort((a, b) => along(a) - along(b))
  const [first, second] = slices
  const [ny, nx] = [first.rows, first.columns]
  const values = new Int16Array(nx * ny * slices.length)
  for (const [place, slice] of slices.entries()) values.set(slice.values, place * nx * ny)
  const between = second ? along(second) - along(first) : 1
  const spacing = [first.spacing[1], first.spacing[0], between]
  return {
    size: [nx, ny, slices.length],
    spacing,
    offset: first.position,
    matrix: [...across, ...down, ...normal],
    values,
  }
}

/** The node's slices are explicit and little-endian, 16 bits a voxel, uncompressed. */
function readSlice(file) {
  const bytes = readFileSync(file)
  const found = new Map()
  for (let at = 132; at < bytes.length; ) {
    const tag = bytes.readUInt16LE(at) * 2 ** 16 + bytes.readUInt16LE(at + 2)
    const isLong = ['OB', 'OW', 'SQ', 'UN', 'UT'].includes(bytes.toString('latin1', at + 4, at + 6))
    const [start, length] = isLong ? [at + 12, bytes.readUInt32LE(at + 8)] : [at + 8, bytes.readUInt16LE(at + 6)]
    found.set(tag, bytes.subarray(start, start + length))
    at = start + length
  }
  const numbers = (tag) => found.get(tag).toString('latin1').split('\\').map(Number)
  const [intercept, slope] = [numbers(0x00281052)[0], numbers(0x00281053)[0]]
  const pixels = found.get(0x7fe00010)
  const values = Int16Array.from(
    { length: pixels.length / 2 },
    (_, i) => pixels.readUInt16LE(2 * i) * slope + intercept,
  )
  const [rows, columns] = [found.get(0x00280010).readUInt16LE(0), found.get(0x00280011).readUInt16LE(0)]
  const [position, orientation, spacing] = [0x00200032, 0x00200037, 0x00280030].map(numbers)
  return { rows, columns, position, orientation, spacing, values }
}

/** Millimetres, left–posterior–superior: a row of the matrix is the direction of one of the grid's axes. */
function worldOf({ spacing, offset, matrix }, voxel) {
  return offset.map((start, row) =>
    voxel.reduce((at, place, axis) => at + place * spacing[axis] * matrix[3 * axis + row], start),
  )
}
