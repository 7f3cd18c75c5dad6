import type { PathLike } from 'node:fs'

/**
 * A name that a file system gave, as text. One that is no UTF-8 (exports of Chinese systems have names in GB18030) keeps its bytes: each
 * above 127 becomes a lone surrogate, U+DC80 to U+DCFF, which no other name holds.
 * Source: Python's PEP 383.
 */
export function pathOfBytes(name: Buffer): string {
  const read = name.toString('utf8')
  return read.includes('\ufffd') && !Buffer.from(read).equals(name) ? escaped(name) : read
}

function escaped(name: Buffer): string {
  return Array.from(name, (byte) => String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte)).join('')
}

/** A path as the file system has it. */
export function bytesOfPath(path: string): PathLike & (string | Buffer) {
  return path.isWellFormed() ? path : Buffer.concat(Array.from(path, bytesOfCharacter))
}

function bytesOfCharacter(character: string): Buffer {
  return character.isWellFormed() ? Buffer.from(character) : Buffer.from([character.charCodeAt(0) - 0xdc00])
}

/** A path as people read it: names that are no UTF-8 are taken for GB18030, or for Latin-1. */
export function shownPath(path: string): string {
  return path.isWellFormed() ? path : path.split('/').map(shownName).join('/')
}

function shownName(name: string): string {
  if (name.isWellFormed()) return name
  const bytes = Buffer.from(bytesOfPath(name) as Buffer)
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}
