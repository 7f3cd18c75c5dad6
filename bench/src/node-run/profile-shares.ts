import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const frame = z.object({ functionName: z.string(), url: z.string() })
type Frame = z.infer<typeof frame>

const profile = z.object({
  nodes: z.array(z.object({ id: z.number(), callFrame: frame, children: z.array(z.number()).optional() })),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
})

/** What a thread was at: the first that fits the innermost call that any fits. */
const places: readonly (readonly [what: string, fits: (call: Frame) => boolean])[] = [
  ['idle', ({ functionName }) => functionName === '(idle)'],
  ['garbage collection', ({ functionName }) => functionName === '(garbage collector)'],
  ['the database in its process (PGlite)', ({ url }) => url.includes('electric-sql/pglite')],
  ['starts of devices, their folders and limits', ({ url }) => url.includes('packages/runner')],
  ['signals read, shown and scored', ({ url }) => /packages\/(formats|categories|statistics)/.test(url)],
  ['ledger, signatures, hashes', ({ url }) => /packages\/(ledger|signing)/.test(url)],
  ['stored files read', ({ url }) => /packages\/store\/src\/.*(blob|pack)/.test(url)],
  ['queries built, sent and answered', ({ url }) => /node_modules\/(kysely|pg)|packages\/store/.test(url)],
  ['requests answered', ({ url }) => /node_modules\/(hono|@hono)|packages\/(http|access|link)/.test(url)],
  ["the node's own steps", ({ url }) => url.includes('apps/hospital')],
]

/**
 * Shares of a main thread's time by what it was at, in percent, from the profile that Node left in a folder.
 * @param window seconds since the program began
 */
export function profileShares(
  folder: string,
  pid: number,
  window: { readonly from: number; readonly to: number },
): Map<string, number> {
  const file = readdirSync(folder).find((name) => isOfMainThread(name, pid))
  const { nodes, samples, timeDeltas } = profile.parse(JSON.parse(readFileSync(join(folder, file!), 'utf8')))
  const placeOf = placesOf(nodes)
  const shares = new Map<string, number>()
  let at = 0
  let whole = 0
  for (const [index, sample] of samples.entries()) {
    const delta = timeDeltas[index]! / 1e6
    at += delta
    if (at < window.from || at > window.to) continue
    whole += delta
    const what = placeOf.get(sample) ?? 'the rest'
    shares.set(what, (shares.get(what) ?? 0) + delta)
  }
  return new Map([...shares].map(([what, seconds]) => [what, (100 * seconds) / whole]))
}

/** Its threads and what it started leave profiles beside it: CPU.date.time.pid.thread.sequence.cpuprofile */
function isOfMainThread(name: string, pid: number): boolean {
  return name.split('.').slice(3, 5).join() === `${pid},0`
}

/** Calls into Node and the system count for what made them. */
function placesOf(nodes: z.infer<typeof profile>['nodes']): Map<number, string | undefined> {
  const found = new Map<number, string | undefined>()
  const children = new Set(nodes.flatMap((node) => node.children ?? []))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const waiting = nodes
    .filter(({ id }) => !children.has(id))
    .map((node) => ({ node, above: undefined as string | undefined }))
  for (const { node, above } of waiting) {
    const own = places.find(([, fits]) => fits(node.callFrame))?.[0] ?? above
    found.set(node.id, own)
    waiting.push(...(node.children ?? []).map((id) => ({ node: byId.get(id)!, above: own })))
  }
  return found
}
