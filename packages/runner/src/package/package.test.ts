import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Header, pack } from 'tar-stream'
import { afterAll, describe, expect, it } from 'vitest'
import { openPackage } from './open-package.ts'
import { packPackage } from './pack-package.ts'
import { readPackage } from './read-package.ts'

const work = mkdtempSync(join(tmpdir(), 'assay-package-test-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))
const demonstrationDevice = join(import.meta.dirname, '../../../../demo/device-ecg')

async function archiveOf(...entries: (Partial<Header> & { name: string })[]): Promise<Buffer> {
  const archive = pack()
  for (const entry of entries) archive.entry(entry as Header, entry.type && entry.type !== 'file' ? '' : 'x')
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('packPackage', () => {
  it('gives the same bytes again', async () => {
    expect(Buffer.from(await packPackage(demonstrationDevice))).toEqual(
      Buffer.from(await packPackage(demonstrationDevice)),
    )
  })

  it('packs what readPackage and openPackage take', async () => {
    const archive = await packPackage(demonstrationDevice)
    expect((await readPackage(archive)).category).toBe('ecg')
    const digest = createHash('sha256').update(archive).digest('hex')
    const opened = await openPackage(archive, digest, join(work, 'packages'))
    expect(readdirSync(opened.folder)).toContain('detect.js')
    await expect(openPackage(archive, '0'.repeat(64), work)).rejects.toMatchObject({ code: 'device-digest-mismatch' })
  })
})

describe('readPackage', () => {
  it.each([
    ['a link', { name: 'a', type: 'symlink', linkname: '/etc/passwd' }],
    ['a hard link', { name: 'a', type: 'link', linkname: 'device.json' }],
    ['a device', { name: 'a', type: 'character-device' }],
    ['a path that leads out', { name: '../a' }],
    ['an absolute path', { name: '/etc/a' }],
    ['a hidden name', { name: '.profile' }],
    ['a set-user-id file', { name: 'a', mode: 0o4755 }],
  ] as [string, Partial<Header> & { name: string }][])('refuses %s', async (_, entry) => {
    await expect(readPackage(await archiveOf(entry))).rejects.toMatchObject({ code: 'device-package-invalid' })
  })

  it('refuses a name that stands twice, rubbish, and a package without a manifest', async () => {
    await expect(readPackage(await archiveOf({ name: 'a' }, { name: 'A' }))).rejects.toMatchObject({
      parameters: { what: 'the name stands twice' },
    })
    await expect(readPackage(Buffer.from('rubbish'.repeat(200)))).rejects.toMatchObject({
      code: 'device-package-invalid',
    })
    await expect(readPackage(await archiveOf({ name: 'a' }))).rejects.toMatchObject({
      parameters: { where: 'device.json' },
    })
  })

  it('says what is wrong with a manifest', async () => {
    const folder = mkdtempSync(join(work, 'device-'))
    writeFileSync(join(folder, 'device.json'), '{"schema":"assay.device/1"}')
    await expect(packPackage(folder)).rejects.toMatchObject({ parameters: { where: 'device.json, name' } })
  })
})
