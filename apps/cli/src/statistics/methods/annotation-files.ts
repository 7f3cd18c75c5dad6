import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AssayError } from '@assay/contracts'
import { type Annotation, headerExtent, readAnnotations } from '@assay/formats'

/** A record with its annotations of the reference and, unless there are none, of the test. */
export interface AnnotatedRecord {
  readonly record: string
  readonly reference: readonly Annotation[]
  /** Undefined where the test has no file of the record: a failed output. */
  readonly test: readonly Annotation[] | undefined
  /** Hz */
  readonly samplingFrequency: number
  /** Samples a signal; up to the last annotation where no header says. */
  readonly samples: number
}

/** Where annotations are, and what headers do not say. */
export interface AnnotationSources {
  readonly reference: string
  readonly test: string
  readonly referenceExtension: string
  readonly testExtension?: string
  /** Hz, for records without a header. */
  readonly frequency?: number
}

/**
 * Reads two annotation files, or two folders of them, by their records' names.
 * @throws AssayError `table-missing`, `annotations-unreadable`, `option-invalid` where a frequency is needed, `table-refused` for a folder
 *   without annotation files
 */
export function readAnnotated(sources: AnnotationSources, standing: string): AnnotatedRecord[] {
  const [reference, test] = [resolve(standing, sources.reference), resolve(standing, sources.test)]
  if (!isFolder(reference)) return [readPair(reference, test, sources)]
  const files = namesIn(reference).filter((name) => name.endsWith(`.${sources.referenceExtension}`))
  if (files.length === 0) throw new AssayError('table-refused', { file: basename(reference), what: 'no-annotations' })
  return files.map((name) => {
    const record = name.slice(0, -sources.referenceExtension.length - 1)
    return readPair(join(reference, name), isFolder(test) ? testFileOf(test, record, sources) : test, sources)
  })
}

const notAnnotations = ['hea', 'dat', 'mat', 'txt', 'csv', 'tsv']

/** The test's file of a record: of the extension that was named, else the only one that can be one. */
function testFileOf(folder: string, record: string, { testExtension }: AnnotationSources): string | undefined {
  if (testExtension) {
    const path = join(folder, `${record}.${testExtension}`)
    return lstatSync(path, { throwIfNoEntry: false }) ? path : undefined
  }
  const found = namesIn(folder).filter(
    (name) => name.startsWith(`${record}.`) && !notAnnotations.includes(name.slice(record.length + 1)),
  )
  if (found.length > 1) throw new AssayError('option-invalid', { option: '--test-extension', what: 'option-extension' })
  return found[0] === undefined ? undefined : join(folder, found[0])
}

function readPair(reference: string, test: string | undefined, { frequency }: AnnotationSources): AnnotatedRecord {
  const record = basename(reference).replace(/\.[^.]*$/, '')
  const [ofReference, ofTest] = [read(reference), test === undefined ? undefined : read(test)]
  const header = join(dirname(reference), `${record}.hea`)
  const extent = lstatSync(header, { throwIfNoEntry: false })
    ? headerExtent(bytesOf(header), basename(header))
    : undefined
  const samplingFrequency = extent?.samplingFrequency ?? frequency
  if (samplingFrequency === undefined)
    throw new AssayError('option-invalid', { option: '--frequency', what: 'option-frequency' })
  const last = Math.max(ofReference.at(-1)?.sample ?? 0, ofTest?.at(-1)?.sample ?? 0)
  return { record, reference: ofReference, test: ofTest, samplingFrequency, samples: extent?.samples ?? last + 1 }
}

function read(path: string): Annotation[] {
  return readAnnotations(bytesOf(path), basename(path))
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new AssayError('table-missing', {
      file: basename(path),
      reason: (error as NodeJS.ErrnoException).code ?? 'EIO',
    })
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).sort()
}
