import { pipeline, Readable } from 'node:stream'
import { AssayError } from '@assay/contracts'
import { extract, type Header } from 'tar-stream'
import { invalid } from './file-tree.ts'

/** A member of a tar archive. Its content is read before the next one comes, or passed over. */
export interface TarMember {
  header: Header
  content: AsyncIterable<Buffer>
}

/**
 * The members of a tar archive, read as a stream; headers are bounded by the reader.
 * @param where what the archive is called in errors
 * @throws AssayError device-package-invalid `not-a-tar`, which an archive that ends early is too
 */
export async function* readTar(source: AsyncIterable<Uint8Array>, where: string): AsyncGenerator<TarMember> {
  const unpack = extract()
  // What the source throws ends the reading, with its own reason.
  pipeline(Readable.from(source, { objectMode: false }), unpack, () => undefined)
  try {
    for await (const entry of unpack)
      yield { header: entry.header, content: namingFaults(entry as AsyncIterable<Buffer>, where) }
  } catch (error) {
    throw named(error, where)
  }
}

async function* namingFaults(content: AsyncIterable<Buffer>, where: string): AsyncGenerator<Buffer> {
  try {
    yield* content
  } catch (error) {
    throw named(error, where)
  }
}

function named(error: unknown, where: string): AssayError {
  return error instanceof AssayError ? error : invalid(where, 'not-a-tar')
}
