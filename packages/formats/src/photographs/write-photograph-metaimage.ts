import type { Photograph } from './photograph.ts'

/**
 * Writes a photograph as a MetaImage of two dimensions with the colours of a pixel side by side (`.mha`), uncompressed and little-endian:
 * how the containers of the challenge platforms get colour photographs. The header says nothing but the grid.
 * Source: the MetaIO documentation of ITK; spacing is across, then down.
 */
export function writePhotographMetaImage(photograph: Photograph): Uint8Array {
  const { width, height, channels, bitsStored, values, pixelSpacing: [down, across] = [1, 1] } = photograph
  const lines = [
    ['ObjectType', 'Image'],
    ['NDims', '2'],
    ['BinaryData', 'True'],
    ['BinaryDataByteOrderMSB', 'False'],
    ['CompressedData', 'False'],
    ['TransformMatrix', '1 0 0 1'],
    ['Offset', '0 0'],
    ['CenterOfRotation', '0 0'],
    ['ElementSpacing', `${across} ${down}`],
    ['DimSize', `${width} ${height}`],
    ...(channels === 3 ? [['ElementNumberOfChannels', '3']] : []),
    ['ElementType', bitsStored > 8 ? 'MET_USHORT' : 'MET_UCHAR'],
    ['ElementDataFile', 'LOCAL'],
  ]
  const header = Buffer.from(lines.map(([key, value]) => `${key} = ${value}\n`).join(''), 'latin1')
  if (bitsStored <= 8) return Buffer.concat([header, Uint8Array.from(values)])
  const body = Buffer.alloc(2 * values.length)
  values.forEach((value, i) => {
    body.writeUInt16LE(value, 2 * i)
  })
  return Buffer.concat([header, body])
}
