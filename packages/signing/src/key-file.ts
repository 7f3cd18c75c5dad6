import { createPrivateKey } from 'node:crypto'
import { constants } from 'node:fs'
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'
import { AssayError, type Random } from '@assay/contracts'
import { createKey, type SigningKey, signingKey } from './keys.ts'

/**
 * Reads the Ed25519 key in a file (PKCS #8, PEM), or makes one there, readable by its owner alone. The file appears
 * whole or not at all, whatever instant the program is killed at, and an existing file is never overwritten, however
 * many programs start at once.
 *
 * Throws `key-file-exposed` if others may read the file, `key-unreadable` if it holds no Ed25519 key.
 */
export async function openOrCreateKey(path: string, random: Random): Promise<SigningKey> {
  try {
    return await readKey(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeKey(path, createKey(random), random)
  return readKey(path)
}

async function readKey(path: string): Promise<SigningKey> {
  const { mode } = await stat(path)
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new AssayError('key-file-exposed', { path: basename(path) })
  }
  const pem = await readFile(path, 'utf8')
  try {
    return signingKey(createPrivateKey(pem))
  } catch {
    throw new AssayError('key-unreadable', { path: basename(path), reason: 'not-ed25519' })
  }
}

/** Writes beside the file, then links it into place: linking is atomic and refuses an existing name. */
async function writeKey(path: string, key: SigningKey, random: Random): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${Buffer.from(random(8)).toString('hex')}`)
  const file = await open(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  try {
    await file.writeFile(key.privateKey.export({ format: 'pem', type: 'pkcs8' }))
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
