import { z } from 'zod'
import { provenance } from './data.ts'
import { startKind, wayOfRunning } from './devices.ts'
import { caseOutcome } from './evaluation.ts'
import { isolation } from './identity.ts'
import { instant, line, sha256Hex, slug, uuid } from './primitives.ts'
import { supervisionSummary } from './supervision.ts'

/** Conduct of the runs at one hospital: what the device ran in, and how its cases ended. */
export const runConduct = z.object({
  wayOfRunning,
  /** `not-seen`: the node did not start the device, and knows nothing of what held it. */
  isolation: z.enum([...isolation.options, 'not-seen']),
  /** Named parts in force, e.g. `network-namespace`, `read-only-root`. Empty when not isolated. */
  isolationParts: z.array(slug),
  demonstration: z.boolean(),
  /** What held the device, with its version, and the kernel below: each that was in use; none where the node did not start it. */
  executors: z.array(line),
  kernels: z.array(line),
  /** SHA-256 of the image's configuration; null for a program. */
  imageDigest: sha256Hex.nullable(),
  /** Runs whose isolation was read from the device's own /proc; in the others it had ended before that. */
  isolationSeen: z.number().int().min(0),
  cases: z.number().int().min(0),
  outcomes: z.partialRecord(caseOutcome, z.number().int().min(0)),
  /** Runs that were begun again after an interruption of the platform, not of the device. */
  restarts: z.number().int().min(0),
  /** Whether a start took one case, or case after case. */
  starts: startKind,
  /** Cases drawn in secret and run again in fresh starts; `differing` came out otherwise. */
  repeats: z.object({ cases: z.number().int().min(0), differing: z.number().int().min(0) }),
  /**
   * Cases that the vendor was shown: those that this run disclosed to it, and those that had been disclosed to it before.
   * Later evaluations of the vendor's devices on these cases are not blind.
   */
  disclosed: z.object({ cases: z.number().int().min(0), before: z.number().int().min(0) }),
  /** Hash of the node's own record of the run: each start, what held it, what it used. It is in the hospital's log too. */
  provenanceHash: sha256Hex,
  /** Of a results file: what is known of the run that the node did not see. `recordHash` is of the whole record, which stays. */
  supervision: supervisionSummary
    .extend({
      recordHash: sha256Hex,
      archiveHash: sha256Hex,
      /** How many archives were looked at until one was taken; each look stands in the hospital's log. */
      archivesBrought: z.number().int().min(1).optional(),
    })
    .optional(),
  nodeVersion: line,
  startedAt: instant,
  finishedAt: instant,
})
export type RunConduct = z.infer<typeof runConduct>

/**
 * What the conduct of a finished run leaves out, or says without ground, given its way of running; undefined where it tells all:
 * - `conduct.supervision`: a run of a results file has it, and no other;
 * - `conduct.disclosed`: outside of the node's own runs every case was disclosed, and in those none.
 */
export function conductFault({
  wayOfRunning: way,
  supervision,
  disclosed,
  cases,
}: RunConduct): 'conduct.supervision' | 'conduct.disclosed' | undefined {
  if ((supervision !== undefined) !== (way === 'results-file')) return 'conduct.supervision'
  if (disclosed.cases !== (way === 'package' ? 0 : cases)) return 'conduct.disclosed'
  return undefined
}

/** What a hospital signs and sends: bound to recipient, purpose, protocol and device, so that it can't be redirected. */
export const releasePayload = z.object({
  schema: z.literal('assay.release/1'),
  releaseId: uuid,
  hospitalId: uuid,
  evaluationId: uuid,
  protocolHash: sha256Hex,
  deviceDigest: sha256Hex,
  testSetId: uuid,
  manifestHash: sha256Hex,
  provenance,
  recipient: uuid,
  purpose: z.literal('evaluation-decision'),
  policy: z.object({ id: slug, version: z.number().int().min(1), hash: sha256Hex }),
  /** One an endpoint: what `release` of its estimator gave. Checked against the registry of `statistics`. */
  endpoints: z.array(z.object({ endpoint: slug, released: z.unknown() })).min(1),
  conduct: runConduct,
  /** The hospital's own log when the release was prepared. */
  ledger: z.object({ size: z.number().int().min(0), rootHash: sha256Hex }),
  preparedAt: instant,
})
export type ReleasePayload = z.infer<typeof releasePayload>
