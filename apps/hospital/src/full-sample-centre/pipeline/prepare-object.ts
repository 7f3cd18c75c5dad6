import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { AssayError, errorStatuses } from '@assay/contracts'
import {
  type Dataset,
  type Deidentify,
  defaultDeidentification,
  deidentifier,
  type FileFormat,
  pixelHash,
  pseudonymiser,
  readDataset,
  sniffFormat,
  text,
} from '@assay/formats'
import { identityInput } from '@assay/governance'
import { bytesOfPath } from '../folder/path-bytes.ts'
import { mostObjectBytes } from '../inbox/write-object.ts'
import type { Entry } from '../index/enter-studies.ts'
import { noDate } from '../index/no-date.ts'
import type { CopyWriter } from './copy-writer.ts'
import { imagePreparer, isImage } from './prepare-image.ts'
import type { Prepared, Unit } from './prepared.ts'

/**
 * Makes the function that looks at one file: says what it is by its bytes, takes the persons out of it, and writes the copy,
 * unless the same bytes are stored. What can't be taken in is refused with its reason; a fault of this program with one
 * file is such a reason, too. What goes into the index is read from the copy, so that nothing else can.
 */
export function objectPreparer(key: Uint8Array): (file: Unit, copies: CopyWriter) => Prepared {
  const deidentify = deidentifier(defaultDeidentification, pseudonymiser(key))
  const prepareImage = imagePreparer(key)
  return (file, copies) => {
    const read = fileReader(file)
    try {
      const bytes = read.own()
      const format = sniffFormat(bytes)
      if (isImage(format)) {
        const { copy, ...prepared } = prepareImage(bytes, format, file, read.voxels)
        copies.stage([copy])
        return { outcome: 'prepared', size: read.size(), ...prepared, written: copies.keep(prepared.sha256) }
      }
      refuseOthers(format, file.item)
      return { outcome: 'prepared', size: read.size(), ...prepare(bytes, file, copies, deidentify) }
    } catch (error) {
      if (isOfTheMachine(error)) throw error
      const { code, parameters } =
        error instanceof AssayError ? error : new AssayError('object-unreadable', { where: file.item, what: 'fault' })
      return { outcome: 'refused', size: read.size(), code, parameters }
    }
  }
}

/** @throws AssayError object-not-taken; image-unsupported for ANALYZE 7.5, which does not say which side is left */
function refuseOthers(format: FileFormat | undefined, where: string): void {
  if (format === 'analyze')
    throw new AssayError('image-unsupported', { where, what: 'ANALYZE 7.5, which does not tell left from right' })
  if (format !== undefined && format !== 'dicom') throw new AssayError('object-not-taken', { where, format })
}

/** Reads a file, and the one with its voxels where there is such a one; says how much that was. */
function fileReader(file: Unit) {
  let size = 0
  const counted = (bytes: Buffer) => {
    size += bytes.length
    return bytes
  }
  return {
    own: () => counted(readWhole(file, scratch)),
    voxels: () =>
      file.voxels === undefined ? undefined : counted(readWhole({ ...file, path: file.voxels }, Buffer.alloc(0))),
    size: () => size,
  }
}

/** Disk full, too many files open, and the like: to be tried again. */
function isOfTheMachine(error: unknown): boolean {
  if (error instanceof AssayError) return errorStatuses[error.code] >= 500
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

/** Codes of the system that are a fault of the one file. */
const ofTheFile = new Set(['ENOENT', 'EACCES', 'EPERM', 'EIO', 'EISDIR', 'ELOOP', 'ENXIO', 'ENOTDIR'])

/** What files are read into, one after the other: a fresh megabyte for each costs as much as its hash. */
const scratch = Buffer.allocUnsafeSlow(8 * 2 ** 20)

/** The content of a plain file, in given memory where that is large enough; no link is followed. */
function readWhole({ path, item }: Unit, memory: Buffer): Buffer {
  const unreadable = (what: string) => new AssayError('object-unreadable', { where: item, what })
  let file: number
  try {
    file = openSync(bytesOfPath(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw ofTheFile.has(code) ? unreadable(code) : error
  }
  try {
    const before = fstatSync(file)
    if (!before.isFile()) throw unreadable('file-special')
    const { size } = before
    if (size > mostObjectBytes) throw new AssayError('too-large', { limit: mostObjectBytes })
    const bytes = size > memory.length ? Buffer.allocUnsafeSlow(size) : memory
    let read = 0
    for (let more = 1; more > 0 && read < size; read += more) more = readSync(file, bytes, read, size - read, read)
    const after = fstatSync(file)
    if (after.size !== size || after.mtimeMs !== before.mtimeMs) throw unreadable('file-changed')
    return bytes.subarray(0, read)
  } finally {
    closeSync(file)
  }
}

function prepare(bytes: Buffer, { item, patient }: Unit, copies: CopyWriter, deidentify: Deidentify) {
  const original = readDataset(bytes, item, { pixels: 'keep' })
  const identity = identityOf(original)
  const copy = copies.stage(deidentify(original, { where: item }).pieces)
  const dataset = readDataset(copy, item, { pixels: 'keep' })
  const sha256 = createHash('sha256').update(copy).digest('hex')
  const { study, ...placed } = entryOf(dataset, item, { sha256, size: copy.length })
  const entry = { ...placed, study: { ...study, stated: patient?.characteristics } }
  return { written: copies.keep(sha256), sha256, entry, identity }
}

/** A number that means the same person elsewhere: a resident identity number, or one whose issuer is named. */
function identityOf(dataset: Dataset): Uint8Array | undefined {
  const number = text(dataset, '00100020') ?? ''
  const resident = identityInput({ scheme: 'resident-identity', number })
  const issuer = text(dataset, '00100021') ?? ''
  return resident ?? identityInput({ scheme: 'issued', issuer, number })
}

/** What the index holds of a de-identified object. @throws AssayError object-unreadable without the UIDs that place it */
function entryOf(dataset: Dataset, item: string, stored: { sha256: string; size: number }): Entry {
  const value = (tag: string) => (text(dataset, tag) ?? '').slice(0, 64)
  const required = (tag: string, what: string) => {
    const uid = value(tag)
    if (!/^[0-9.]{1,64}$/.test(uid)) throw new AssayError('object-unreadable', { where: item, what })
    return uid
  }
  const sop = required('00080018', 'no SOP Instance UID')
  return {
    study: {
      uid: required('0020000D', 'no Study Instance UID'),
      patient: value('00100020'),
      study_date: dayOf(value('00080020')) ?? noDate,
    },
    series: {
      uid: required('0020000E', 'no Series Instance UID'),
      modality: value('00080060'),
      sop_class: value('00080016'),
      manufacturer: value('00080070'),
      model: value('00081090'),
      body_part: value('00180015'),
      description: value('0008103E'),
    },
    files: [{ uid: sop, role: 'instance', ...stored, pixel_sha256: pixelHash(dataset) }],
  }
}

function dayOf(date: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(date) ?? []
  const written = `${year}-${month}-${day}`
  const isDay = year !== undefined && new Date(`${written}T00:00:00Z`).toJSON()?.startsWith(written)
  return isDay ? written : undefined
}
