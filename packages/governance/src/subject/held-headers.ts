import type { Header, SeriesSubject } from './study.ts'

/** Files that are in memory, as a series has them; a file without a data set is no DICOM. */
export function heldHeaders(
  files: readonly (Omit<Header, 'dataset'> & Partial<Header>)[],
): Pick<SeriesSubject, 'files' | 'first' | 'headers'> {
  const isHeader = (file: Partial<Header> | undefined): file is Header => file?.dataset !== undefined
  return {
    files: files.length,
    first: files.slice(0, 1).find(isHeader),
    async *headers() {
      yield* files.filter(isHeader)
    },
  }
}
