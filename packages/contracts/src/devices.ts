import { z } from 'zod'
import { applianceProgram } from './appliances.ts'
import { instant, line, sha256Hex, slug, uuid } from './primitives.ts'
import { declaredTraining } from './training.ts'

/** A relative path inside a package or under /input and /output: no root, no `..`, no hidden name. */
export const relativePath = z
  .string()
  .max(200)
  .regex(/^(?!.*(?:^|\/)\.)[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/)

/** An input or output of a device, in the words of the challenge platforms' containers. */
export const socket = z.object({
  slug,
  kind: z.enum([
    'Image',
    'Segmentation',
    'Heat Map',
    'DICOM Image Set',
    'Integer',
    'Float',
    'Bool',
    'Choice',
    'Anything',
    'Multiple points',
    'Multiple 2D bounding boxes',
    'Multiple polygons',
    'Waveform',
    'Waveform Annotations',
  ]),
  /** Where it lies under /input or /output. */
  relativePath,
})
export type Socket = z.infer<typeof socket>

/** What a device may use for one case. Above it, the case ends as a failure that says which limit. */
export const deviceLimits = z.object({
  wallSeconds: z.number().int().min(1).max(3600),
  cpuSeconds: z.number().int().min(1).max(3600),
  memoryMiB: z.number().int().min(16).max(65536),
  processes: z.number().int().min(1).max(1024),
  outputMiB: z.number().int().min(1).max(65536),
  outputFiles: z.number().int().min(1).max(100_000),
})
export type DeviceLimits = z.infer<typeof deviceLimits>

/** How many cases a start of a device takes. */
export const startKind = z.enum(['one-per-start', 'many-per-start'])

/**
 * How a device comes by its results: the node runs its package; its results are brought in as a file, from a run that people
 * supervised and the node did not see; or it stands as an appliance in the hospital's network, is sent the cases and answers.
 */
export const wayOfRunning = z.enum(['package', 'results-file', 'appliance'])
export type WayOfRunning = z.infer<typeof wayOfRunning>

/** `device.json` at the top of a device package (a tar archive). */
export const deviceManifest = z.object({
  schema: z.literal('assay.device/1'),
  name: line,
  version: line,
  vendor: line,
  category: slug,
  task: slug,
  intendedUse: z.string().trim().min(1).max(2000),
  /**
   * A program for the evaluation centre's interpreter, or an image archive (`docker save` or OCI), in the package; or an
   * appliance, which is not.
   */
  program: z.union([
    z.object({ interpreter: z.enum(['node']), file: relativePath }),
    z.object({ image: relativePath }),
    z.object({ appliance: applianceProgram }),
  ]),
  /** Whether a start takes one case, or case after case in the order that it is given them. */
  cases: startKind.default('one-per-start'),
  /** Graphics processors that it wants. */
  gpus: z.number().int().min(0).max(16).default(0),
  inputs: z.array(socket).min(1).max(20),
  outputs: z.array(socket).min(1).max(20),
  limits: deviceLimits,
})
export type DeviceManifest = z.infer<typeof deviceManifest>

/** A registered device version. Its identity is the digest of its package. */
export const device = z.object({
  id: uuid,
  vendorId: uuid,
  registeredAt: instant,
  packageDigest: sha256Hex,
  packageBytes: z.number().int().positive(),
  manifest: deviceManifest,
  /** What its vendor last declared that it was trained with; null where nothing was. */
  training: declaredTraining.nullable(),
})
export type Device = z.infer<typeof device>
