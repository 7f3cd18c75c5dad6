import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const peers = join(import.meta.dirname, '..', 'peers')

/** What a peer's script prints: seconds, and what it came to. Undefined where the peer is not installed. */
export function runPeer<Printed = { seconds: number; result?: number[] }>(
  program: string,
  [script, ...given]: readonly [string, ...string[]],
): Printed | undefined {
  const { status, stdout } = spawnSync(program, [join(peers, script), ...given], { encoding: 'utf8' })
  return status === 0 ? (JSON.parse(stdout) as Printed) : undefined
}
