import { z } from 'zod'
import { invalid } from './file-tree.ts'
import { type ImageMember, type ImageMembers, readJson } from './image-members.ts'

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const descriptor = z.object({
  mediaType: z.string().max(200).optional(),
  digest,
  size: z.number().int().min(0),
  platform: z.object({ architecture: z.string(), os: z.string() }).optional(),
})
type Descriptor = z.infer<typeof descriptor>

const imageIndex = z.object({ manifests: z.array(descriptor).min(1).max(1000) })
const imageManifest = z.object({ config: descriptor, layers: z.array(descriptor) })
const savedImages = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()) })).min(1)

const words = z.array(z.string().max(100_000)).max(1000)
const imageConfig = z.object({
  architecture: z.string(),
  os: z.string(),
  config: z
    .object({
      Env: words.nullish(),
      Entrypoint: words.nullish(),
      Cmd: words.nullish(),
      WorkingDir: z.string().max(4096).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(digest) }),
})
export type ImageConfig = z.infer<typeof imageConfig>

/** An image as its archive describes it: checked against its hashes, but for what the layers unpack to. */
export interface ImageDescription {
  /** SHA-256 of the configuration: what docker calls the image's id. */
  configDigest: string
  config: ImageConfig
  /** From the lowest up, with the SHA-256 that the unpacked tar has to have. */
  layers: { member: ImageMember; diffId: string }[]
}

/** What the field calls the processors that Node names otherwise. */
const architectures: Record<string, string> = { x64: 'amd64', arm64: 'arm64' }

/**
 * Finds the one image for this machine in an archive: an OCI archive (`index.json`) or one of `docker save`
 * (`manifest.json`).
 * @param machine the processor as Node calls it
 * @throws AssayError device-package-invalid: several images, another architecture, a digest that differs, a missing layer
 */
export async function describeImage(
  members: ImageMembers,
  limits: { layers: number },
  machine: string,
): Promise<ImageDescription> {
  const parts = members.find('index.json') ? await fromIndex(members, machine) : await fromSaved(members)
  const config = read(imageConfig, await readJson(parts.config, 'image configuration'), 'image configuration')
  const architecture = architectures[machine] ?? machine
  if (config.architecture !== architecture || config.os !== 'linux')
    throw invalid(`${config.os}/${config.architecture}`, 'architecture-differs')
  const { diff_ids: diffIds } = config.rootfs
  if (parts.layers.length > limits.layers) throw invalid('image', 'too-many-layers', { most: limits.layers })
  if (diffIds.length !== parts.layers.length) throw invalid('image', 'layers-missing')
  const layers = parts.layers.map((member, at) => ({ member, diffId: diffIds[at]!.slice('sha256:'.length) }))
  return { configDigest: parts.config.sha256, config, layers }
}

interface Parts {
  config: ImageMember
  layers: ImageMember[]
}

/** OCI image layout: the index names a manifest, perhaps by a further index, which names the rest. */
async function fromIndex(members: ImageMembers, machine: string): Promise<Parts> {
  let json = await readJson(members.find('index.json')!, 'index.json')
  for (let depth = 0; depth < 4; depth += 1) {
    const index = imageIndex.safeParse(json)
    if (!index.success) break
    const chosen = chooseManifest(index.data.manifests, machine)
    json = await readJson(blobOf(members, chosen), chosen.digest)
  }
  const { config, layers } = read(imageManifest, json, 'image manifest')
  return { config: blobOf(members, config), layers: layers.map((layer) => blobOf(members, layer)) }
}

function chooseManifest(manifests: readonly Descriptor[], machine: string): Descriptor {
  const architecture = architectures[machine] ?? machine
  const fits = manifests.filter(
    ({ platform }) => !platform || (platform.os === 'linux' && platform.architecture === architecture),
  )
  const [chosen, ...others] = new Map(fits.map((one) => [one.digest, one])).values()
  if (!chosen) throw invalid('index.json', 'architecture-differs')
  if (others.length > 0) throw invalid('index.json', 'several-images')
  return chosen
}

function blobOf(members: ImageMembers, { digest: wanted, size }: Descriptor): ImageMember {
  const sha256 = wanted.slice('sha256:'.length)
  const member = members.find(`blobs/sha256/${sha256}`)
  if (!member) throw invalid(wanted, 'layers-missing')
  if (member.sha256 !== sha256 || member.size !== size) throw invalid(wanted, 'digest-differs')
  return member
}

/** `docker save` and `podman save`: the configuration is named after its hash, layers by where they lie. */
async function fromSaved(members: ImageMembers): Promise<Parts> {
  const file = members.find('manifest.json')
  if (!file) throw invalid('image', 'not-an-image')
  const [image, ...others] = read(savedImages, await readJson(file, 'manifest.json'), 'manifest.json')
  if (!image || others.length > 0) throw invalid('manifest.json', 'several-images')
  const config = members.find(image.Config)
  const named = /([0-9a-f]{64})(?:\.json)?$/.exec(image.Config)?.[1]
  if (!config) throw invalid(image.Config, 'configuration-missing')
  if (named !== config.sha256) throw invalid(image.Config, 'digest-differs')
  const layers = image.Layers.map((name) => {
    const layer = members.find(name)
    if (!layer) throw invalid(name, 'layers-missing')
    return layer
  })
  return { config, layers }
}

function read<T>(schema: z.ZodType<T>, json: unknown, where: string): T {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw invalid(`${where}, ${parsed.error.issues[0]?.path.join('.') || 'top'}`, 'not-an-image')
}
