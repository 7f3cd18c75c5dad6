import { join } from 'node:path'
import process from 'node:process'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasVirtualMachine, runInVirtualMachine } from '../testing/virtual-machine.ts'

/** A kernel that boots in an emulated processor, and Node.js on it: minutes. */
const hasTime = process.env.ASSAY_CGROUP2 !== undefined
const file = join('/assay/packages/runner/src/testing', 'try-control-groups.ts')

describe.skipIf(!hasTime || !hasVirtualMachine)(
  'on a kernel that has control groups of version 2 alone (long suite; needs qemu-system-x86, a linux-image, busybox-static, cpio, bubblewrap)',
  () => {
    let found: Record<string, Record<string, unknown>>
    let kernel = ''
    beforeAll(async () => {
      const { printed, console } = await runInVirtualMachine(`node ${file} 2>&1`)
      const lines = printed.split(/\r?\n/).filter((line) => line.startsWith('{'))
      found = Object.fromEntries(lines.map((line) => [JSON.parse(line).step, JSON.parse(line)]))
      if (!found.end) throw new Error(`${printed}\n${console}`)
      kernel = console
    }, 1_200_000)

    it('no other hierarchy is there', () => {
      expect(found.kernel).toMatchObject({ types: ['cgroup2'] })
    })

    it('groups are made beside the node’s own, where memory is handed down to it, and nowhere else', () => {
      expect(found['place at the top']).toMatchObject({
        own: '0::/',
        folder: expect.stringMatching(/^\/sys\/fs\/cgroup\/assay-runs-/),
      })
      expect(found['place in a service']).toMatchObject({
        own: '0::/system.slice/assay.service',
        folder: expect.stringMatching(/^\/sys\/fs\/cgroup\/system\.slice\/assay-runs-/),
      })
      const elsewhere = found['place where memory is not handed down']!
      expect([elsewhere.own, elsewhere.folder]).toEqual(['0::/user.slice/session.scope', undefined])
    })

    it('the kernel ends what fills its memory, says so in the group and in its own log, and never lets it go beyond', () => {
      expect(found.memory).toMatchObject({
        before: false,
        signal: 'SIGKILL',
        limit: `${2 ** 26}`,
        isOutOfMemory: true,
        isLeft: false,
      })
      expect(found.memory!.peak).toBeGreaterThan(0.9 * 2 ** 26)
      expect(found.memory!.peak).toBeLessThanOrEqual(2 ** 26)
      expect(kernel).toMatch(/Memory cgroup out of memory: Killed process \d+ \(tail\)/)
    })

    it('no more processes can be started than the group may have', () => {
      // Of twenty one is the shell, which ends when it can not start another.
      expect(found.processes).toMatchObject({ code: 2, limit: '20', events: 'max 1', left: 19, isLeft: false })
    })

    it('processor time is what the program itself was told by getrusage(2)', () => {
      const { own, counted } = found['processor-time'] as { own: number; counted: number }
      expect(own).toBeGreaterThanOrEqual(3000)
      expect(counted).toBeGreaterThan(0.9 * own)
      expect(counted).toBeLessThan(1.5 * own)
    })

    it('bubblewrap is opened with a group for memory, which the device’s own /proc shows', () => {
      expect(found.bench).toMatchObject({
        isolation: 'bubblewrap',
        reason: '',
        parts: expect.arrayContaining(['memory-control-group']),
      })
      expect(found['device answers']).toMatchObject({
        outcome: 'completed',
        answer: 'signal',
        seen: expect.arrayContaining(['memory-control-group', 'not-root']),
      })
      expect(found['device answers']!.cpuMilliseconds).toBeGreaterThan(0)
    })

    it.each([
      ['fills memory', 'out-of-memory'],
      ['fills memory in many processes', 'out-of-memory'],
      ['works too long in many processes', 'timed-out'],
      ['forks without end', 'timed-out'],
      ['outlives its time', 'timed-out'],
    ])('a device that %s comes to %s, with nothing of it left', (name, outcome) => {
      const ran = found[`device ${name}`]!
      expect(ran).toMatchObject({ outcome, left: { processes: [], groups: 0 } })
      if (outcome === 'out-of-memory') expect(ran.peakMemoryBytes).toBeLessThanOrEqual(2 ** 26)
    })

    it('what a killed node left in its groups is ended and removed by the next', () => {
      expect(found['killed node']).toMatchObject({ before: 1, processes: [], isLeft: false })
      expect(found.end).toMatchObject({ left: [] })
    })
  },
)
