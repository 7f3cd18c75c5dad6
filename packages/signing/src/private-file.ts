import { constants } from 'node:fs'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { AssayError, type Random } from '@assay/contracts'

/**
 * Reads a file that holds a secret, or makes it first, readable by its owner alone. The file appears whole or not at all,
 * whatever instant the program is killed at, and an existing file is never overwritten, however many programs start at
 * once.
 * @throws AssayError key-file-exposed if others may read it
 */
export async function openOrCreatePrivateFile(path: string, make: () => string, random: Random): Promise<string> {
  try {
    return await readPrivate(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writePrivate(path, make(), random)
  return readPrivate(path)
}

async function readPrivate(path: string): Promise<string> {
  const { mode } = await stat(path)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new AssayError('key-file-exposed', { path: basename(path) })
  }
  return readFile(path, 'utf8')
}

/** Writes beside the file, then links it into place: linking is atomic and refuses an existing name. */
async function writePrivate(path: string, content: string, random: Random): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${Buffer.from(random(8)).toString('hex')}`)
  const file = await open(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(draft)
  await syncFolder(dirname(path))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
