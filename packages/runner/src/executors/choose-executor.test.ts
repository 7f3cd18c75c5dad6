import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { type ExecutorWish, openBench } from './choose-executor.ts'
import { processesNaming } from './process-tree.ts'

/** Kills a node in the middle of a run, which another node had left alone; gives the folder of its bench. */
async function killedNode(wish: ExecutorWish): Promise<string> {
  const program = join(import.meta.dirname, '../testing/node-that-hangs.ts')
  const node = spawn(process.execPath, [program, wish], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [area] = await once(node.stdout, 'data')
  const other = await openBench('none')
  await other.close()
  expect([processesNaming(`${area}`).length > 0, existsSync(`${area}`)]).toEqual([true, true])
  node.kill('SIGKILL')
  await once(node, 'exit')
  return `${area}`
}

const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
const bubblewrapWorks = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true'], nobody).status === 0

describe.each(['auto', 'none'] as const)('a bench (%s) whose node was killed', (wish) => {
  it('has its devices ended and its folder removed by the next one', async () => {
    const area = await killedNode(wish)
    expect(existsSync(area)).toBe(true)
    // In bubblewrap they end with the node.
    if (wish === 'auto' && bubblewrapWorks) await expect.poll(() => processesNaming(area)).toEqual([])
    const next = await openBench(wish)
    await expect.poll(() => [processesNaming(area), existsSync(area)]).toEqual([[], false])
    await next.close()
    expect(existsSync(next.area)).toBe(false)
  })
})

const podmanWorks = process.getuid?.() === 0 && spawnSync('podman', ['--version']).status === 0

it.skipIf(!podmanWorks)('a container ends within seconds of its killed node, unasked (needs podman)', async () => {
  const area = await killedNode('podman')
  await expect.poll(() => processesNaming(area), { timeout: 30_000 }).toEqual([])
  const next = await openBench('none')
  await next.close()
  expect(existsSync(area)).toBe(false)
})

it.skipIf(!bubblewrapWorks)('isolates, with every part in force (needs bubblewrap)', async () => {
  const bench = await openBench('auto')
  const { isolation, parts, reason } = bench.executor
  await bench.close()
  expect([isolation, reason]).toEqual(['bubblewrap', ''])
  expect(parts).toEqual(expect.arrayContaining(['network-namespace', 'read-only-root', 'no-capabilities', 'not-root']))
})
