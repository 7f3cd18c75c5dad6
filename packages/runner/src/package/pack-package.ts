import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { pack } from 'tar-stream'
import { readPackage } from './read-package.ts'

/**
 * Packs a device's folder into a tar archive whose bytes depend on nothing but names and contents: sorted, no times, no
 * owners. Hidden files, tests (`*.test.*`) and `node_modules` stay out.
 * @throws AssayError device-package-invalid
 */
export async function packPackage(folder: string): Promise<Uint8Array> {
  const archive = pack()
  for (const path of filesBelow(folder)) {
    const isExecutable = (statSync(join(folder, path)).mode & 0o111) !== 0
    archive.entry(
      { name: path, mtime: new Date(0), mode: isExecutable ? 0o755 : 0o644 },
      readFileSync(join(folder, path)),
    )
  }
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  await readPackage(bytes)
  return bytes
}

function filesBelow(folder: string, below = ''): string[] {
  let names: string[]
  try {
    names = readdirSync(join(folder, below))
  } catch {
    throw invalid(folder, 'folder-missing')
  }
  return names
    .filter((name) => !name.startsWith('.') && name !== 'node_modules' && !name.includes('.test.'))
    .sort()
    .flatMap((name) => {
      const path = below ? `${below}/${name}` : name
      const stat = lstatSync(join(folder, path))
      if (stat.isDirectory()) return filesBelow(folder, path)
      if (!stat.isFile()) throw invalid(path, 'not-a-plain-file')
      return [path]
    })
}

function invalid(where: string, what: string): AssayError {
  return new AssayError('device-package-invalid', { where, what })
}
