import type { CaseFile, ListedCase } from '@assay/categories'
import type { RecordToTakeIn } from '../pipeline/record-to-take-in.ts'

interface Head {
  readonly listed: ListedCase
  readonly files: readonly (Pick<CaseFile, 'name' | 'role' | 'reader'> & { readonly size: number })[]
}

/** A record as it came, in one piece: how it was listed and its files' names as a line of JSON, then their bytes. */
export function packRecord({ listed, files }: Pick<RecordToTakeIn, 'listed' | 'files'>): Buffer {
  const head: Head = { listed, files: files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length })) }
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...files.map(({ bytes }) => bytes)])
}

/** The record that `packRecord` packed. */
export function unpackRecord(bytes: Buffer): Pick<RecordToTakeIn, 'listed' | 'files'> {
  const end = bytes.indexOf(0x0a)
  const { listed, files } = JSON.parse(bytes.toString('utf8', 0, end)) as Head
  let at = end + 1
  return {
    listed,
    files: files.map(({ size, ...file }) => {
      at += size
      return { ...file, bytes: bytes.subarray(at - size, at) }
    }),
  }
}
