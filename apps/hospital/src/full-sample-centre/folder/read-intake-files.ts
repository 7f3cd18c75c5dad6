import { constants, realpathSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CaseFile, ListedCase } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import { bytesOfPath } from './path-bytes.ts'

const mostBytes = 512 * 2 ** 20

/**
 * Reads the files of a case in an intake folder, each a plain file itself: no link out of the folder is followed, and
 * nothing that would never end is waited for. Throws `record-unreadable` (`where`, `what`: the system's code), `too-large`.
 */
export function readIntakeFiles({ files }: ListedCase, folder: string): Promise<CaseFile[]> {
  return Promise.all(
    files.map(async (file) => {
      return { ...file, bytes: await readPlain(fileBelow(folder, file.name), file.name) }
    }),
  )
}

/** Where a file of a folder lies; the folder that it lies in is where its path says. Throws `record-unreadable`. */
export function fileBelow(folder: string, name: string): string {
  const path = join(folder, name)
  const parent = dirname(path)
  const found = parent === folder ? folder : realParent(parent, name)
  if (found !== parent) throw new AssayError('record-unreadable', { where: name, what: 'file-link' })
  return path
}

function realParent(parent: string, name: string): string {
  try {
    return realpathSync(parent)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw isOfTheFile(error as NodeJS.ErrnoException)
      ? new AssayError('record-unreadable', { where: name, what: code })
      : error
  }
}

/** The content of a plain file, called `name` in errors. Throws as `readIntakeFiles`. */
export async function readPlain(path: string, name: string): Promise<Buffer> {
  const unreadable = (what: string) => new AssayError('record-unreadable', { where: name, what })
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const opened = await open(bytesOfPath(path), flags).catch((error: NodeJS.ErrnoException) => {
    throw isOfTheFile(error) ? unreadable(error.code ?? '') : error
  })
  try {
    const stat = await opened.stat()
    if (!stat.isFile()) throw unreadable('file-special')
    if (stat.size > mostBytes) throw new AssayError('too-large', { limit: mostBytes })
    return await opened.readFile()
  } catch (error) {
    throw isOfTheFile(error as NodeJS.ErrnoException) ? unreadable((error as NodeJS.ErrnoException).code ?? '') : error
  } finally {
    await opened.close()
  }
}

/** A fault of this one file. Whatever else goes wrong (too many files open) is to be tried again. */
function isOfTheFile({ code }: NodeJS.ErrnoException): boolean {
  return ['ENOENT', 'EACCES', 'EPERM', 'EIO', 'EISDIR', 'ELOOP', 'ENXIO', 'ENOTDIR'].includes(code ?? '')
}
