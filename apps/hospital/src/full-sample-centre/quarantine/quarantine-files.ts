import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '@assay/contracts'
import { openSecret, sealSecret } from '@assay/signing'

/**
 * Where what was put aside lies until a steward decides: as it came, so it may name patients, and therefore encrypted with a
 * key that is derived from the institution's.
 */
export interface QuarantineFiles {
  /** Keeps bytes; they are on the disk when this resolves. Gives the name to ask for them by. */
  readonly keep: (bytes: Uint8Array) => Promise<string>
  /** Throws `sealed-unreadable` for what was changed, or is another institution's. */
  readonly read: (file: string) => Promise<Buffer>
  readonly remove: (files: readonly string[]) => Promise<void>
  /** Removes what nothing refers to: a kill left it. */
  readonly removeAllBut: (files: ReadonlySet<string>) => Promise<void>
}

/** Opens the quarantine in a folder, made if missing. */
export async function openQuarantineFiles(folder: string, key: Uint8Array, random: Random): Promise<QuarantineFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const remove: QuarantineFiles['remove'] = async (files) =>
    void (await Promise.all(files.map((file) => rm(join(folder, file), { force: true }))))
  return {
    remove,
    keep: async (bytes) => {
      const file = Buffer.from(random(16)).toString('hex')
      await writeSynced(join(folder, file), sealSecret(key, bytes, file, random))
      await syncFolder(folder)
      return file
    },
    read: async (file) => openSecret(key, await readFile(join(folder, file)), file),
    removeAllBut: async (files) => remove((await readdir(folder)).filter((file) => !files.has(file))),
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
