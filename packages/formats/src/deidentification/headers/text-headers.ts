import type { Refuse } from './refuse.ts'

export type Rename = (file: string) => string

const nrrdNumbers = new Set(
  'dimension|space dimension|sizes|spacings|thicknesses|axis mins|axis maxs|space directions|space origin|measurement frame|block size|blocksize|line skip|lineskip|byte skip|byteskip|min|max|old min|old max'.split(
    '|',
  ),
)
const nrrdWords: Readonly<Record<string, RegExp>> = {
  type: /^[a-z0-9_ ]{1,24}$/,
  encoding: /^(raw|txt|text|ascii|hex|gz|gzip|bz2|bzip2)$/,
  endian: /^(little|big)$/,
  space: /^[a-z0-9-]{1,40}$/i,
  kinds:
    /^(domain|space|time|list|point|vector|covariant-vector|normal|stub|scalar|complex|2-vector|3-\w+|4-vector|quaternion|2D-\w+(-\w+)?|3D-\w+(-\w+)?|RGB-color|RGBA-color|HSV-color|XYZ-color|none|\?\?\?|\s)+$/,
  centers: /^(cell|node|none|\?\?\?|\s)+$/,
  centerings: /^(cell|node|none|\?\?\?|\s)+$/,
  units: /^("(mm|cm|m|um|μm|s|ms|sec|)"|\s)+$/,
  'space units': /^("(mm|cm|m|um|μm|s|ms|)"|\s)+$/,
}
/** Keys of diffusion weighting and of segmentations that voxels can't be read without. */
const nrrdKeys =
  /^(modality:=(DWMRI|MR|CT)|(DWMRI_b-value|DWMRI_gradient_\d{4}|Segment\d+_(LabelValue|Layer|Extent)):=[\s\d.+\-eE]{0,200})$/

const numbersOnly = /^[\s\d().,+\-eE]*$|^(\s|none|nan|[\d().,+\-eE])*$/i

/** An NRRD without comments, content, labels and keys; only fields that voxels are read by stay, with values of their kind. */
export function nrrdWithoutTexts(bytes: Buffer, rename: Rename, refuse: Refuse): Buffer {
  const end = headerEnd(bytes)
  if (end === undefined) throw refuse('cut-off')
  const [magic = '', ...lines] = bytes.toString('utf-8', 0, end).trimEnd().split(/\r?\n/)
  const kept = lines.flatMap((line) => nrrdLine(line, rename, refuse))
  return Buffer.concat([Buffer.from(`${[magic.slice(0, 8), ...kept].join('\n')}\n\n`), bytes.subarray(end)])
}

/** Behind the empty line; the whole file where the data stand in another one. */
function headerEnd(bytes: Buffer): number | undefined {
  const ends = ['\n\n', '\n\r\n'].map((mark) => ({ at: bytes.indexOf(mark), mark })).filter(({ at }) => at >= 0)
  const [first] = ends.sort((a, b) => a.at - b.at)
  if (first) return first.at + first.mark.length
  return bytes.length < 2 ** 20 ? bytes.length : undefined
}

function nrrdLine(line: string, rename: Rename, refuse: Refuse): string[] {
  if (nrrdKeys.test(line)) return [line]
  const [, field = '', value = ''] = /^([\w ]+): ?(.*)$/.exec(line) ?? []
  const name = field.toLowerCase()
  if (name === 'data file' || name === 'datafile') {
    if (/^LIST|%/.test(value)) throw refuse('list-of-files')
    return [`${field}: ${rename(value.trim())}`]
  }
  const isKept = nrrdNumbers.has(name) ? numbersOnly.test(value) : nrrdWords[name]?.test(value.trim())
  return isKept ? [line] : []
}

const metaKeys = new Set(
  'ObjectType NDims DimSize ElementType ElementSpacing ElementSize Offset Position Origin TransformMatrix Rotation Orientation CenterOfRotation AnatomicalOrientation BinaryData BinaryDataByteOrderMSB ElementByteOrderMSB CompressedData CompressedDataSize ElementNumberOfChannels ElementMin ElementMax HeaderSize Modality'.split(
    ' ',
  ),
)
const metaValue = /^([\s\d.+\-eE]+|True|False|Image|MET_\w{2,24}|[RLAPSI?]{3})$/

/** A MetaImage without comments, names and keys of others; only fields that voxels are read by stay, with values of their kind. */
export function metaImageWithoutTexts(bytes: Buffer, rename: Rename, refuse: Refuse): Buffer {
  const kept: string[] = []
  for (let at = 0; at < bytes.length && at < 2 ** 20; ) {
    const newline = bytes.indexOf(0x0a, at)
    const end = newline < 0 ? bytes.length : newline
    const [, key = '', value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(bytes.toString('utf-8', at, end)) ?? []
    if (key === 'ElementDataFile') {
      if (/^LIST|%/.test(value)) throw refuse('list-of-files')
      const isLocal = value === 'LOCAL' || value === 'Local'
      const head = [...kept, `ElementDataFile = ${isLocal ? 'LOCAL' : rename(value)}`, ''].join('\n')
      return Buffer.concat([Buffer.from(head), isLocal ? bytes.subarray(end + 1) : Buffer.alloc(0)])
    }
    if (metaKeys.has(key) && metaValue.test(value)) kept.push(`${key} = ${value}`)
    at = end + 1
  }
  throw refuse('cut-off')
}
