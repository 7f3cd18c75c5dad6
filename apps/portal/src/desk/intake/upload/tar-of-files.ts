/** A file of a set, by its path in it. */
export interface FileOfSet {
  readonly path: string
  readonly file: Blob
}

const block = 512

/**
 * A tar archive (POSIX.1-2001 pax) of files, made of the files as they are: nothing is read before it is sent. A path that the
 * header has no room for, or that is not ASCII, goes into an extended header.
 */
export function tarOfFiles(files: readonly FileOfSet[]): Blob {
  const parts = files.flatMap(({ path, file }) => [
    ...extendedHeader(path, file.size),
    header(plainName(path), Math.min(file.size, mostOctal), '0'),
    ...padded(file, file.size),
  ])
  return new Blob([...parts, new Uint8Array(2 * block)], { type: 'application/octet-stream' })
}

/** What 11 octal digits can say; larger sizes stand in the extended header. */
const mostOctal = 8 ** 11 - 1

function plainName(path: string): string {
  return path.replace(/[^\x20-\x7e]/g, '_').slice(0, 100)
}

function extendedHeader(path: string, size: number): BlobPart[] {
  const records = [
    ...(plainName(path) === path ? [] : [record('path', path)]),
    ...(size > mostOctal ? [record('size', String(size))] : []),
  ]
  if (records.length === 0) return []
  const bytes = new TextEncoder().encode(records.join(''))
  return [header('pax', bytes.length, 'x'), ...padded(bytes, bytes.length)]
}

/** “LENGTH KEY=VALUE\n”, where the length counts itself, in bytes. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const bytes = new TextEncoder().encode(rest).length
  let length = bytes + String(bytes).length
  if (String(length).length > String(bytes).length) length = bytes + String(length).length
  return `${length}${rest}`
}

function padded(content: BlobPart, size: number): BlobPart[] {
  const over = size % block
  return over === 0 ? [content] : [content, new Uint8Array(block - over)]
}

function header(name: string, size: number, type: '0' | 'x'): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(block)
  const write = (text: string, at: number) => bytes.set(new TextEncoder().encode(text), at)
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  write(name, 0)
  write(`${octal(0o600, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`, 100)
  write(`        ${type}`, 148)
  write('ustar\0' + '00', 257)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  write(`${octal(sum, 6)}\0 `, 148)
  return bytes
}
