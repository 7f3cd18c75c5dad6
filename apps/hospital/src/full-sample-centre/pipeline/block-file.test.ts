import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { alignedBuffer, createBlockFile } from './block-file.ts'

/** A disk's file system, and one in memory, which may refuse to be written past the page cache. */
describe.each([tmpdir(), '/dev/shm'].filter((path) => existsSync(path)))('a file of whole blocks in %s', (place) => {
  function folderOf() {
    const folder = mkdtempSync(join(place, 'assay-blocks-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return folder
  }

  it('holds all that was written, and nothing else', async () => {
    const path = join(folderOf(), 'pack')
    const [buffer, bytes] = [alignedBuffer(2 ** 16), randomBytes(150_001)]
    const file = createBlockFile(path)
    let [fill, taken] = [0, 0]
    while (taken < bytes.length) {
      const more = bytes.subarray(taken, taken + 9_999)
      if (fill + more.length > buffer.length) {
        const whole = file.write(buffer.subarray(0, fill))
        buffer.copyWithin(0, whole, fill)
        fill -= whole
      }
      buffer.set(more, fill)
      fill += more.length
      taken += more.length
    }
    await file.end(buffer, fill)
    const written = readFileSync(path)
    expect(written.equals(bytes)).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is made when something is written, and never over another', async () => {
    const path = join(folderOf(), 'pack')
    const buffer = alignedBuffer(2 ** 16)
    await createBlockFile(path).end(buffer, 0)
    expect(existsSync(path)).toBe(false)
    await createBlockFile(path).end(buffer, 10)
    await expect(createBlockFile(path).end(buffer, 20)).rejects.toThrow('EEXIST')
    expect(statSync(path).size).toBe(10)
  })
})
