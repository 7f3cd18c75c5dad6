// Reads a chest CT (a MetaImage) and marks lung nodules. Taking every compact spot of soft tissue that stands by itself is
// only a beginning: put your own algorithm in place of `findNodules`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const input = join(process.env.INPUT_DIR ?? '/input', 'images/ct')
const output = process.env.OUTPUT_DIR ?? '/output'

const chest = readMetaImage(join(input, readdirSync(input)[0]))
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

/** Millimetres, left–posterior–superior: a row of the matrix is the direction of one of the grid's axes. */
function worldOf({ spacing, offset, matrix }, voxel) {
  return offset.map((start, row) =>
    voxel.reduce((at, place, axis) => at + place * spacing[axis] * matrix[3 * axis + row], start),
  )
}
