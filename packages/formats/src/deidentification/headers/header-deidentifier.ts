import { extname } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { DeidentificationOptions } from '@assay/contracts'
import { type FileBeside, noFiles } from '../../images/file-beside.ts'
import type { FileFormat } from '../../sniff-format.ts'
import type { PatientIdentity, Pseudonymiser } from '../pseudonyms.ts'
import { jpegWithoutTexts } from './jpeg.ts'
import { niftiWithoutTexts } from './nifti.ts'
import { pngWithoutTexts } from './png.ts'
import { type Refuse, refusing } from './refuse.ts'
import { metaImageWithoutTexts, nrrdWithoutTexts } from './text-headers.ts'
import { tiffWithoutTexts } from './tiff.ts'
import { type Rename, wfdbHeaderWithoutTexts } from './wfdb-header.ts'

export interface HeaderContext {
  readonly format: FileFormat
  /** What stands in errors for the file. */
  readonly where: string
  /** Whose file it is, for the days that dates move by. */
  readonly patient: PatientIdentity
  /** Whether names of records and files within the header stay: they were declared to name nobody. */
  readonly keepsNames?: boolean
  /** Name of a volume's file, after which that of a NIfTI header's other half goes. */
  readonly name?: string
  /** Files beside a volume's header, of which one may hold its voxels: both become one. */
  readonly beside?: FileBeside
}

export interface HeaderDeidentifier {
  /**
   * The file without texts, comments and names; voxels, pixels and samples untouched.
   * @throws AssayError deidentification-refused, image-unreadable, image-unsupported
   */
  clean(bytes: Buffer, context: HeaderContext): Buffer
  /** The name that a file gets: a pseudonym of its name, with its extension. Names within headers are renamed in the same way. */
  rename: Rename
}

/** What a compressed volume may become. */
const mostInflated = 2 ** 30

const extension = /^\.[a-z0-9]{1,5}$/i

/**
 * Makes the function that takes texts out of the headers of images, photographs and WFDB records. What such a header may keep is a list for
 * each format: what pixels, voxels and samples are read by. SCP-ECG and aECG are refused: read them, and write them as WFDB.
 */
export function headerDeidentifier(options: DeidentificationOptions, pseudonyms: Pseudonymiser): HeaderDeidentifier {
  const rename = (file: string) => {
    const ending = extname(file)
    const kept = extension.test(ending) ? ending.toLowerCase() : ''
    const stem = kept === '' ? file : file.slice(0, -ending.length)
    return stem === '~' || stem === '-' ? file : pseudonyms.name(stem) + kept
  }
  const clean = (bytes: Buffer, context: HeaderContext) => {
    const refuse = refusing(context.where)
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return cleaned(bytes, context, refuse)
    return gzipSync(cleaned(unzipped(bytes, refuse), context, refuse), { level: 1 })
  }
  const cleaned = (bytes: Buffer, context: HeaderContext, refuse: Refuse): Buffer => {
    const { format, where, name = '', patient, keepsNames, beside = noFiles } = context
    const own = keepsNames ? (file: string) => file : rename
    switch (format) {
      case 'png':
        return pngWithoutTexts(bytes, refuse)
      case 'jpeg':
        return jpegWithoutTexts(bytes, refuse)
      case 'tiff':
        return tiffWithoutTexts(bytes, refuse)
      case 'nifti':
        return niftiWithoutTexts(bytes, { where, name, beside, refuse })
      case 'nrrd':
        return nrrdWithoutTexts(bytes, { where, beside, refuse })
      case 'metaimage':
        return metaImageWithoutTexts(bytes, { where, beside, refuse })
      case 'wfdb-header': {
        const days = options.options.includes('modifiedDates') ? pseudonyms.shiftDays(patient) : undefined
        return wfdbHeaderWithoutTexts(bytes, { rename: own, days, oldestAge: options.oldestAge })
      }
      default:
        throw refuse('format-not-cleaned')
    }
  }
  return { clean, rename }
}

function unzipped(bytes: Buffer, refuse: Refuse): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostInflated })
  } catch {
    throw refuse('cut-off')
  }
}
