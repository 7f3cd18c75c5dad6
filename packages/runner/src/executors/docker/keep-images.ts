import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { AssayError } from '@assay/contracts'
import { z } from 'zod'
import { isAbandoned } from '../owner-name.ts'
import { benchLabel } from './describe-container.ts'
import type { Engine } from './engine.ts'

/** A root on its way into the daemon's store, or there. */
interface Kept {
  image: Promise<string>
  /** How many starts wait for it. */
  waiting: number
  giveUp(): void
}

/**
 * Has the daemon keep a device's root as an image, once, and gives the image's id.
 * @param without paths below the root that are mounted into each container instead
 * @param signal stops an import that nobody else waits for
 */
export type ImageOf = (root: string, without: readonly string[], signal: AbortSignal) => Promise<string>

/** docker starts nothing but images of its own store. Those of a bench carry its label, and go with it. */
export function keepImages(engine: Engine, area: string): ImageOf {
  const kept = new Map<string, Kept>()
  return async (root, without, signal) => {
    signal.throwIfAborted()
    const entry = kept.get(root) ?? importRoot(engine, { root, without, bench: basename(area) })
    kept.set(root, entry)
    // What failed is tried again with the next case.
    entry.image.catch(() => kept.delete(root))
    entry.waiting += 1
    try {
      return await Promise.race([entry.image, once(signal, 'abort').then(() => Promise.reject(signal.reason))])
    } finally {
      entry.waiting -= 1
      if (signal.aborted && entry.waiting === 0) entry.giveUp()
      if (signal.aborted) await entry.image.catch(() => undefined)
    }
  }
}

interface Import {
  root: string
  without: readonly string[]
  bench: string
}

function importRoot(engine: Engine, { root, without, bench }: Import): Kept {
  const leaving = without.map((path) => `--exclude=.${path}`)
  const words = ['--create', '--numeric-owner', '--owner=0', '--group=0', '--anchored', '--no-wildcards', ...leaving]
  const tar = spawn('tar', [...words, '--directory', root, '.'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/bin:/bin' },
  })
  const ended = once(tar, 'close').then(([status]) => {
    if (status !== 0) throw new AssayError('isolation-unavailable', { reason: 'the root of a device can not be read' })
  })
  const label = encodeURIComponent(`LABEL ${benchLabel}=${bench}`)
  const asked = engine.ask('POST', `/images/create?fromSrc=-&changes=${label}`, { archive: tar.stdout })
  const giveUp = () => {
    tar.kill('SIGKILL')
    tar.stdout.destroy(new Error('nobody waits for the image'))
  }
  return { image: Promise.allSettled([asked, ended]).then(idIn), waiting: 0, giveUp }
}

/** A part of a root is no image, even where the daemon took it for one. */
function idIn([asked, ended]: [PromiseSettledResult<string>, PromiseSettledResult<void>]): string {
  for (const part of [asked, ended]) if (part.status === 'rejected') throw part.reason
  const told = asked.status === 'fulfilled' ? asked.value : ''
  const id = /"status":"(sha256:[0-9a-f]{64})"/.exec(told)?.[1]
  if (id === undefined) throw new AssayError('isolation-unavailable', { reason: told.trim().slice(-200) })
  return id
}

/** Removes the containers and images of benches: of those that `isToGo` names by their folders. */
export async function removeKept(engine: Engine, isToGo: (bench: string) => boolean): Promise<void> {
  for (const id of await listKept(engine, 'containers', isToGo))
    await engine
      .ask('DELETE', `/containers/${id}?force=1`, { milliseconds })
      // The daemon itself may be at it already.
      .catch(() => engine.ask('POST', `/containers/${id}/wait?condition=removed`, { milliseconds }))
      .catch(ignore)
  for (const id of await listKept(engine, 'images', isToGo))
    await engine.ask('DELETE', `/images/${id}?force=1`, { milliseconds }).catch(ignore)
}

const milliseconds = 60_000
const ignore = () => undefined
const listed = z.array(z.object({ Id: z.string(), Labels: z.record(z.string(), z.string()).nullish() }))

async function listKept(
  engine: Engine,
  kind: 'containers' | 'images',
  isToGo: (bench: string) => boolean,
): Promise<string[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [benchLabel] }))
  const answer = await engine.ask('GET', `/${kind}/json?all=1&filters=${filters}`, { milliseconds })
  return listed
    .parse(JSON.parse(answer))
    .filter(({ Labels }) => isToGo(Labels?.[benchLabel] ?? ''))
    .map(({ Id }) => Id)
}

/** What nodes of this machine that ended without taking leave have left with the daemon. */
export async function removeAbandoned(engine: Engine): Promise<void> {
  await removeKept(engine, isAbandoned)
}
