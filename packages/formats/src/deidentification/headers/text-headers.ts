import { type FileBeside, readBeside } from '../../images/file-beside.ts'
import { readMetaImageHeader } from '../../images/read-metaimage.ts'
import { readNrrdHeader } from '../../images/read-nrrd.ts'
import { bytesOf, isLittleEndian } from '../../images/voxel-kinds.ts'
import { rawVoxels, tooLong, type VoxelPlace } from '../../images/voxel-place.ts'
import type { Refuse } from './refuse.ts'

/** What a header is cleaned with. */
interface Surroundings {
  /** What stands in errors for the file. */
  readonly where: string
  /** The files beside it: one of them may hold its voxels. */
  readonly beside: FileBeside
  readonly refuse: Refuse
}

const nrrdNumbers = new Set(
  'dimension|space dimension|sizes|spacings|thicknesses|axis mins|axis maxs|space directions|space origin|measurement frame|min|max|old min|old max'.split(
    '|',
  ),
)
const nrrdWords: Readonly<Record<string, RegExp>> = {
  type: /^((un)?signed char|u?char|((un)?signed )?(short|int|long long)( int)?|u(short|int|longlong)|longlong|u?int(8|16|32|64)(_t)?|float|double)$/i,
  encoding: /^(raw|txt|text|ascii|hex|gz|gzip|bz2|bzip2)$/i,
  endian: /^(little|big)$/i,
  space: /^(((right|left)-(anterior|posterior)-superior|scanner-xyz|3d-(right|left)-handed)(-time)?|[rl][ap]st?)$/i,
  kinds:
    /^(domain|space|time|list|point|vector|covariant-vector|normal|stub|scalar|complex|2-vector|3-(color|vector|gradient|normal)|4-(color|vector)|quaternion|[23]D-(masked-)?(symmetric-)?matrix|RGB-color|RGBA-color|HSV-color|XYZ-color|none|\?\?\?|\s)+$/i,
  centers: /^(cell|node|none|\?\?\?|\s)+$/,
  centerings: /^(cell|node|none|\?\?\?|\s)+$/,
  units: /^("(mm|cm|m|um|μm|s|ms|sec|)"|\s)+$/,
  'space units': /^("(mm|cm|m|um|μm|s|ms|)"|\s)+$/,
}
/** Fields that say where and how the voxels are written. */
const nrrdPlaces = new Set(['line skip', 'lineskip', 'byte skip', 'byteskip'])
/** Keys of diffusion weighting and of segmentations that voxels can't be read without. */
const nrrdKeys =
  /^(modality:=(DWMRI|MR|CT)|(DWMRI_b-value|DWMRI_gradient_\d{4}|Segment\d+_(LabelValue|Layer|Extent)):=[\s\d.+\-eE]{0,200})$/

const numbersOnly = /^[\s\d().,+\-eE]*$|^(\s|none|nan|[\d().,+\-eE])*$/i

/**
 * An NRRD without comments, content, labels and keys: only fields that voxels are read by stay, with values of their kind. Its voxels, also those
 * of the file beside it, stand plain behind the header, with nothing before or after them.
 * @throws AssayError image-unreadable, image-unsupported for voxels that can't be told from what stands beside them
 */
export function nrrdWithoutTexts(bytes: Buffer, { where, beside, refuse }: Surroundings): Buffer {
  const end = headerEnd(bytes)
  if (end === undefined) throw refuse('cut-off')
  const [magic = '', ...lines] = bytes.toString('utf-8', 0, end).trimEnd().split(/\r?\n/)
  const fields = lines.map(nrrdField)
  const kept = [magic.slice(0, 8), ...fields.flatMap(({ kept: line }) => line ?? [])]
  const file = fields.find(({ name }) => name === 'data file' || name === 'datafile')?.value.trim()
  if (file !== undefined && /^LIST|%/.test(file)) throw refuse('list-of-files')
  const { place } = readNrrdHeader(Buffer.from(`${kept.join('\n')}\n\n`), where)
  const here = { ...place, start: file === undefined ? end : 0 }
  const voxels = plainVoxels(here, file === undefined ? bytes : { file, beside }, where)
  const order = isLittle(place) ? 'little' : 'big'
  const written = kept.filter((line) => !/^(encoding|endian|(line|byte) ?skip):/i.test(line))
  return Buffer.concat([Buffer.from(`${[...written, `endian: ${order}`, 'encoding: raw'].join('\n')}\n\n`), voxels])
}

/** Behind the empty line; the whole file where the data stand in another one. */
function headerEnd(bytes: Buffer): number | undefined {
  const ends = ['\n\n', '\n\r\n'].map((mark) => ({ at: bytes.indexOf(mark), mark })).filter(({ at }) => at >= 0)
  const [first] = ends.sort((a, b) => a.at - b.at)
  if (first) return first.at + first.mark.length
  return bytes.length < 2 ** 20 ? bytes.length : undefined
}

/** A line of a header: its name and value, and the line itself where it may stay. */
function nrrdField(line: string): { name: string; value: string; kept?: string } {
  if (nrrdKeys.test(line)) return { name: '', value: '', kept: line }
  const [, field = '', value = ''] = /^([\w ]+): ?(.*)$/.exec(line) ?? []
  const name = field.toLowerCase()
  const isOfNumbers = nrrdNumbers.has(name) || nrrdPlaces.has(name)
  const isKept = isOfNumbers ? numbersOnly.test(value) : nrrdWords[name]?.test(value.trim())
  return { name, value, ...(isKept ? { kept: line } : {}) }
}

const metaKeys = new Set(
  'ObjectType NDims DimSize ElementType ElementSpacing ElementSize Offset Position Origin TransformMatrix Rotation Orientation CenterOfRotation AnatomicalOrientation BinaryData BinaryDataByteOrderMSB ElementByteOrderMSB CompressedData CompressedDataSize ElementNumberOfChannels ElementMin ElementMax HeaderSize Modality'.split(
    ' ',
  ),
)
const metaValue =
  /^([\s\d.+\-eE]+|True|False|Image|MET_(U?(CHAR|SHORT|INT|LONG|LONG_LONG)|FLOAT|DOUBLE)(_ARRAY)?|MET_MOD_(CT|MR|NM|US|OTHER|UNKNOWN)|[RLAPSI?]{3})$/i
/** Fields that say where and how the voxels are written. */
const metaPlaces =
  /^(BinaryData|BinaryDataByteOrderMSB|ElementByteOrderMSB|CompressedData|CompressedDataSize|HeaderSize) /

/**
 * A MetaImage without comments, names and keys of others: only fields that voxels are read by stay, with values of their kind. Its voxels, also
 * those of the file beside it, stand plain behind the header, with nothing before or after them.
 * @throws AssayError image-unreadable, image-unsupported for voxels that can't be told from what stands beside them
 */
export function metaImageWithoutTexts(bytes: Buffer, { where, beside, refuse }: Surroundings): Buffer {
  const { kept, file, end } = metaFields(bytes, refuse)
  if (/^LIST|%/.test(file)) throw refuse('list-of-files')
  const isLocal = file.toUpperCase() === 'LOCAL'
  const last = 'ElementDataFile = LOCAL\n'
  const header = Buffer.from(`${kept.join('\n')}\n${last}`)
  const { place } = readMetaImageHeader(header, where)
  const here = { ...place, start: place.start - header.length + (isLocal ? end : 0) }
  const voxels = plainVoxels(here, isLocal ? bytes : { file, beside }, where)
  const written = [
    ...kept.filter((line) => !metaPlaces.test(line)),
    ...[
      'BinaryData = True',
      `BinaryDataByteOrderMSB = ${isLittle(place) ? 'False' : 'True'}`,
      'CompressedData = False',
    ],
  ]
  return Buffer.concat([Buffer.from(`${written.join('\n')}\n${last}`), voxels])
}

/** Lines that may stay, the file that the last one names, and where it ends. */
function metaFields(bytes: Buffer, refuse: Refuse): { kept: string[]; file: string; end: number } {
  const kept: string[] = []
  for (let at = 0; at < bytes.length && at < 2 ** 20; ) {
    const newline = bytes.indexOf(0x0a, at)
    const end = newline < 0 ? bytes.length : newline
    const [, key = '', value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(bytes.toString('utf-8', at, end)) ?? []
    if (key === 'ElementDataFile') return { kept, file: value, end: end + 1 }
    if (metaKeys.has(key) && metaValue.test(value)) kept.push(`${key} = ${value}`)
    at = end + 1
  }
  throw refuse('cut-off')
}

/** Voxels that were text are written in this machine's order. */
function isLittle({ encoding, littleEndian }: VoxelPlace): boolean {
  return encoding === 'text' ? isLittleEndian : littleEndian
}

/**
 * The bytes of all voxels, and nothing else of the file that they lie in. A file of their own that holds more than them is not the header's.
 * @param stored the header's file, or the name of the one beside it
 */
function plainVoxels(
  place: VoxelPlace,
  stored: Buffer | { file: string; beside: FileBeside },
  where: string,
): Uint8Array {
  const due = bytesOf(place.kind, place.voxels)
  if (Buffer.isBuffer(stored)) return rawVoxels(place, stored, where).subarray(0, due)
  const voxels = rawVoxels(place, readBeside([stored.file], stored.beside, where), where)
  if (voxels.length > due) throw tooLong(voxels.length, due, where)
  return voxels
}
