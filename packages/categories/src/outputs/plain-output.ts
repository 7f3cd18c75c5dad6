import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AssayError } from '@assay/contracts'

/**
 * The bytes of a file that a device left: a plain file in plain folders, of bounded size.
 * @param path below the output's folder
 * @throws AssayError output-missing, output-invalid (`what`, without any content of the case)
 */
export function readPlainOutput(folder: string, path: string, mostBytes: number): Buffer {
  requirePlainFolders(folder, dirname(path))
  return readPlainFile(join(folder, path), path, mostBytes)
}

function requirePlainFolders(folder: string, below: string): void {
  const parts = below === '.' ? [] : below.split('/')
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const name = parts.slice(0, depth).join('/')
    const entry = lstatSync(join(folder, name), { throwIfNoEntry: false })
    if (!entry) throw new AssayError('output-missing', { what: name })
    if (!entry.isDirectory()) throw new AssayError('output-invalid', { what: `${name} is not a plain folder` })
  }
}

function readPlainFile(path: string, name: string, mostBytes: number): Buffer {
  const file = openPlain(path, name)
  try {
    const { size } = fstatSync(file)
    if (size > mostBytes) throw new AssayError('output-invalid', { what: `${name} is larger than ${mostBytes} bytes` })
    const bytes = Buffer.alloc(size)
    const read = readSync(file, bytes, 0, size, 0)
    return bytes.subarray(0, read)
  } finally {
    closeSync(file)
  }
}

function openPlain(path: string, name: string): number {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AssayError('output-missing', { what: name })
    throw new AssayError('output-invalid', { what: `${name} is not a plain file` })
  }
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new AssayError('output-invalid', { what: `${name} is not a plain file` })
}
