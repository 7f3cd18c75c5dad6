import { closeSync, constants, ftruncateSync, openSync, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'

/** A new file that is written in whole blocks, past the page cache where its file system can: made when something is written. */
interface BlockFile {
  /** Writes the whole blocks of what an aligned buffer begins with; gives how many bytes they are. */
  readonly write: (bytes: Uint8Array) => number
  /**
   * Writes so many bytes of an aligned buffer, which stays untouched meanwhile, and closes; what the buffer has behind them up to a whole block
   * is lost. The thread is free while the disk is at work.
   */
  readonly end: (buffer: Uint8Array, size: number) => Promise<void>
}

const writeLater = promisify(write)

/** Of a disk, and of a page of memory: what goes past the page cache begins and ends at such. */
const blockBytes = 4096

/** What is used of it here; TypeScript declares it among the browser's alone. */
declare const WebAssembly: { readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer } }

/** Memory of its own that begins at a page, as WebAssembly's does. @param size a multiple of 64 KiB, in bytes */
export function alignedBuffer(size: number): Buffer {
  return Buffer.from(new WebAssembly.Memory({ initial: size / 2 ** 16 }).buffer)
}

/**
 * Begins a file. The kernel copies nothing, and no process is held up for pages that wait to be written: on a fast disk this is
 * several times as fast, and leaves the page cache to what is read again.
 */
export function createBlockFile(path: string): BlockFile {
  let [file, written, isDirect] = [undefined as number | undefined, 0, true]
  const opened = () => {
    if (file === undefined) [file, isDirect] = openNew(path)
    return file
  }
  const throughCache = (error: unknown, from: number) => {
    if (!isDirect || !isRefusal(error)) throw error
    closeSync(from)
    ;[file, isDirect] = [openSync(path, constants.O_WRONLY), false]
  }
  const writeNow = (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length; ) {
      const from = opened()
      try {
        done += writeSync(from, bytes, done, bytes.length - done, written + done)
      } catch (error) {
        throughCache(error, from)
      }
    }
    written += bytes.length
  }
  const writeLast = async (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length; ) {
      const from = opened()
      try {
        done += (await writeLater(from, bytes, done, bytes.length - done, written + done)).bytesWritten
      } catch (error) {
        throughCache(error, from)
      }
    }
    written += bytes.length
  }
  return {
    write: (bytes) => {
      const whole = bytes.length - (bytes.length % blockBytes)
      writeNow(bytes.subarray(0, whole))
      return whole
    },
    end: async (buffer, size) => {
      const padded = Math.ceil(size / blockBytes) * blockBytes
      buffer.fill(0, size, padded)
      try {
        await writeLast(buffer.subarray(0, padded))
        if (file !== undefined) ftruncateSync(file, written - padded + size)
      } finally {
        if (file !== undefined) closeSync(file)
      }
    },
  }
}

/** Opens a new file; says whether it goes past the page cache. */
function openNew(path: string): [file: number, isDirect: boolean] {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL
  try {
    return [openSync(path, flags | constants.O_DIRECT, 0o600), true]
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
  // Some file systems make the file before they refuse.
  return [openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600), false]
}

/** What a file system says that can't write past the page cache, or wants larger blocks. */
function isRefusal(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EINVAL'
}
