import type { FileSource } from '../images/file-source.ts'

/** A file in memory, handed out a few bytes at a time. */
export function memorySource(bytes: Uint8Array, step: number): FileSource {
  return {
    length: bytes.length,
    whole: () => bytes,
    read: async function* (from, to = bytes.length) {
      const end = Math.min(to, bytes.length)
      for (let at = from; at < end; at += step) yield bytes.subarray(at, Math.min(at + step, end))
    },
  }
}
