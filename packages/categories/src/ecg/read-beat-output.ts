import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { type Annotation, readAnnotations, type Waveform } from '@assay/formats'

const mostBytes = 20 * 2 ** 20
/** No heart beats as often; a device that fills its output is stopped before it costs the scoring time. */
const mostAnnotationsASecond = 20

/**
 * Reads the annotations that a device left: a plain file in plain folders, of bounded size and number, in order, none
 * outside the record.
 * @throws AssayError output-missing, output-invalid (`what`, without any content of the case)
 */
export function readBeatOutput(folder: string, relativePath: string, waveform: Waveform): Annotation[] {
  requirePlainFolders(folder, relativePath)
  const bytes = readPlainFile(join(folder, relativePath, 'record.qrs'), `${relativePath}/record.qrs`)
  const annotations = parse(bytes)
  const { length, samplingFrequency } = waveform
  const most = Math.ceil((mostAnnotationsASecond * length) / samplingFrequency)
  if (annotations.length > most) throw new AssayError('output-invalid', { what: `more than ${most} annotations` })
  const outside = annotations.find(({ sample }) => sample >= length)
  if (outside) throw new AssayError('output-invalid', { what: 'an annotation beyond the end of the record' })
  return annotations
}

function requirePlainFolders(folder: string, relativePath: string): void {
  const parts = relativePath.split('/')
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const name = parts.slice(0, depth).join('/')
    const entry = lstatSync(join(folder, name), { throwIfNoEntry: false })
    if (!entry) throw new AssayError('output-missing', { what: name })
    if (!entry.isDirectory()) throw new AssayError('output-invalid', { what: `${name} is not a plain folder` })
  }
}

function parse(bytes: Uint8Array): Annotation[] {
  try {
    return readAnnotations(bytes, 'record.qrs')
  } catch (error) {
    if (error instanceof AssayError)
      throw new AssayError('output-invalid', { what: `record.qrs: ${error.parameters.what}` })
    throw error
  }
}

function readPlainFile(path: string, name: string): Uint8Array {
  const file = openPlain(path, name)
  try {
    const { size } = fstatSync(file)
    if (size > mostBytes) throw new AssayError('output-invalid', { what: `${name} is larger than ${mostBytes} bytes` })
    const bytes = Buffer.alloc(size)
    const read = readSync(file, bytes, 0, size, 0)
    return bytes.subarray(0, read)
  } finally {
    closeSync(file)
  }
}

function openPlain(path: string, name: string): number {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AssayError('output-missing', { what: name })
    throw new AssayError('output-invalid', { what: `${name} is not a plain file` })
  }
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new AssayError('output-invalid', { what: `${name} is not a plain file` })
}
