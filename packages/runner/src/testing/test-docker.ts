import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { killAll, processesNaming } from '../executors/process-tree.ts'

/** Whether this machine has a docker daemon's programs, and the node the rights to start them. */
const hasDocker =
  process.getuid?.() === 0 &&
  ['dockerd', 'containerd', 'runc', 'unshare'].every((program) => spawnSync('which', [program]).status === 0)

/** A docker daemon of a test's own. */
export interface TestDocker {
  /** What DOCKER_HOST is to say. */
  host: string
  /** Ends the daemon as an operator would: with a signal. */
  halt(): Promise<void>
  /** Ends it with all that it started, and removes what it kept. */
  stop(): Promise<void>
}

/** Starts a docker daemon where this machine has one and lets it run. */
export async function tryTestDocker({ hasUsers }: { hasUsers: boolean }): Promise<TestDocker | undefined> {
  return hasDocker ? startTestDocker({ hasUsers }).catch(() => undefined) : undefined
}

/**
 * Starts a docker daemon that touches nothing of the machine's: namespaces of its own for mounts and network, no rules of
 * a firewall, a store and sockets in a temporary folder.
 * @param hasUsers whether containers get users of their own (`userns-remap`)
 */
async function startTestDocker({ hasUsers }: { hasUsers: boolean }): Promise<TestDocker> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-docker-'))
  chmodSync(folder, 0o711)
  const at = (name: string) => join(folder, name)
  writeFileSync(at('ids'), 'nobody:1200000000:65536\n')
  const words = [
    ...[
      '--data-root',
      at('data'),
      '--exec-root',
      at('exec'),
      '--pidfile',
      at('pid'),
      '--host',
      `unix://${at('socket')}`,
    ],
    ...['--bridge=none', '--iptables=false', '--ip6tables=false', '--ip-forward=false', '--ip-masq=false'],
    ...['--userland-proxy=false', '--exec-opt', 'native.cgroupdriver=cgroupfs', '--shutdown-timeout', '5'],
    ...(hasUsers ? ['--userns-remap', 'nobody:nogroup'] : []),
  ]
  const script = `for file in /etc/subuid /etc/subgid; do [ -e $file ] && mount --bind "$0" $file; done; exec dockerd "$@"`
  const daemon = spawn('unshare', ['--mount', '--net', 'sh', '-c', script, at('ids'), ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  })
  const halt = async () => {
    daemon.kill('SIGTERM')
    if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit')
  }
  const stop = async () => {
    await halt()
    for (let round = 0; round < 500 && processesNaming(folder).length > 0; round += 1) {
      killAll(processesNaming(folder))
      await pause(20)
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(daemon)
    return { host: `unix://${at('socket')}`, halt, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The daemon says when it listens. */
async function untilReady(daemon: ChildProcess): Promise<void> {
  let told = ''
  for await (const bytes of daemon.stderr ?? []) {
    told = (told + bytes).slice(-4000)
    if (told.includes('API listen on')) break
  }
  daemon.stderr?.resume()
  if (!told.includes('API listen on')) throw new Error(`dockerd did not start: ${told.slice(-1000)}`)
}
