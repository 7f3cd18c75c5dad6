import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { findCategory } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import {
  defaultDeidentification,
  type FileFormat,
  headerDeidentifier,
  isVolume,
  pseudonymiser,
  voxelHash,
} from '@assay/formats'
import { identityInput } from '@assay/governance'
import type { Entry } from '../index/enter-studies.ts'
import { noDate } from '../index/no-date.ts'
import type { Unit } from './prepared.ts'
import { statedPatient } from './stated-patient.ts'

/** Volumes and photographs, each with the ending that its copy gets. */
const endings = {
  nifti: 'nii',
  nrrd: 'nrrd',
  metaimage: 'mha',
  png: 'png',
  jpeg: 'jpg',
  tiff: 'tif',
} as const
export type ImageFormat = keyof typeof endings

const photographs: readonly FileFormat[] = ['png', 'jpeg', 'tiff']

export function isImage(format: FileFormat | undefined): format is ImageFormat {
  return format !== undefined && format in endings
}

/** What is stored of an image, and where it belongs in the index. */
interface PreparedImage {
  readonly copy: Buffer
  readonly sha256: string
  readonly entry: Entry
  readonly identity: Uint8Array | undefined
}

/**
 * Makes the function that takes the texts out of an image that is no DICOM and says where it belongs: such a file does not say whose it is,
 * so that `patients.tsv` has to, and it stands for a study of its own, without a date. A header and the file with its voxels become one, which
 * one hash binds. The same image of the same patient has the same identifiers, compressed or not, in one file or in two, so that taken in
 * again it is known.
 * @returns a function of a file's bytes, its format, the file, and the bytes of the file with its voxels, read when they are asked for
 */
export function imagePreparer(
  key: Uint8Array,
): (bytes: Buffer, format: ImageFormat, file: Unit, voxels: () => Buffer | undefined) => PreparedImage {
  const pseudonyms = pseudonymiser(key)
  const { clean } = headerDeidentifier(defaultDeidentification, pseudonyms)
  return (bytes, format, { item, path, patient: listed, category }, voxels) => {
    if (!listed) throw new AssayError('record-without-patient', { where: item })
    const patient = statedPatient(pseudonyms, listed)
    const named = { where: item, name: basename(path), patient: { issuer: '', id: patient } }
    const cleaned = clean(bytes, { format, ...named, beside: voxels })
    const copy = isZipped(cleaned) ? gunzipSync(cleaned) : cleaned
    const sha256 = hashOf(copy)
    const uid = (level: string) => pseudonyms.uid(JSON.stringify(['image', level, patient, sha256]))
    const modality = modalityOf(category, format)
    const identity = listed.identifier && identityInput(listed.identifier)
    const pixel_sha256 = isVolume(format) ? voxelHash(copy, format, item) : sha256
    return {
      copy,
      sha256,
      identity,
      entry: {
        study: { uid: uid('study'), patient, study_date: noDate, stated: listed.characteristics },
        series: { uid: uid('series'), modality, ...undescribed },
        files: [{ uid: `image.${endings[format]}`, role: 'instance', sha256, pixel_sha256, size: copy.length }],
      },
    }
  }
}

const undescribed = { sop_class: '', manufacturer: '', model: '', body_part: '', description: '' }

function isZipped(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Photographs are ophthalmology's, volumes what the category has; a file of another kind is told apart by the rules. */
function modalityOf(category: string, format: ImageFormat): string {
  const isPhotograph = photographs.includes(format)
  const own = findCategory(category)?.modalities ?? []
  return own.find((modality) => isPhotograph === ['OP', 'XC'].includes(modality)) ?? 'OT'
}
