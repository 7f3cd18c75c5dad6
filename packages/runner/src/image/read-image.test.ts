import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ImageParts,
  imageParts,
  type Member,
  ociArchive,
  savedArchive,
  type TestImage,
  tarOf,
} from '../testing/image-archive.ts'
import { imageLimits } from './image-limits.ts'
import { readImage } from './read-image.ts'
import { writeTree } from './write-tree.ts'

let work: string
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'assay-image-test-'))
})
afterEach(() => rmSync(work, { recursive: true, force: true }))

const program: Member = { name: 'bin/busybox', mode: 0o755, content: 'program' }

async function* piecesOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}

async function unpacked(archive: Buffer, limits = imageLimits): Promise<string> {
  const { tree } = await readImage(piecesOf(archive), work, { isKept: true, limits })
  const root = join(work, 'root')
  writeTree(tree, root)
  return root
}

const withLayers = (...layers: TestImage['layers']): TestImage => ({ layers: [{ members: [program] }, ...layers] })

/** Why an image is refused. */
async function refusal(image: TestImage | Buffer, limits = imageLimits): Promise<unknown> {
  const archive = Buffer.isBuffer(image) ? image : await ociArchive(await imageParts(image))
  return unpacked(archive, limits).then(
    () => 'nothing',
    (error) => (error.code === 'device-package-invalid' ? error.parameters.what : error),
  )
}

const layered = withLayers(
  {
    compression: 'zstd',
    members: [
      { name: './usr/', type: 'directory' },
      { name: './usr/bin/tool', mode: 0o4755, content: 'tool' },
      { name: 'usr/lib/gone', content: 'gone' },
      { name: 'data/old', content: 'old' },
      { name: 'data/sub/old', content: 'old' },
      { name: 'sbin', type: 'symlink', linkname: 'usr/bin' },
      { name: 'var/run', type: 'symlink', linkname: '/run' },
      { name: 'run/here', content: 'here' },
    ],
  },
  {
    compression: 'none',
    members: [
      { name: 'sbin/added', content: 'through the link' },
      { name: 'usr/bin/same', type: 'link', linkname: 'usr/bin/tool' },
      { name: 'usr/lib/.wh.gone', content: '' },
      { name: 'data/.wh..wh..opq', content: '' },
      { name: 'data/new', content: 'new' },
      { name: 'var/run/pid', content: 'through an absolute link' },
      { name: 'secret', mode: 0, content: 'readable' },
    ],
  },
)

describe.each([
  ['OCI', ociArchive],
  ['docker save', savedArchive],
] as const)('an image in an archive of %s', (_, archiveOf) => {
  it('is unpacked layer over layer', async () => {
    const root = await unpacked(await archiveOf(await imageParts(layered)))
    const read = (path: string) => readFileSync(join(root, path), 'utf8')
    expect(readdirSync(join(root, 'usr/bin')).sort()).toEqual(['added', 'same', 'tool'])
    expect(read('usr/bin/added')).toBe('through the link')
    expect(read('run/pid')).toBe('through an absolute link')
    expect(readlinkSync(join(root, 'var/run'))).toBe('/run')
    expect(lstatSync(join(root, 'usr/bin/same')).ino).toBe(lstatSync(join(root, 'usr/bin/tool')).ino)
    expect(existsSync(join(root, 'usr/lib/gone'))).toBe(false)
    expect(readdirSync(join(root, 'data'))).toEqual(['new'])
  })

  it('gets neither set-user-id bits nor files that nobody may read', async () => {
    const root = await unpacked(await archiveOf(await imageParts(layered)))
    expect(lstatSync(join(root, 'usr/bin/tool')).mode & 0o7777).toBe(0o555)
    expect(lstatSync(join(root, 'secret')).mode & 0o7777).toBe(0o444)
  })
})

it('lets a later name of a layer stand, and takes away by name what is below it alone', async () => {
  const image = withLayers(
    { members: ['one', 'two', 'three'].map((name) => ({ name: `data/${name}`, content: name })) },
    {
      members: [
        { name: 'data/again', content: 'first' },
        { name: 'data/again', content: 'second' },
        { name: 'data/linked', type: 'link', linkname: 'data/one' },
        { name: 'data/.wh..wh..opq', content: '' },
        { name: 'data/.wh.again', content: '' },
        { name: 'data/.wh..wh.plnk', content: '' },
        { name: 'bin/link', type: 'symlink', linkname: '/data' },
        { name: 'bin/link/.wh.linked', content: '' },
      ],
    },
    { members: [{ name: 'data', type: 'symlink', linkname: 'bin' }] },
  )
  const root = await unpacked(await ociArchive(await imageParts({ ...image, layers: image.layers.slice(0, 3) })))
  expect(readdirSync(join(root, 'data')).sort()).toEqual(['again', 'linked'])
  expect(readFileSync(join(root, 'data/again'), 'utf8')).toBe('second')
  rmSync(root, { recursive: true })
  rmSync(join(work, 'contents'), { recursive: true })
  rmSync(join(work, 'members'), { recursive: true })
  const replaced = await unpacked(await ociArchive(await imageParts(image)))
  expect(readlinkSync(join(replaced, 'data'))).toBe('bin')
})

it('tells the identity and what is started', async () => {
  const image = { layers: [{ members: [program] }], command: ['busybox', 'sh'], environment: ['A=1', 'PATH=/x:/bin'] }
  const parts = await imageParts(image)
  const { process, configDigest } = await readImage(piecesOf(await ociArchive(parts)), work, { isKept: false })
  expect(process).toEqual({
    command: ['/bin/busybox', 'sh'],
    environment: { A: '1', PATH: '/x:/bin' },
    workingFolder: '/',
  })
  expect(configDigest).toMatch(/^[0-9a-f]{64}$/)
})

describe('an image is refused', () => {
  it.each<[string, Member]>([
    ['path-leads-out', { name: '../out', content: 'x' }],
    ['path-leads-out', { name: 'a/../../out', content: 'x' }],
    ['path-absolute', { name: '/etc/passwd', content: 'x' }],
    ['link-leads-out', { name: 'out', type: 'symlink', linkname: '../out' }],
    ['link-leads-out', { name: 'a/out', type: 'symlink', linkname: '../../etc/passwd' }],
    ['link-leads-out', { name: 'out', type: 'symlink', linkname: '/a/../../out' }],
    ['path-absolute', { name: 'out', type: 'link', linkname: '/etc/passwd' }],
    ['path-leads-out', { name: 'out', type: 'link', linkname: '../../etc/passwd' }],
    ['link-target-missing', { name: 'out', type: 'link', linkname: 'etc/passwd' }],
    ['is-a-device', { name: 'memory', type: 'character-device', devmajor: 1, devminor: 1 }],
    ['is-a-device', { name: 'disk', type: 'block-device', devmajor: 8, devminor: 0 }],
    ['is-a-queue', { name: 'queue', type: 'fifo' }],
    ['name-too-long', { name: 'n'.repeat(256), content: 'x' }],
    ['path-too-deep', { name: 'd/'.repeat(200), type: 'directory' }],
    ['path-too-long', { name: `${'n'.repeat(200)}/`.repeat(25), type: 'directory' }],
    ['folder-is-a-file', { name: 'bin/busybox/below', content: 'x' }],
    ['name-not-plain', { name: '.wh...', content: '' }],
  ])('as %s: %j', async (what, member) => {
    expect(await refusal(withLayers({ members: [member] }))).toBe(what)
    expect(readdirSync(work)).not.toContain('root')
  })

  it('where links go round', async () => {
    const members: Member[] = [
      { name: 'a', type: 'symlink', linkname: 'b' },
      { name: 'b', type: 'symlink', linkname: 'a' },
      { name: 'a/file', content: 'x' },
    ]
    expect(await refusal(withLayers({ members }))).toBe('links-go-round')
  })

  it('where a way through links is long without end', async () => {
    const way = 'd/../'.repeat(800)
    const members: Member[] = [
      { name: 'd', type: 'directory' },
      ...Array.from({ length: 30 }, (_, at) => ({
        name: `l${at}`,
        type: 'symlink' as const,
        linkname: `${way}${at === 0 ? 'd' : `l${at - 1}`}`,
      })),
      { name: 'l29/file', content: 'x' },
    ]
    expect(await refusal(withLayers({ members }))).toBe('links-go-round')
  })

  it('with a file that others unpack to something else', async () => {
    const pax = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '1000000' }
    expect(await refusal(withLayers({ members: [{ name: 'sparse', content: '1\n0\n5\nhello', pax }] }))).toBe('is-odd')
    const [older] = (await imageParts(withLayers({ members: [{ name: 'sparse', content: 'hello' }] }))).layers.slice(1)
    const spoilt = await imageParts(withLayers({ members: [{ name: 'sparse', content: 'hello' }] }))
    // Type S of GNU tar, with the header's sum.
    older!.tar[156] = 'S'.charCodeAt(0)
    older!.tar.write('        ', 148, 'latin1')
    const sum = older!.tar.subarray(0, 512).reduce((total, byte) => total + byte, 0)
    older!.tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    spoilt.layers[1] = { tar: older!.tar, blob: older!.tar }
    const config = JSON.parse(`${spoilt.config}`)
    config.rootfs.diff_ids[1] = `sha256:${createHash('sha256').update(older!.tar).digest('hex')}`
    spoilt.config = Buffer.from(JSON.stringify(config))
    expect(await refusal(await ociArchive(spoilt))).toBe('is-odd')
  })

  it('with a size that is none, or one that the archive does not have', async () => {
    for (const size of ['-1', '9'.repeat(30), '100000'])
      expect(await refusal(withLayers({ members: [{ name: 'f', content: 'x', pax: { size } }] }))).toBe('not-a-tar')
  })

  it('with more words to start with than a system takes', async () => {
    const environment = Array.from({ length: 5 }, (_, at) => `A${at}=${'x'.repeat(60_000)}`)
    expect(await refusal({ ...withLayers(), environment })).toBe('too-many-bytes')
  })

  it('with a name of the archive that stands twice, or that is a link to nothing', async () => {
    const manifest = JSON.stringify([{ Config: 'c.json', Layers: [] }])
    const twice = [1, 2].map(() => ({ name: 'manifest.json', content: manifest }))
    expect(await refusal(await tarOf(twice))).toBe('name-stands-twice')
    const link: Member = { name: 'manifest.json', type: 'symlink', linkname: '/etc/passwd' }
    expect(await refusal(await tarOf([link]))).toBe('not-an-image')
  })

  it('and a file below a link to a folder outside is written inside', async () => {
    const outside = join(work, 'outside')
    const image = withLayers(
      { members: [{ name: 'way', type: 'symlink', linkname: work }] },
      { members: [{ name: 'way/outside', content: 'x' }] },
    )
    const root = await unpacked(await ociArchive(await imageParts(image)))
    expect(existsSync(outside)).toBe(false)
    expect(existsSync(join(root, outside))).toBe(true)
  })

  it('as a bomb: too much in one file, in all, for its size, or too many names', async () => {
    const zeros = withLayers({ members: [{ name: 'zeros', content: Buffer.alloc(3e6) }] })
    const small = { ...imageLimits, ratioFromBytes: 1e6 }
    expect(await refusal(zeros, small)).toBe('compression-ratio')
    expect(await refusal(zeros, { ...imageLimits, fileBytes: 1e6 })).toBe('file-too-large')
    rmSync(join(work, 'root'), { recursive: true, force: true })
    const many = withLayers({ members: Array.from({ length: 20 }, (_, at) => ({ name: `f${at}` })) })
    expect(await refusal(many, { ...imageLimits, entries: 15 })).toBe('too-many-entries')
    const deep = withLayers({ members: [{ name: `${'d/'.repeat(60)}f`, content: 'x' }] })
    expect(await refusal(deep, { ...imageLimits, entries: 50 })).toBe('too-many-entries')
    const halves = withLayers({ members: ['a', 'b'].map((name) => ({ name, content: Buffer.alloc(6000, name) })) })
    expect(await refusal(halves, { ...imageLimits, unpackedBytes: 10_000 })).toBe('too-many-bytes')
    expect(await refusal(withLayers(), { ...imageLimits, layers: 0 })).toBe('too-many-layers')
  })

  const spoilt = async (spoil: (parts: ImageParts) => void) => {
    const parts = await imageParts(withLayers())
    spoil(parts)
    return parts
  }

  it('whose layer is not what its hash says, by either digest', async () => {
    const exchanged = await spoilt(({ layers }) => {
      layers[0]!.tar = Buffer.concat([layers[0]!.tar, Buffer.alloc(512)])
      layers[0]!.blob = layers[0]!.tar
    })
    expect(await refusal(await ociArchive(exchanged))).toBe('digest-differs')
    expect(await refusal(await savedArchive(exchanged))).toBe('digest-differs')
    const archive = await ociArchive(await imageParts(withLayers()))
    archive[archive.lastIndexOf(Buffer.from('1f8b', 'hex')) + 20]! ^= 1
    expect(await refusal(archive)).toBe('digest-differs')
  })

  it('whose layer is missing, or one too many', async () => {
    expect(await refusal(await ociArchive(await spoilt(({ layers }) => void layers.pop())))).toBe('layers-missing')
    const json = JSON.stringify([{ Config: `${'0'.repeat(64)}.json`, Layers: ['gone/layer.tar'] }])
    expect(await refusal(await tarOf([{ name: 'manifest.json', content: json }]))).toBe('configuration-missing')
  })

  it('of another processor, with no program, or not an image', async () => {
    expect(await refusal({ ...withLayers(), architecture: 's390x' })).toBe('architecture-differs')
    expect(await refusal({ ...withLayers(), command: ['/bin/none'] })).toBe('command-missing')
    expect(await refusal({ ...withLayers(), workingFolder: '/none' })).toBe('working-folder-missing')
    expect(await refusal({ ...withLayers(), environment: ['A B=1'] })).toBe('environment-odd')
    expect(await refusal(await tarOf([{ name: 'a', content: 'x' }]))).toBe('not-an-image')
    expect(await refusal(Buffer.from('rubbish'.repeat(500)))).toBe('not-a-tar')
    expect(await refusal((await ociArchive(await imageParts(withLayers()))).subarray(0, 3000))).toBe('not-a-tar')
  })
})

const hasPodman = spawnSync('podman', ['--version']).status === 0
const busybox = '/bin/busybox'

it.skipIf(!hasPodman || !existsSync(busybox))(
  'takes what buildah and podman write, in every form (needs podman, buildah, busybox-static)',
  async () => {
    const script = `set -e
      b=$(buildah --root ${work}/s --runroot ${work}/r --storage-driver vfs from scratch)
      buildah --root ${work}/s --runroot ${work}/r --storage-driver vfs copy $b ${busybox} /bin/busybox
      buildah --root ${work}/s --runroot ${work}/r --storage-driver vfs config --cmd '["/bin/busybox"]' $b
      buildah --root ${work}/s --runroot ${work}/r --storage-driver vfs commit $b localhost/t
      for f in oci-archive docker-archive; do
        podman --root ${work}/s --runroot ${work}/r --storage-driver vfs save --format $f -o ${work}/$f.tar localhost/t
      done`
    const { status, stderr } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, expect.anything()])
    for (const form of ['oci-archive', 'docker-archive']) {
      const root = await unpacked(readFileSync(join(work, `${form}.tar`)))
      expect(readFileSync(join(root, 'bin/busybox'))).toEqual(readFileSync(busybox))
      for (const name of ['root', 'members', 'contents']) {
        chmodSync(join(work, name), 0o700)
        rmSync(join(work, name), { recursive: true })
      }
    }
  },
)
