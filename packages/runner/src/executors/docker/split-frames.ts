import type { PassThrough, Readable } from 'node:stream'

const headerBytes = 8
const errorStream = 2

/** What a container prints, by its two streams. */
export interface Printed {
  stdout: PassThrough
  stderr: PassThrough
}

/**
 * Parts what a container prints, which docker sends in frames: a byte that names the stream, three of zero, the length as
 * 32 bits with the highest byte first, and the bytes (Docker Engine API, "Stream format"). Both end with the source.
 */
export function splitFrames(source: Readable, { stdout, stderr }: Printed): void {
  let header = Buffer.alloc(0)
  let left = 0
  let to = stdout
  source.on('data', (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; ) {
      if (left > 0) {
        const piece = bytes.subarray(at, at + left)
        to.write(piece)
        left -= piece.length
        at += piece.length
        continue
      }
      const further = bytes.subarray(at, at + headerBytes - header.length)
      header = Buffer.concat([header, further])
      at += further.length
      if (header.length < headerBytes) return
      to = header[0] === errorStream ? stderr : stdout
      left = header.readUInt32BE(4)
      header = Buffer.alloc(0)
    }
  })
  const end = () => {
    stdout.end()
    stderr.end()
  }
  source.once('close', end)
  source.once('end', end)
  source.on('error', end)
}
