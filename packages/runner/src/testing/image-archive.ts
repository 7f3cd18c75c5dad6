import { createHash } from 'node:crypto'
import process from 'node:process'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'

/** A member of a layer: its content is given with a file. */
export type Member = Partial<Header> & { name: string; content?: string | Uint8Array }

type Compression = 'none' | 'gzip' | 'zstd'

/** What a test image is made of. */
export interface TestImage {
  layers: { members: readonly Member[]; compression?: Compression }[]
  command?: readonly string[]
  environment?: readonly string[]
  workingFolder?: string
  architecture?: string
  labels?: Record<string, string>
}

/** A tar archive with these members in this order. */
export async function tarOf(members: readonly Member[]): Promise<Buffer> {
  const archive = pack()
  for (const { content = '', ...header } of members) {
    const bytes = Buffer.from(content)
    archive.entry({ mtime: new Date(0), ...header } as Header, bytes)
  }
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Parts of an image, for a test to put together, or to spoil first. */
export interface ImageParts {
  config: Buffer
  layers: { tar: Buffer; blob: Buffer }[]
}

export async function imageParts(image: TestImage): Promise<ImageParts> {
  const layers = []
  for (const { members, compression = 'gzip' } of image.layers) {
    const tar = await tarOf(members)
    layers.push({ tar, blob: compress(tar, compression) })
  }
  const config = {
    architecture: image.architecture ?? { x64: 'amd64' }[process.arch as string] ?? process.arch,
    os: 'linux',
    config: {
      Entrypoint: image.command ?? ['/bin/busybox', 'true'],
      Env: image.environment ?? [],
      WorkingDir: image.workingFolder ?? '/',
      Labels: image.labels ?? null,
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ tar }) => digestOf(tar)) },
  }
  return { config: Buffer.from(JSON.stringify(config)), layers }
}

/** An OCI archive. */
export function ociArchive({ config, layers }: ImageParts): Promise<Buffer> {
  const described = (bytes: Buffer, mediaType: string) => ({ mediaType, digest: digestOf(bytes), size: bytes.length })
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: described(config, 'application/vnd.oci.image.config.v1+json'),
      layers: layers.map(({ blob }) => described(blob, 'application/vnd.oci.image.layer.v1.tar')),
    }),
  )
  const index = { manifests: [described(manifest, 'application/vnd.oci.image.manifest.v1+json')] }
  const blobs = new Map([config, manifest, ...layers.map(({ blob }) => blob)].map((blob) => [digestOf(blob), blob]))
  return tarOf([
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'index.json', content: JSON.stringify(index) },
    ...[...blobs].map(([digest, content]) => ({ name: `blobs/${digest.replace(':', '/')}`, content })),
  ])
}

/** An archive as `docker save` wrote them for long: layers unpacked, each in a folder of its own. */
export function savedArchive({ config, layers }: ImageParts): Promise<Buffer> {
  const name = `${digestOf(config).slice('sha256:'.length)}.json`
  const names = layers.map((_, at) => `layer-${at}/layer.tar`)
  return tarOf([
    ...layers.map(({ tar }, at) => ({ name: names[at]!, content: tar })),
    { name, content: config },
    { name: 'manifest.json', content: JSON.stringify([{ Config: name, RepoTags: null, Layers: names }]) },
  ])
}

function compress(tar: Buffer, compression: Compression): Buffer {
  if (compression === 'none') return tar
  return compression === 'gzip' ? gzipSync(tar) : zstdCompressSync(tar)
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
