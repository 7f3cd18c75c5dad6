import { createHmac } from 'node:crypto'

/** A file that has rested: its path in the folder, and how it stands. */
export interface RestedFile {
  readonly path: string
  readonly stamp: string
}

/** Characters of a mark: 48 bits, so that among a million files one in 281 million changes is missed. */
const length = 8

/** A mark for each file that is another one when the file stands otherwise, and tells nobody without the key what it is called. */
export function marksOf(key: Uint8Array, files: readonly RestedFile[]): string[] {
  return files.map(({ path, stamp }) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['rested', path, stamp]))
      .digest('base64url')
      .slice(0, length),
  )
}

/** Marks as one text. */
export function writeMarks(marks: readonly string[]): string {
  return marks.join('')
}

/** The marks of such a text. */
export function readMarks(text: string): ReadonlySet<string> {
  return new Set(Array.from({ length: text.length / length }, (_, i) => text.slice(i * length, (i + 1) * length)))
}
