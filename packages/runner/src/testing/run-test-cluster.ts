// A cluster for tests of other parts: prints where its configuration and its description lie, and ends with its input.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { startTestCluster } from './test-cluster.ts'

const cluster = await startTestCluster()
const configuration = process.env.SLURM_CONF ?? ''
const file = join(dirname(configuration), 'cluster.json')
writeFileSync(file, JSON.stringify(cluster.describe()))
process.stdout.write(`${JSON.stringify({ configuration, file })}\n`)
for await (const _ of process.stdin);
await cluster.stop()
