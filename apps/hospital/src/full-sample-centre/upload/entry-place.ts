import { lstat, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AssayError } from '@assay/contracts'

/** What may be wrong with one entry of a set, while the others are taken in. */
export type EntryFault =
  | 'entry-checksum'
  | 'entry-cut'
  | 'entry-encrypted'
  | 'entry-method'
  | 'entry-name-too-long'
  | 'entry-too-deep'
  | 'entry-too-large'
  | 'entry-twice'

const mostDepth = 32

/** Of a name, as file systems have it. */
const mostNameBytes = 255

/**
 * An entry's name: in UTF-8 where it says so or can be read as that, else in GB18030, which Chinese systems write without saying so.
 * Of Windows, folders are parted by backslashes.
 */
export function entryName(raw: Uint8Array, isUtf8: boolean): string {
  return (isUtf8 ? Buffer.from(raw).toString('utf8') : decoded(raw)).replaceAll('\\', '/')
}

function decoded(raw: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(raw)
    } catch {
      // The next one may fit.
    }
  return Buffer.from(raw).toString('latin1')
}

/**
 * Where an entry goes, below a folder; its folders are made. Or what keeps it from going there.
 * @throws AssayError set-entry-refused (`entry`: its place in the set, `what`) for a path that leads out
 */
export async function entryPlace(
  folder: string,
  name: string,
  entry: number,
): Promise<{ readonly path: string } | { readonly fault: EntryFault }> {
  const parts = partsOf(name, entry)
  if (parts.length > mostDepth) return { fault: 'entry-too-deep' }
  if (parts.some((part) => Buffer.byteLength(part) > mostNameBytes)) return { fault: 'entry-name-too-long' }
  const path = join(folder, ...parts)
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const isThere = await lstat(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? false : Promise.reject(error)),
    )
    return isThere ? { fault: 'entry-twice' } : { path }
  } catch (error) {
    const fault = faultsOfPlaces[(error as NodeJS.ErrnoException).code ?? '']
    if (!fault) throw error
    return { fault }
  }
}

const faultsOfPlaces: Readonly<Record<string, EntryFault>> = {
  EEXIST: 'entry-twice',
  ENOTDIR: 'entry-twice',
  ENAMETOOLONG: 'entry-name-too-long',
}

/** A path that names nothing outside of the set. */
export function partsOf(name: string, entry: number): string[] {
  const parts = name.replace(/\/+$/, '').split('/')
  const isPlain = (part: string, index: number) =>
    (part === '.' && index === 0) || (part !== '' && part !== '.' && part !== '..' && !part.includes('\0'))
  if (!parts.every(isPlain) || /^[A-Za-z]:/.test(name)) throw refusedEntry(entry, 'entry-leads-out')
  return parts
}

/** The refusal of a whole set for an entry that no good set has. */
export function refusedEntry(entry: number, what: 'entry-leads-out' | 'entry-link'): AssayError {
  return new AssayError('set-entry-refused', { entry, what })
}
