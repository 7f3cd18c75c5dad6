import { inflateSync } from 'node:zlib'

const readers = {
  MET_UCHAR: (bytes) => (i) => bytes[i],
  MET_SHORT: (bytes) => (i) => bytes.readInt16LE(2 * i),
  MET_USHORT: (bytes) => (i) => bytes.readUInt16LE(2 * i),
  MET_INT: (bytes) => (i) => bytes.readInt32LE(4 * i),
  MET_UINT: (bytes) => (i) => bytes.readUInt32LE(4 * i),
  MET_FLOAT: (bytes) => (i) => bytes.readFloatLE(4 * i),
  MET_DOUBLE: (bytes) => (i) => bytes.readDoubleLE(8 * i),
}

/** The header is text, a key and a value a line; the last line comes before the voxels, x fastest. */
export function readVolume(bytes) {
  const mark = 'ElementDataFile = LOCAL\n'
  const end = bytes.indexOf(mark) + mark.length
  const lines = bytes.toString('latin1', 0, end).trim().split('\n')
  const fields = new Map(lines.map((line) => line.split(' = ')))
  const body = fields.get('CompressedData') === 'True' ? inflateSync(bytes.subarray(end)) : bytes.subarray(end)
  const size = fields.get('DimSize').split(' ').map(Number)
  const values = new Float32Array(size[0] * size[1] * size[2])
  const read = readers[fields.get('ElementType')](body)
  for (let i = 0; i < values.length; i += 1) values[i] = read(i)
  return { fields, size, values }
}

/** On the grid of the input: its header, with one byte a voxel. */
export function writeLabels(fields, labels) {
  const header = new Map(fields)
  header.set('ElementType', 'MET_UCHAR').set('CompressedData', 'False').delete('CompressedDataSize')
  header.delete('ElementDataFile')
  const lines = [...header, ['ElementDataFile', 'LOCAL']].map(([key, value]) => `${key} = ${value}\n`)
  return Buffer.concat([Buffer.from(lines.join(''), 'latin1'), labels])
}
