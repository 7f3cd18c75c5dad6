import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openControlGroups } from './control-groups.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-groups-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/**
 * A tree as systemd 252 lays it out under version 2 alone (Debian 12, Linux 6.1), as far as the platform reads it. A plain
 * folder stands in for the kernel's: it shows what is written and read where, not that a kernel keeps it.
 */
function layTree(own: string, controllers = 'cpuset cpu io memory hugetlb pids rdma misc') {
  const mount = join(folder, 'cgroup')
  const parent = own === '/' ? mount : join(mount, own, '..')
  mkdirSync(join(mount, own), { recursive: true })
  writeFileSync(join(parent, 'cgroup.subtree_control'), `${controllers}\n`)
  const self = join(folder, 'self')
  mkdirSync(self)
  writeFileSync(join(self, 'cgroup'), `0::${own}\n`)
  const line = `33 24 0:27 / ${mount} rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot`
  writeFileSync(join(self, 'mountinfo'), `24 31 0:22 / /sys rw,nosuid - sysfs sysfs rw\n${line}\n`)
  return { self, parent }
}

const events = 'low 0\nhigh 0\nmax 412\noom 3\noom_kill 1\noom_group_kill 0\n'
const cpu =
  'usage_usec 1834567\nuser_usec 1500000\nsystem_usec 334567\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n'

describe.each(['/system.slice/assay.service', '/'])('control groups of version 2, beside a node in %s', (own) => {
  it('are limited in memory and counted by the files of version 2', () => {
    const { self, parent } = layTree(own)
    const groups = openControlGroups(self)!
    expect(groups.folder.startsWith(join(parent, 'assay-runs-'))).toBe(true)
    expect(readFileSync(join(groups.folder, 'cgroup.subtree_control'), 'utf8')).toBe('+memory +pids')
    const group = groups.open({ memoryMiB: 512, processes: 20 })
    const made = join(group.joins[0]!, '..')
    expect(group.joins).toEqual([join(made, 'cgroup.procs')])
    expect(readFileSync(join(made, 'memory.max'), 'utf8')).toBe(`${512 * 2 ** 20}`)
    expect(readFileSync(join(made, 'pids.max'), 'utf8')).toBe('36')
    expect(group.wasOutOfMemory()).toBe(false)
    const tell = (name: string, text: string) => writeFileSync(join(made, name), text)
    tell('memory.current', '1000\n')
    expect(group.peakMemoryBytes()).toBe(1000) // memory.peak came with Linux 5.19.
    tell('memory.peak', '123456789\n')
    tell('memory.events', events)
    tell('cpu.stat', cpu)
    tell('cgroup.procs', '71\n72\n')
    expect([group.peakMemoryBytes(), group.wasOutOfMemory(), group.cpuMilliseconds()]).toEqual([
      123456789,
      true,
      1834.567,
    ])
    expect(group.processes()).toEqual([71, 72])
  })
})

it('are not made where memory is not handed down to the node’s neighbours', () => {
  const { self, parent } = layTree('/user.slice/session.scope', 'pids')
  expect(openControlGroups(self)).toBeUndefined()
  expect(readdirSync(parent)).toEqual(['cgroup.subtree_control', 'session.scope'])
})

it('forbid swap where the system counts it', () => {
  const { self } = layTree('/system.slice/assay.service')
  const groups = openControlGroups(self)!
  const group = groups.open({ memoryMiB: 64, processes: 20 })
  expect(existsSync(join(group.joins[0]!, '..', 'memory.swap.max'))).toBe(false)
})
