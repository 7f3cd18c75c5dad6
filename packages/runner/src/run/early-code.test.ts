import { existsSync } from 'node:fs'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { mostProcesses, processLimits } from '../executors/limit-words.ts'
import { earlyLibrary } from '../testing/early-library.ts'
import type { Member } from '../testing/image-archive.ts'
import { openTestBenches } from '../testing/test-benches.ts'
import { busybox, testImageDevice, tryDevice, withProgram } from '../testing/test-device.ts'

const benches = await openTestBenches(['bubblewrap', 'podman', 'docker', 'docker without users'])
const shell = '/bin/dash'
const canTry = process.arch === 'x64' && [busybox, shell].every((file) => existsSync(file))

/** What its process says of itself goes to standard error before the program that it is loaded into begins. */
const library: Member = {
  name: 'lib/early.so',
  mode: 0o755,
  content: earlyLibrary(['/proc/self/comm', '/proc/self/limits', '/proc/self/status', '/proc/self/cgroup']),
}

/** What a start goes through on some executor, each with something of the image's in its place. */
const inPlaceOfOurs = ['runtime/loader', 'runtime/sh', 'runtime/prlimit', 'bin/prlimit', 'bin/setpriv', 'bin/env'].map(
  (name): Member => ({ name, mode: 0o755, content: '#!/bin/busybox sh\necho something of the image >&2\n' }),
)

/** What was told, a process each. */
function processesIn(log: string) {
  return log
    .split(/(?=^[^\n]+\nLimit )/m)
    .filter((text) => text.includes('\nLimit '))
    .map((text) => ({
      name: text.split('\n')[0],
      limit: (name: string) => new RegExp(`^Max ${name} +(\\S+) +(\\S+)`, 'm').exec(text)?.slice(1),
      status: (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(text)?.[1],
    }))
}

describe.each(benches)(
  'code of an image that runs as early as can be, %s, busybox-static, dash',
  (_, bench, available) => {
    it.skipIf(!available || !canTry).each([
      ['named in the image’s /etc/ld.so.preload', ['/lib/early.so\n'], []],
      ['named in LD_PRELOAD of its configuration', [], ['LD_PRELOAD=/lib/early.so']],
      ['named in LD_AUDIT of its configuration', [], ['LD_AUDIT=/lib/early.so', 'PATH=/runtime:/bin']],
      ['in place of the C library of what ours would be', [], ['LD_LIBRARY_PATH=/lib/early'], 'lib/early/libc.so.6'],
    ])('is held as everything after it: %s', async (_, preload, environment, further?: string) => {
      const device = await testImageDevice(bench, '/bin/busybox sleep 0.3; echo done >/output/answer', {
        members: [
          ...withProgram(shell, '/bin/sh'),
          ...inPlaceOfOurs,
          library,
          ...preload.map((content) => ({ name: 'etc/ld.so.preload', content })),
          ...(further === undefined ? [] : [{ ...library, name: further }]),
        ],
        environment,
        shell: ['/bin/sh'],
      })
      const { limits } = device.manifest
      const { fsize, nofile, cpu } = processLimits({ limits, isSeries: false })
      const { log, outcome, seen } = await tryDevice(bench, device)
      expect(log).not.toContain('something of the image')
      // It is looked at under whatever name: this one is called as our own shell is.
      if (further === undefined) expect(seen).toEqual(expect.arrayContaining(['system-call-filter', 'no-capabilities']))
      const told = processesIn(log)
      if (further === undefined) expect([outcome, told.map(({ name }) => name)]).toEqual(['completed', ['sh']])
      for (const { limit, status } of told) {
        expect(limit('cpu time')).toEqual([`${cpu}`, `${cpu! + 1}`])
        expect(limit('file size')).toEqual([`${fsize}`, `${fsize}`])
        expect(limit('open files')).toEqual([`${nofile}`, `${nofile}`])
        expect(limit('core file size')).toEqual(['0', '0'])
        expect(['Seccomp', 'NoNewPrivs', 'CapEff', 'CapBnd', 'Uid'].map(status)).toEqual([
          ...['2', '1', '0000000000000000', '0000000000000000', '65534'],
        ])
        if (bench.executor.isolation !== 'docker')
          expect(Number(limit('processes')?.[1])).toBeLessThanOrEqual(mostProcesses(limits))
      }
    })
  },
)
