import type { Readable } from 'node:stream'

const keptBytes = 16 * 1024
const longestLine = 1024

/** Keeps the end of what a device prints, bounded, as text. */
export function keepLog(streams: readonly (Readable | null)[]): () => string {
  let kept = Buffer.alloc(0)
  for (const stream of streams)
    stream?.on('data', (bytes: Buffer) => {
      kept = Buffer.concat([kept, bytes.subarray(-keptBytes)]).subarray(-keptBytes)
    })
  return () => kept.toString('utf8')
}

/** Tells each line that a device prints; what is longer than a line of the protocol can be is passed over. */
export function hearLines(stream: Readable | null, hear: (line: string) => void): void {
  let begun = ''
  stream?.on('data', (bytes: Buffer) => {
    const lines = (begun + bytes.toString('latin1')).split('\n')
    begun = (lines.pop() ?? '').slice(0, longestLine)
    for (const line of lines) if (line.length < longestLine) hear(line.trimEnd())
  })
}
