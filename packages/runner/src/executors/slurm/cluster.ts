import { readFileSync } from 'node:fs'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { z } from 'zod'

const word = z.string().regex(/^[A-Za-z0-9_.:@+-]{1,64}$/)
const path = z.string().regex(/^\/[^\0\n"'$`\\]+$/)

/** How an operator describes the cluster that devices are sent to. */
const clusterDescription = z.strictObject({
  /** A folder that every machine of the cluster sees under this path, and that this node alone uses. */
  folder: path,
  /** What holds a device on the machines of the cluster. */
  isolation: z.enum(['bubblewrap', 'podman', 'docker']).default('bubblewrap'),
  partition: word.optional(),
  account: word.optional(),
  qos: word.optional(),
  /** Starts in one array of jobs, at most. */
  arraySize: z.number().int().min(1).max(1000).default(100),
  /** Jobs of one array that run at a time, at most. */
  atATime: z.number().int().min(1).max(1000).default(16),
  /** Processors of a job. */
  cpus: z.number().int().min(1).max(256).default(1),
  /** Memory of a job beside the device's, MiB: for the program that starts it. */
  furtherMemoryMiB: z.number().int().min(64).max(65_536).default(256),
  /** How often a job may be begun again after a fault of its machine. */
  requeues: z.number().int().min(0).max(20).default(2),
  /** How long the trial at the node's start may wait for a machine, seconds. */
  trialSeconds: z.number().int().min(1).max(86_400).default(120),
  /** Node.js on the machines of the cluster. */
  interpreter: path.default(process.execPath),
})

/** A cluster that devices are sent to. */
export type Cluster = z.infer<typeof clusterDescription>

/**
 * Reads the description of a cluster.
 * @throws AssayError arguments-invalid where it is not there or not sound
 */
export function readCluster(file: string): Cluster {
  try {
    return clusterDescription.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new AssayError('arguments-invalid', { option: '--cluster' }, { cause: error })
  }
}
