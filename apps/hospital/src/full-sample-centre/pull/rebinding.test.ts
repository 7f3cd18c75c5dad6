import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testFolder } from '../../testing/test-hospital.ts'

const { folder, remove } = testFolder()
const namespace = `assay-names-${process.pid}`
const ip = (...words: string[]) => spawnSync('ip', words).status === 0
const isRoot = process.geteuid?.() === 0
const canHave = isRoot && ip('netns', 'add', namespace)

/** How a pull from a name ended, and to which addresses anything was connected. */
type Ends = Readonly<Record<string, { state: string; code: string | null; reached: readonly string[] }>>
let ends: Ends

beforeAll(async () => {
  if (!canHave) return
  // With an address of version 6 beyond loopback, names are asked for in both versions.
  for (const address of ['10.77.0.5/32', '10.77.0.53/32', '169.254.169.254/32', 'fd00:77::5/128'])
    expect(ip('-n', namespace, 'address', 'add', address, 'dev', 'lo')).toBe(true)
  expect(ip('-n', namespace, 'link', 'set', 'lo', 'up')).toBe(true)
  mkdirSync(`/etc/netns/${namespace}`, { recursive: true })
  writeFileSync(`/etc/netns/${namespace}/resolv.conf`, 'nameserver 10.77.0.53\n')
  writeFileSync(`/etc/netns/${namespace}/nsswitch.conf`, 'hosts: dns\n')
  const program = join(import.meta.dirname, '../../testing/pull-amid-changing-names.ts')
  const words = ['netns', 'exec', namespace, process.execPath, program, folder]
  const { stdout } = await promisify(execFile)('ip', words, { maxBuffer: 2 ** 24 })
  ends = JSON.parse(stdout.trim().split('\n').at(-1)!)
}, 180_000)
afterAll(() => {
  ip('netns', 'delete', namespace)
  rmSync(`/etc/netns/${namespace}`, { recursive: true, force: true })
  remove()
})

describe.skipIf(!canHave)('a pull from names that change, by a resolver of its own (needs network namespaces)', () => {
  test.each(['sound', 'alias'])('a name that means what is allowed is asked there: %s', (name) => {
    // It has a study and a series, and then nothing to fetch.
    expect(ends[name]).toEqual({ state: 'failed', code: 'pacs-refused', reached: ['10.77.0.5'] })
  })

  test.each([
    ...['then-loopback', 'then-metadata', 'then-nobody', 'then-loopback-6', 'then-mapped', 'then-mapped-metadata'],
    ...['then-both', 'then-alias', 'own-port'],
  ])('one that means another machine a moment later is asked there no more: %s', (name) => {
    expect(ends[name]).toMatchObject({ state: 'failed', code: 'pacs-address-refused' })
    expect(ends[name]!.reached.filter((address) => address !== '10.77.0.5')).toEqual([])
  })

  test.each(['at-once', 'one-of-two', 'another-behind', 'other-kind', 'chain'])(
    'one that means, also among others or by other names, what is not allowed is not asked at all: %s',
    (name) => {
      expect(ends[name]).toEqual({ state: 'failed', code: 'pacs-address-refused', reached: [] })
    },
  )

  test.each(['loop', 'unknown'])('one that means nothing is said to: %s', (name) => {
    expect(ends[name]).toEqual({ state: 'running', code: 'pacs-unreachable', reached: [] })
  })
})
