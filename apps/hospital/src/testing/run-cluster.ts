import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'

/** A cluster in a process of its own. */
export interface RunningCluster {
  /** Its description, for `--cluster`. */
  readonly file: string
  readonly stop: () => Promise<void>
}

/** Starts a cluster; `SLURM_CONF` of this process points to it from then on. */
export async function runCluster(): Promise<RunningCluster> {
  const program = join(import.meta.dirname, '../../../../packages/runner/src/testing/run-test-cluster.ts')
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [told] = await once(child.stdout, 'data')
  const { configuration, file } = JSON.parse(`${told}`)
  process.env.SLURM_CONF = configuration
  const stop = async () => {
    delete process.env.SLURM_CONF
    const ended = once(child, 'exit')
    child.stdin.end()
    await ended
  }
  return { file, stop }
}
