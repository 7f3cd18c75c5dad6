import { execFile } from 'node:child_process'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import type { Cluster } from './cluster.ts'

const mostMilliseconds = 30_000

/** What a scheduler says of a task. */
export interface TaskState {
  /** Slurm's short word: PD, R, CG, CD, F, NF, … */
  state: string
  node: string
  reason: string
}

/** An array of jobs that is to be submitted. */
export interface JobArray {
  name: string
  /** Folder of the tasks' files. */
  folder: string
  count: number
  memoryMiB: number
  gpus: number
  /** Undefined where the device takes case after case: its partition's own limit holds. */
  wallSeconds: number | undefined
}

/** Beyond the time of a case by this much, the scheduler ends a job whose station does not. It counts in minutes. */
const graceSeconds = 60

/** The words of sbatch(1) for an array: one task for each start, some at a time, with the limits of the package. */
export function submitWords(
  cluster: Cluster,
  { name, folder, count, memoryMiB, gpus, wallSeconds }: JobArray,
): string[] {
  const { partition, account, qos, atATime, cpus, furtherMemoryMiB } = cluster
  const optional = (word: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${word}=${value}`]
  const minutes = wallSeconds === undefined ? undefined : Math.ceil((wallSeconds + graceSeconds) / 60)
  return [
    ...['--parsable', `--job-name=${name}`, `--array=0-${count - 1}%${atATime}`, '--nodes=1'],
    ...[`--cpus-per-task=${cpus}`, `--mem=${memoryMiB + furtherMemoryMiB}M`, ...optional('time', minutes)],
    ...(gpus > 0 ? [`--gres=gpu:${gpus}`] : []),
    // What was said between node and device is lost with the machine: such a case is begun again by the node.
    wallSeconds === undefined ? '--no-requeue' : '--requeue',
    ...[`--output=${folder}/%a.print`, '--open-mode=append', '--chdir=/'],
    ...[...optional('partition', partition), ...optional('account', account), ...optional('qos', qos)],
  ]
}

/** Submits an array; gives its job's number. */
export async function submit(cluster: Cluster, array: JobArray, station: string): Promise<string> {
  const script = `#!/bin/sh\nexec '${cluster.interpreter}' '${station}' '${array.folder}'\n`
  const answer = await call('sbatch', submitWords(cluster, array), script)
  const job = /^\d+/.exec(answer.trim())?.[0]
  if (!job) throw new AssayError('cluster-failed', { reason: `sbatch answered ${answer.trim().slice(0, 100)}` })
  return job
}

/** What the scheduler says of all tasks under a name, by JOB_INDEX; those that ended some minutes ago are not among them. */
export async function statesOf(name: string): Promise<Map<string, TaskState>> {
  const answer = await call('squeue', ['-h', '-r', '-t', 'all', `--name=${name}`, '-o', '%F_%K|%t|%N|%r'])
  const states = new Map<string, TaskState>()
  for (const line of answer.split('\n').filter(Boolean)) {
    const [id = '', state = '', node = '', reason = ''] = line.split('|')
    states.set(id, { state, node, reason })
  }
  return states
}

/** Takes tasks back, or ends them. Those that have ended already are passed over. */
export async function cancel(words: readonly string[]): Promise<void> {
  await call('scancel', ['--quiet', ...words])
}

/** The version of the scheduler. Throws `cluster-failed` where it does not answer. */
export async function versionOfSlurm(): Promise<string> {
  await call('sinfo', ['-h', '-o', '%P'])
  return (await call('sinfo', ['--version'])).trim()
}

function call(program: string, words: readonly string[], input = ''): Promise<string> {
  const { PATH, SLURM_CONF } = process.env
  const env = { PATH, ...(SLURM_CONF === undefined ? {} : { SLURM_CONF }) }
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, { env, timeout: mostMilliseconds }, (error, stdout, stderr) => {
      const said = stderr.trim().split('\n').at(-1)?.slice(0, 200)
      if (error) reject(new AssayError('cluster-failed', { reason: said || error.message.slice(0, 200) }))
      else resolve(stdout)
    })
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
