import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '@assay/http/testing'
import { killAll, processesNaming, treeOf } from '../executors/process-tree.ts'
import type { Cluster } from '../executors/slurm/cluster.ts'

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'sinfo']

/** Whether this machine has Slurm, and the rights to be a cluster. */
export const hasSlurm =
  process.getuid?.() === 0 && programs.every((program) => spawnSync('which', [program]).status === 0)

/** A task at the scheduler: its state and machine, what is asked for. */
interface QueuedTask {
  readonly state: string
  readonly node: string
  readonly gres: string
  readonly limit: string
  readonly job: string
}

/** A cluster of two machines on this one, with keys, sockets, ports and folders of its own. */
export interface TestCluster {
  /** A description for the node; its folder is shared by the machines. */
  describe(changes?: Partial<Cluster>): Cluster
  /** What the scheduler's programs print. */
  ask(program: string, ...words: string[]): string
  /** What the scheduler says of tasks that are not over. */
  queue(): QueuedTask[]
  /** Processes of bubblewrap, one for each device that has begun. */
  held(): number[]
  /** Processes that watch over a device on a machine, of a node's area. */
  stations(area: string): number[]
  /** Kills a machine: its daemon and all that it runs, as if the power went. */
  kill(node: string): void
  /** Kills the daemon of a machine alone. */
  killDaemon(node: string): void
  boot(node: string): void
  stop(): Promise<void>
}

/**
 * Starts a cluster and waits until its machines are idle. `SLURM_CONF` of this process points to it from then on.
 * @param dockerHost where a job finds the machine's docker, if not in the usual place
 */
export async function startTestCluster({ dockerHost }: { dockerHost?: string | undefined } = {}): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-cluster-'))
  chmodSync(folder, 0o711)
  for (const name of ['munge', 'state', 'shared', 'n1', 'n2']) mkdirSync(join(folder, name), { mode: 0o711 })
  const configuration = join(folder, 'slurm.conf')
  const [control, first, second] = [await freePort(), await freePort(), await freePort()]
  writeFileSync(configuration, configurationOf(folder, control, [first, second]))
  for (const name of ['gpu0', 'gpu1']) spawnSync('mknod', [join(folder, name), 'c', '1', '3'])
  writeFileSync(join(folder, 'gres.conf'), `AutoDetect=off\nNodeName=n1 Name=gpu File=${folder}/gpu[0-1]\n`)
  const prolog = dockerHost === undefined ? '' : `echo export DOCKER_HOST=${dockerHost}`
  writeFileSync(join(folder, 'prolog'), `#!/bin/sh\n${prolog}\n`, { mode: 0o755 })
  process.env.SLURM_CONF = configuration
  startMunge(folder)
  execFileSync('slurmctld', ['-c', '-f', configuration])
  const boot = (node: string) => void execFileSync('slurmd', ['-N', node, '-f', configuration])
  const ask = (program: string, ...words: string[]) => execFileSync(program, words, { encoding: 'utf8' })
  const daemon = (name: string) => Number(readFileSync(join(folder, `${name}.pid`), 'utf8'))
  boot('n1')
  boot('n2')
  const stop = async () => {
    spawnSync('scancel', ['-u', 'root'])
    await pause(300)
    killAll(
      ['n1', 'n2', 'control', 'munge/munged'].filter((name) => existsSync(join(folder, `${name}.pid`))).map(daemon),
    )
    for (let round = 0; round < 50 && processesNaming(folder).length > 0; round += 1) {
      killAll(processesNaming(folder))
      await pause(20)
    }
    delete process.env.SLURM_CONF
    rmSync(folder, { recursive: true, force: true })
  }
  const cluster: TestCluster = {
    describe: (changes = {}) => ({
      folder: join(folder, 'shared'),
      isolation: 'bubblewrap',
      arraySize: 20,
      atATime: 4,
      cpus: 1,
      requeues: 2,
      furtherMemoryMiB: 256,
      trialSeconds: 30,
      interpreter: process.execPath,
      ...changes,
    }),
    ask,
    queue: () => tasksIn(ask('squeue', '-h', '-r', '-o', '%t|%N|%b|%l|%F')),
    held: () => processesNaming(join(folder, 'shared')).filter((pid) => commandOf(pid).startsWith('bwrap')),
    stations: (area) => processesNaming(area).filter((pid) => commandOf(pid).includes('station.ts')),
    kill: (node) => killAll([daemon(node), ...stepsOf(node, folder)]),
    killDaemon: (node) => killAll([daemon(node)]),
    boot,
    stop,
  }
  for (let round = 0; round < 200; round += 1) {
    const { stdout } = spawnSync('sinfo', ['-h', '-N', '-o', '%T'], { encoding: 'utf8' })
    if (
      stdout
        .trim()
        .split('\n')
        .every((state) => state === 'idle')
    )
      return cluster
    await pause(50)
  }
  await stop()
  throw new Error('the cluster did not start')
}

function tasksIn(listed: string): QueuedTask[] {
  return listed
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [state = '', node = '', gres = '', limit = '', job = ''] = line.split('|')
      return { state, node, gres, limit, job }
    })
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** What a machine runs: each job's batch script, all below it, and the step's own process above it. */
function stepsOf(node: string, folder: string): number[] {
  const isOf = (pid: number) => readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`SLURMD_NODENAME=${node}\0`)
  const above = (pid: number) => Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  const scripts = processesNaming(join(folder, 'shared')).filter(isOf)
  return scripts.flatMap((pid) => [...(above(pid) > 1 ? [above(pid)] : []), ...treeOf(pid)])
}

function startMunge(folder: string): void {
  const at = (name: string) => join(folder, 'munge', name)
  writeFileSync(at('key'), randomBytes(64), { mode: 0o400 })
  const words = [`--key-file=${at('key')}`, `--socket=${at('socket')}`, `--pid-file=${at('munged.pid')}`]
  execFileSync('munged', ['--force', ...words, `--log-file=${at('log')}`, `--seed-file=${at('seed')}`], {
    stdio: 'ignore',
  })
}

function configurationOf(folder: string, control: number, ports: readonly number[]): string {
  const lines = [
    ...['ClusterName=assay', 'SlurmctldHost=localhost(127.0.0.1)', `SlurmctldPort=${control}`],
    ...[
      'SlurmUser=root',
      'SlurmdUser=root',
      'AuthType=auth/munge',
      `AuthInfo=socket=${folder}/munge/socket,cred_expire=5`,
    ],
    ...[
      `StateSaveLocation=${folder}/state`,
      `SlurmdSpoolDir=${folder}/%n/spool`,
      `SlurmctldPidFile=${folder}/control.pid`,
    ],
    ...[`SlurmdPidFile=${folder}/%n.pid`, `SlurmctldLogFile=${folder}/control.log`, `SlurmdLogFile=${folder}/%n.log`],
    ...['ProctrackType=proctrack/linuxproc', 'TaskPlugin=task/none', 'JobAcctGatherType=jobacct_gather/none'],
    ...[
      'MpiDefault=none',
      'ReturnToService=2',
      'SlurmdTimeout=6',
      'SlurmctldTimeout=10',
      'MessageTimeout=5',
      'KillWait=3',
    ],
    ...[
      'SchedulerType=sched/builtin',
      'SchedulerParameters=sched_interval=2,sched_min_interval=0,batch_sched_delay=0',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_Core_Memory',
    ],
    ...['SlurmdParameters=config_overrides', 'DefMemPerCPU=200', 'GresTypes=gpu', 'MinJobAge=60'],
    ...ports.map((port, at) => {
      const gpus = at === 0 ? ' Gres=gpu:2' : ''
      return `NodeName=n${at + 1} NodeAddr=127.0.0.1 NodeHostname=${hostname()} Port=${port} CPUs=4 RealMemory=8000${gpus}`
    }),
    `TaskProlog=${folder}/prolog`,
    'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ]
  return `${lines.join('\n')}\n`
}
