import { expect, it } from 'vitest'
import { tarOfFiles } from './tar-of-files.ts'

const utf8 = new TextDecoder()

/** Entries of an archive by the layout of POSIX.1-2001 ustar: name, type, content; every checksum held. */
function entriesOf(archive: Uint8Array): { name: string; type: string; content: string }[] {
  const entries = []
  for (let at = 0; archive[at] !== 0; ) {
    const header = archive.slice(at, at + 512)
    const field = (from: number, to: number) => utf8.decode(header.slice(from, to)).replace(/\0.*$/s, '')
    const sum = header.reduce((total, byte, place) => total + (place >= 148 && place < 156 ? 32 : byte), 0)
    expect(Number.parseInt(field(148, 156), 8)).toBe(sum)
    expect(field(257, 263)).toBe('ustar')
    const size = Number.parseInt(field(124, 136), 8)
    const content = utf8.decode(archive.slice(at + 512, at + 512 + size))
    entries.push({ name: field(0, 100), type: field(156, 157), content })
    at += 512 + 512 * Math.ceil(size / 512)
  }
  return entries
}

it('lays files out as tar does, with long and Chinese names in headers of their own', async () => {
  const files = [
    { path: 'series/0.dcm', file: new Blob(['x'.repeat(512)]) },
    { path: 'series/empty', file: new Blob([]) },
    { path: '检查/第一.dcm', file: new Blob(['x'.repeat(513)]) },
    { path: 'n'.repeat(101), file: new Blob(['deep']) },
  ]
  const archive = new Uint8Array(await tarOfFiles(files).arrayBuffer())
  expect(archive.length % 512).toBe(0)
  expect(entriesOf(archive)).toEqual([
    { name: 'series/0.dcm', type: '0', content: 'x'.repeat(512) },
    { name: 'series/empty', type: '0', content: '' },
    { name: 'pax', type: 'x', content: '26 path=检查/第一.dcm\n' },
    { name: '__/__.dcm', type: '0', content: 'x'.repeat(513) },
    { name: 'pax', type: 'x', content: `111 path=${'n'.repeat(101)}\n` },
    { name: 'n'.repeat(100), type: '0', content: 'deep' },
  ])
})
