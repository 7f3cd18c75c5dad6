import type { Readable } from 'node:stream'

const keptBytes = 16 * 1024

/** Keeps the end of what a device prints, bounded, as text. */
export function keepLog(streams: readonly (Readable | null)[]): () => string {
  let kept = Buffer.alloc(0)
  for (const stream of streams)
    stream?.on('data', (bytes: Buffer) => {
      kept = Buffer.concat([kept, bytes.subarray(-keptBytes)]).subarray(-keptBytes)
    })
  return () => kept.toString('utf8')
}
