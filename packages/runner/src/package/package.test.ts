import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type Header, pack } from 'tar-stream'
import { afterAll, describe, expect, it } from 'vitest'
import { imageParts, ociArchive, savedArchive } from '../testing/image-archive.ts'
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

/** A folder with a manifest and an empty program. */
function minimalDevice(): string {
  const folder = mkdtempSync(join(work, 'device-'))
  const manifest = JSON.parse(readFileSync(join(demonstrationDevice, 'device.json'), 'utf8'))
  writeFileSync(
    join(folder, 'device.json'),
    JSON.stringify({ ...manifest, program: { interpreter: 'node', file: 'main.js' } }),
  )
  writeFileSync(join(folder, 'main.js'), '')
  return folder
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
    const opened = await openPackage({ area: work }, archive, digest)
    expect(readdirSync(join(opened.root, 'opt/device'))).toContain('detect.js')
    await expect(openPackage({ area: work }, archive, '0'.repeat(64))).rejects.toMatchObject({
      code: 'device-digest-mismatch',
    })
  })

  it('gives bytes that depend on names and contents alone', async () => {
    const [one, other] = [minimalDevice(), minimalDevice()]
    writeFileSync(join(one, 'a.js'), '1')
    writeFileSync(join(one, 'b.js'), '2')
    writeFileSync(join(other, 'b.js'), '2')
    writeFileSync(join(other, 'a.js'), '1')
    utimesSync(join(other, 'a.js'), 1, 1)
    chmodSync(join(other, 'a.js'), 0o600)
    writeFileSync(join(other, '.hidden'), '')
    expect(Buffer.from(await packPackage(one))).toEqual(Buffer.from(await packPackage(other)))
  })

  it('follows no link', async () => {
    const folder = minimalDevice()
    symlinkSync('/etc/passwd', join(folder, 'passwd'))
    await expect(packPackage(folder)).rejects.toMatchObject({ parameters: { where: 'passwd' } })
  })
})

describe('openPackage', () => {
  const open = async (archive: Uint8Array, directory: string) =>
    openPackage({ area: directory }, archive, createHash('sha256').update(archive).digest('hex'))

  it('unpacks once, and again what was taken away or changed since', async () => {
    const directory = join(work, 'once')
    const archive = await packPackage(minimalDevice())
    const { root } = await open(archive, directory)
    const main = join(root, 'opt/device/main.js')
    for (const damage of [() => rmSync(main), () => writeFileSync(main, 'changed')]) {
      chmodSync(main, 0o644)
      damage()
      expect((await open(archive, directory)).root).toBe(root)
      expect(readFileSync(main, 'utf8')).toBe('')
    }
    expect(readdirSync(join(directory, 'packages'))).toHaveLength(1)
  })

  it('unpacks one package asked for twice at a time', async () => {
    const archive = await packPackage(minimalDevice())
    const [one, other] = await Promise.all([open(archive, join(work, 'twice')), open(archive, join(work, 'twice'))])
    expect(one).toEqual(other)
  })

  it('leaves nothing of a package that it refuses', async () => {
    const directory = join(work, 'refused')
    await expect(open(await archiveOf({ name: 'a' }, { name: '../b' }), directory)).rejects.toThrow()
    expect(readdirSync(join(directory, 'packages'))).toEqual([])
  })

  it('lets everybody read what it unpacked, whatever mask the node has', async () => {
    const before = process.umask(0o077)
    const { root } = await open(await packPackage(minimalDevice()), join(work, 'masked', 'deep'))
    process.umask(before)
    expect([root, join(root, 'opt/device/main.js')].map((path) => statSync(path).mode & 0o777)).toEqual([0o755, 0o444])
  })
})

describe('an image that carries its manifest', () => {
  const manifest = () => JSON.parse(readFileSync(join(demonstrationDevice, 'device.json'), 'utf8'))
  const imageWith = async (labels: Record<string, string>) =>
    imageParts({
      layers: [{ members: [{ name: 'bin/device', mode: 0o755, content: 'a program' }] }],
      command: ['/bin/device'],
      labels,
    })

  it.each([
    ['an OCI archive', ociArchive],
    ['one of docker save', savedArchive],
  ])('is a package by its label, as %s', async (_, archived) => {
    const { program: _program, ...labelled } = manifest()
    const parts = await imageWith({ 'assay.device': JSON.stringify(labelled) })
    const archive = await archived(parts)
    expect(await readPackage(archive)).toMatchObject({ name: labelled.name, program: { image: 'archive' } })
    const digest = createHash('sha256').update(archive).digest('hex')
    const opened = await openPackage({ area: work }, archive, digest)
    expect(opened.imageDigest).toBe(createHash('sha256').update(parts.config).digest('hex'))
    expect(readFileSync(join(opened.root, 'bin/device'), 'utf8')).toBe('a program')
    const other = openPackage({ area: work }, archive, '0'.repeat(64))
    await expect(other).rejects.toMatchObject({ code: 'device-digest-mismatch' })
  })

  it.each([
    [{}, 'assay.device', 'label-missing'],
    [{ 'assay.device': '{' }, 'assay.device', 'not-json'],
    [{ 'assay.device': '3' }, 'assay.device, top', 'invalid_type'],
    [{ 'assay.device': '{"schema": "assay.device/1"}' }, 'assay.device, name', 'invalid_type'],
  ])('is refused with the labels %o', async (labels, where, what) => {
    const archive = await ociArchive(await imageWith(labels))
    await expect(readPackage(archive)).rejects.toMatchObject({ parameters: { where, what } })
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
    ['a queue', { name: 'a', type: 'fifo' }],
    ['a path that leads out further down', { name: 'a/../../b' }],
    ['a path that leads out by its long form', { name: `${'a/'.repeat(80)}../../x`, pax: { path: '../x' } }],
    ['a path in the other slashes', { name: 'a\\..\\b' }],
    ['a path too long', { name: 'a/'.repeat(120) }],
    ['an odd name', { name: 'a\nb' }],
    ['a name of another script', { name: 'dеvice' }],
    ['a set-user-id file', { name: 'a', mode: 0o4755 }],
    ['a set-group-id file', { name: 'a', mode: 0o2755 }],
  ] as [string, Partial<Header> & { name: string }][])('refuses %s', async (_, entry) => {
    await expect(readPackage(await archiveOf(entry))).rejects.toMatchObject({ code: 'device-package-invalid' })
  })

  it('refuses a name that stands twice, rubbish, and a package without a manifest', async () => {
    await expect(readPackage(await archiveOf({ name: 'a' }, { name: 'A' }))).rejects.toMatchObject({
      parameters: { what: 'name-stands-twice' },
    })
    await expect(readPackage(Buffer.from('rubbish'.repeat(200)))).rejects.toMatchObject({
      code: 'device-package-invalid',
    })
    await expect(readPackage(await archiveOf({ name: 'a' }))).rejects.toMatchObject({
      parameters: { where: 'device.json' },
    })
  })

  it('refuses a file that is a folder too', async () => {
    await expect(readPackage(await archiveOf({ name: 'a' }, { name: 'a/b' }))).rejects.toMatchObject({
      parameters: { where: 'a/b' },
    })
    await expect(readPackage(await archiveOf({ name: 'a/b' }, { name: 'A' }))).rejects.toMatchObject({
      parameters: { where: 'a/b' },
    })
  })

  it('refuses an archive that ends early, or says it has more than it has', async () => {
    const archive = Buffer.from(await packPackage(demonstrationDevice))
    await expect(readPackage(archive.subarray(0, 3000))).rejects.toMatchObject({ code: 'device-package-invalid' })
    const liar = Buffer.from(archive)
    liar.write('77777777777', 124) // the size of the first member, octal
    await expect(readPackage(liar)).rejects.toMatchObject({ code: 'device-package-invalid' })
  })

  it('refuses too many members', async () => {
    const header = (await archiveOf({ name: 'folder', type: 'directory' })).subarray(0, 512)
    const many = Buffer.concat([...Array.from({ length: 10_001 }, () => header), Buffer.alloc(1024)])
    await expect(readPackage(many)).rejects.toMatchObject({ parameters: { what: 'too-many-entries', most: 10000 } })
  })

  it('says what is wrong with a manifest', async () => {
    const folder = mkdtempSync(join(work, 'device-'))
    writeFileSync(join(folder, 'device.json'), '{"schema":"assay.device/1"}')
    await expect(packPackage(folder)).rejects.toMatchObject({ parameters: { where: 'device.json, name' } })
  })
})
