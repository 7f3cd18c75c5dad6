import { basename } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { z } from 'zod'
import { runtimePaths } from '../../package/place-runtime.ts'
import { attendContainer } from '../containers/attend-container.ts'
import { endWithNode } from '../containers/end-with-node.ts'
import { seccompProfile } from '../containers/seccomp-profile.ts'
import { type ControlGroups, openControlGroups } from '../control-groups.ts'
import type { Executor, StartDevice } from '../executor.ts'
import { findGraphicsProcessors } from '../graphics-processors.ts'
import { tryExecutor } from '../try-executor.ts'
import { describeContainer } from './describe-container.ts'
import { type Engine, findEngine } from './engine.ts'
import { keepImages, removeAbandoned, removeKept } from './keep-images.ts'
import { placeGate } from './place-gate.ts'
import { startDocker } from './start-docker.ts'

const infoMilliseconds = 10_000

const engineInfo = z.object({ ServerVersion: z.string().max(100) })

/**
 * Makes the executor that runs a device in a container of the machine's own docker daemon. Whether containers have users
 * of their own is the daemon's setting: the parts say what is in force.
 * @param area folder that everybody may enter
 * @returns the executor, or why docker can't be used
 */
export async function openDocker(area: string): Promise<Executor | { reason: string }> {
  const engine = findEngine(process.env)
  if (!engine) return { reason: 'DOCKER_HOST names another machine' }
  if (process.getuid?.() !== 0) return { reason: 'the node is not root' }
  const info = await askInfo(engine)
  if (!info) return { reason: 'docker does not answer' }
  const groups = openControlGroups()
  if (!groups) return { reason: 'control groups can not be made' }
  const start = starting(engine, area, groups)
  const endWatch = endWithNode(groups.folder)
  const close = async () => {
    endWatch()
    groups.close()
    await removeKept(engine, (bench) => bench === basename(area)).catch(() => undefined)
  }
  const trial = await tryExecutor(area, start, true)
  if ('reason' in trial) {
    await close()
    return trial
  }
  return { isolation: 'docker', version: `docker ${info.ServerVersion}`, reason: '', start, close, ...trial }
}

/** Removes what ended nodes of this machine left with its docker daemon, where there is one. */
export async function removeLeftInDocker(): Promise<void> {
  const engine = findEngine(process.env)
  if (engine && process.getuid?.() === 0) await removeAbandoned(engine).catch(() => undefined)
}

async function askInfo(engine: Engine): Promise<z.infer<typeof engineInfo> | undefined> {
  try {
    return engineInfo.parse(JSON.parse(await engine.ask('GET', '/info', { milliseconds: infoMilliseconds })))
  } catch {
    return undefined
  }
}

function starting(engine: Engine, area: string, groups: ControlGroups): StartDevice {
  const imageOf = keepImages(engine, area)
  const interpreter = runtimePaths()
  const means = { bench: basename(area), gate: placeGate(area), profile: seccompProfile() }
  return (start, hear) => {
    if (start.kind === 'program' && start.gpus > 0)
      throw new AssayError('isolation-unavailable', { reason: 'a program is given no graphics processor' })
    const graphics = findGraphicsProcessors(start.gpus, process.env)
    try {
      const group = groups.open(start.limits)
      const without = start.kind === 'program' ? interpreter : []
      const describe = (image: string) => describeContainer(start, { ...means, image, without, graphics })
      const image = (signal: AbortSignal) => imageOf(start.root, without, signal)
      const container = startDocker({ engine, image, describe, group, output: start.output })
      return attendContainer(container, group, start.limits, hear)
    } catch (error) {
      throw new AssayError('isolation-unavailable', { reason: (error as Error).message }, { cause: error })
    }
  }
}
