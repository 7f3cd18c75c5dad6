// Reads a T1 volume of the head (MetaImage) and says of every voxel whether it is grey matter (1), white matter (2), or neither (0).
// Parting what is bright around the middle of the head into two groups is only a beginning: put your own algorithm in place of `segment`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { inflateSync } from 'node:zlib'

const input = join(process.env.INPUT_DIR ?? '/input', 'images/t1-brain-mri')
const output = join(process.env.OUTPUT_DIR ?? '/output', 'images/brain-structure-segmentation')

const [file] = readdirSync(input)
const { fields, size, values } = readVolume(readFileSync(join(input, file)))
mkdirSync(output, { recursive: true })
writeFileSync(join(output, 'segmentation.mha'), writeLabels(fields, segment(values, size)))

/** The header is text, a key and a value a line; the last line comes before the voxels, x fastest. */
function readVolume(bytes) {
  const mark = 'ElementDataFile = LOCAL\n'
  const end = bytes.indexOf(mark) + mark.length
  const lines = bytes.toString('latin1', 0, end).trim().split('\n')
  const fields = new Map(lines.map((line) => line.split(' = ')))
  const body = fields.get('CompressedData') === 'True' ? inflateSync(bytes.subarray(end)) : bytes.subarray(end)
  const read = {
    MET_UCHAR: (i) => body[i],
    MET_SHORT: (i) => body.readInt16LE(2 * i),
    MET_USHORT: (i) => body.readUInt16LE(2 * i),
    MET_INT: (i) => body.readInt32LE(4 * i),
    MET_UINT: (i) => body.readUInt32LE(4 * i),
    MET_FLOAT: (i) => body.readFloatLE(4 * i),
    MET_DOUBLE: (i) => body.readDoubleLE(8 * i),
  }[fields.get('ElementType')]
  const size = fields.get('DimSize').split(' ').map(Number)
  return { fields, size, values: Float64Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => read(i)) }
}

/** What hangs together with the middle of the head and is brighter than fluid; of it, the brighter group is white. */
function segment(values, [nx, ny, nz]) {
  const bright = [...values].sort((a, b) => a - b)[Math.floor(0.98 * values.length)]
  const inside = connected(
    values.map((value) => (value > 0.45 * bright ? 1 : 0)),
    [nx, ny, nz],
  )
  const split = twoMeans(values.filter((_, i) => inside[i]))
  return Uint8Array.from(inside, (is, i) => (is ? (values[i] > split ? 2 : 1) : 0))
}

/** The voxels that neighbours lead to from those around the middle of the grid. */
function connected(isBright, [nx, ny, nz]) {
  const found = new Uint8Array(isBright.length)
  const middle = Math.floor(nx / 2) + nx * (Math.floor(ny / 2) + ny * Math.floor(nz / 2))
  const waiting = []
  for (let i = -Math.floor(nx / 4); i <= Math.floor(nx / 4); i += 1) waiting.push(middle + i)
  while (waiting.length > 0) {
    const at = waiting.pop()
    if (found[at] || !isBright[at]) continue
    found[at] = 1
    const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / nx / ny)]
    if (x > 0) waiting.push(at - 1)
    if (x < nx - 1) waiting.push(at + 1)
    if (y > 0) waiting.push(at - nx)
    if (y < ny - 1) waiting.push(at + nx)
    if (z > 0) waiting.push(at - nx * ny)
    if (z < nz - 1) waiting.push(at + nx * ny)
  }
  return found
}

/** The value half way between the means of the lower and the upper group. */
function twoMeans(values) {
  const mean = (some) => some.reduce((sum, value) => sum + value, 0) / Math.max(1, some.length)
  let split = mean(values)
  for (let round = 0; round < 20; round += 1)
    split = (mean(values.filter((value) => value <= split)) + mean(values.filter((value) => value > split))) / 2
  return split
}

/** On the grid of the input: its header, with one byte a voxel. */
function writeLabels(fields, labels) {
  const header = new Map(fields)
  header.set('ElementType', 'MET_UCHAR').set('CompressedData', 'False').delete('CompressedDataSize')
  header.delete('ElementDataFile')
  const lines = [...header, ['ElementDataFile', 'LOCAL']].map(([key, value]) => `${key} = ${value}\n`)
  return Buffer.concat([Buffer.from(lines.join(''), 'latin1'), labels])
}
