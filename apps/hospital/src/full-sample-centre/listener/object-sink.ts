import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { Writable } from 'node:stream'
import { AssayError } from '@assay/contracts'
import { mostObjectBytes } from '../inbox/write-object.ts'

const pauseAbove = 16 * 2 ** 20
const resumeBelow = 4 * 2 ** 20

/** What came in: its size and the SHA-256 of it. */
export interface Sunk {
  readonly size: number
  readonly sha256: string
}

/**
 * Writes an object to a file as it comes from a socket, which waits while the disk is behind. The library that reads the
 * socket takes no notice of a full stream, so this one never says that it is full.
 */
export class ObjectSink extends Writable {
  readonly path: string
  readonly #socket: Socket
  readonly #hash = createHash('sha256')
  #file: FileHandle | undefined
  #size = 0

  constructor(path: string, head: Buffer, socket: Socket) {
    super({ highWaterMark: Number.MAX_SAFE_INTEGER })
    this.path = path
    this.#socket = socket
    this.write(head)
  }

  /** What was written, once it has ended. */
  get sunk(): Sunk {
    return { size: this.#size, sha256: this.#hash.copy().digest('hex') }
  }

  /** Forgets the file. */
  async discard(): Promise<void> {
    this.destroy()
    await rm(this.path, { force: true })
  }

  override _construct(done: (error?: Error | null) => void): void {
    open(this.path, 'wx', 0o600).then((file) => {
      this.#file = file
      done()
    }, done)
  }

  override _write(piece: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#size += piece.length
    if (this.#size > mostObjectBytes) {
      done(new AssayError('too-large', { limit: mostObjectBytes }))
      return
    }
    this.#hash.update(piece)
    this.#writeAll(piece).then(() => {
      if (this.writableLength < resumeBelow) this.#socket.resume()
      done()
    }, done)
    if (this.writableLength > pauseAbove) this.#socket.pause()
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#close().then(() => done(), done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#close().then(() => done(error), done)
  }

  async #writeAll(piece: Buffer): Promise<void> {
    for (let written = 0; written < piece.length; )
      written += (await this.#file!.write(piece, written, piece.length - written)).bytesWritten
  }

  async #close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }
}
