import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import sharp from 'sharp'

/** A volume or photograph full of identifiers, and what a person would call its file. */
export interface CanaryImage {
  readonly name: string
  readonly bytes: Buffer
}

const person = 'Ouyang Jingyi 欧阳静怡 MRN-7350918264'
const [columns, rows, slices] = [64, 48, 4]

/** Values as CT has them: air about an ellipse of water with some noise. */
function voxels(seed: number): Int16Array {
  return Int16Array.from({ length: columns * rows * slices }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns) % rows]
    const isInside = ((x - 32) / 24) ** 2 + ((y - 24) / 18) ** 2 < 1
    return (isInside ? 0 : -1000) + (((i + seed) * 7919) % 31) - 15
  })
}

function nifti(codec: string, seed: number): Buffer {
  const header = Buffer.alloc(352)
  header.writeInt32LE(348, 0)
  for (const [axis, length] of [3, columns, rows, slices, 1, 1, 1, 1].entries())
    header.writeInt16LE(length, 40 + 2 * axis)
  header.writeInt16LE(4, 70)
  header.writeInt16LE(16, 72)
  for (const [axis, step] of [1, 0.8, 0.8, 2.5].entries()) header.writeFloatLE(step, 76 + 4 * axis)
  header.writeFloatLE(1, 112)
  header[123] = 2
  header.writeInt16LE(1, 254)
  for (const [row, values] of [
    [0.8, 0, 0, 0],
    [0, 0.8, 0, 0],
    [0, 0, 2.5, 0],
  ].entries())
    for (const [column, value] of values.entries()) header.writeFloatLE(value, 280 + 16 * row + 4 * column)
  iconv.encode('Ouyang', codec).copy(header, 4)
  iconv.encode('欧阳静怡', codec).copy(header, 14)
  iconv.encode(person, codec).copy(header, 148)
  iconv.encode('Zhuge Ruoxi', codec).copy(header, 228)
  header.write('n+1\0', 344, 'latin1')
  const note = iconv.encode(`patient ${person}, born 1984-03-17`, codec)
  const extension = Buffer.alloc(Math.ceil((note.length + 8) / 16) * 16)
  extension.writeInt32LE(extension.length, 0)
  extension.writeInt32LE(6, 4)
  note.copy(extension, 8)
  header[348] = 1
  header.writeFloatLE(352 + extension.length, 108)
  return Buffer.concat([header, extension, Buffer.from(voxels(seed).buffer), note])
}

function nrrd(codec: string): Buffer {
  const lines = [
    'NRRD0004',
    `# ${person}`,
    'type: short',
    'dimension: 3',
    'space: left-posterior-superior',
    `sizes: ${columns} ${rows} ${slices}`,
    'space directions: (0.8,0,0) (0,0.8,0) (0,0,2.5)',
    'space origin: (0,0,0)',
    'kinds: domain domain domain',
    'endian: little',
    'encoding: raw',
    'content: Jingyi Ouyang',
    'PatientName:=欧阳静怡',
    'Physician:=Zhuge^Ruoxi',
  ]
  return Buffer.concat([iconv.encode(`${lines.join('\n')}\n\n`, codec), Buffer.from(voxels(3).buffer)])
}

function metaImage(codec: string): Buffer {
  const lines = [
    'ObjectType = Image',
    `Comment = ${person}`,
    'NDims = 3',
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    'CompressedData = False',
    'TransformMatrix = 1 0 0 0 1 0 0 0 1',
    'Offset = 0 0 0',
    'ElementSpacing = 0.8 0.8 2.5',
    `DimSize = ${columns} ${rows} ${slices}`,
    'PatientName = 欧阳静怡',
    'PatientID = 7350918264',
    'ElementType = MET_SHORT',
    'ElementDataFile = LOCAL',
  ]
  return Buffer.concat([iconv.encode(`${lines.join('\n')}\n`, codec), Buffer.from(voxels(4).buffer)])
}

/** A file of voxels that begins with a name. */
function named(seed: number): Buffer {
  return Buffer.concat([Buffer.alloc(64, Buffer.from(`${person} `)), Buffer.from(voxels(seed).buffer)])
}

/** Headers full of identifiers, and the files that their voxels lie in, which begin with some. */
function twoFiles(): CanaryImage[] {
  const meta = metaImage('gb18030').toString('latin1')
  const ends = (text: string) => text.slice(0, text.indexOf('ElementDataFile'))
  const nrrdHead = nrrd('utf-8').toString('latin1').split('\n\n')[0]!
  const header = nifti('utf-8', 7).subarray(0, 348)
  header.write('ni1\0', 344, 'latin1')
  header.writeFloatLE(64, 108)
  return [
    {
      name: 'Ouyang Jingyi.mhd',
      bytes: Buffer.from(`${ends(meta)}HeaderSize = 64\nElementDataFile = Ouyang Jingyi.raw\n`, 'latin1'),
    },
    { name: 'Ouyang Jingyi.raw', bytes: named(5) },
    {
      name: 'Zhuge Ruoxi.nhdr',
      bytes: Buffer.from(`${nrrdHead}\nbyte skip: 64\ndata file: ./Zhuge Ruoxi.img\n`, 'latin1'),
    },
    { name: 'Zhuge Ruoxi.img', bytes: named(6) },
    { name: 'MRN-7350918264.hdr', bytes: header },
    { name: 'MRN-7350918264.img.gz', bytes: gzipSync(named(7)) },
  ]
}

/** A dull red disc on black, as a camera of the eye sees it. */
function photograph(shift: number) {
  const [width, height] = [400, 300]
  const pixels = Buffer.alloc(width * height * 3)
  for (let i = 0; i < width * height; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)]
    if (Math.hypot(x - 200, y - 150) > 140) continue
    pixels.set([150 + shift + ((i * 31) % 17), 70 + ((i * 17) % 13), 40], 3 * i)
  }
  const exif = { IFD0: { ImageDescription: person, Artist: 'Zhuge Ruoxi', Copyright: 'Qiantang Ninth Hospital' } }
  return sharp(pixels, { raw: { width, height, channels: 3 } }).withExif(exif)
}

/** The library writes no texts into a TIFF: they stand where no tag points at. */
function tiffWithTrailer(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.from(`${person}\0`), iconv.encode(person, 'gb18030')])
}

/** Volumes and photographs with identifiers in their headers, in UTF-8 and GB18030, and in the names that people give files. */
export async function canaryImages(): Promise<CanaryImage[]> {
  return [
    { name: 'Ouyang Jingyi.nii', bytes: nifti('utf-8', 1) },
    { name: '欧阳静怡.nii.gz', bytes: gzipSync(nifti('gb18030', 2)) },
    { name: 'Ouyang_Jingyi_19840317.nrrd', bytes: nrrd('gb18030') },
    { name: 'MRN-7350918264.mha', bytes: metaImage('utf-8') },
    ...twoFiles(),
    { name: '欧阳静怡 left eye.png', bytes: await photograph(0).png().toBuffer() },
    { name: 'Ouyang right eye.jpg', bytes: await photograph(20).jpeg().toBuffer() },
    { name: '13857190426.tif', bytes: tiffWithTrailer(await photograph(40).tiff().toBuffer()) },
  ]
}
