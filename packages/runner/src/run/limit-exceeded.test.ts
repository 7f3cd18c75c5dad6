import type { CaseOutcome, DeviceLimits } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import type { Attended } from './attend.ts'
import { limitExceeded } from './limit-exceeded.ts'

const limits: DeviceLimits = {
  wallSeconds: 3600,
  cpuSeconds: 1000,
  memoryMiB: 100,
  processes: 8,
  outputMiB: 1,
  outputFiles: 10,
}

const attended: Attended = {
  breached: undefined,
  wallMilliseconds: 300,
  cpuMilliseconds: undefined,
  peakMemoryBytes: 0,
  isOutOfMemory: false,
  writtenBytes: 0,
  exitCode: 3,
  exitSignal: null,
  log: '',
  seen: undefined,
}

const full = 'FATAL ERROR: Reached heap limit: JavaScript heap out of memory'

describe('the limit that a device went beyond', () => {
  it.each<[string, Partial<Attended>, CaseOutcome | undefined]>([
    ['none', {}, undefined],
    ['what the node saw', { breached: 'output-too-large' }, 'output-too-large'],
    ['memory, as counted', { isOutOfMemory: true }, 'out-of-memory'],
    ['memory, as said and nearly counted', { log: full, peakMemoryBytes: 80 * 2 ** 20 }, 'out-of-memory'],
    ['memory, as said alone', { log: full, peakMemoryBytes: 20 * 2 ** 20 }, undefined],
    ['processor time, as counted', { cpuMilliseconds: 1_000_001 }, 'timed-out'],
    ['processor time, as counted, after which it ended well', { cpuMilliseconds: 1_000_001, exitCode: 0 }, undefined],
    ['a signal alone', { exitSignal: 'SIGXCPU', cpuMilliseconds: 40 }, undefined],
    ['a signal near the limit', { exitSignal: 'SIGXCPU', cpuMilliseconds: 990_000 }, 'timed-out'],
    ['a status near the limit', { exitCode: 152, cpuMilliseconds: 990_000 }, 'timed-out'],
    ['a signal before anybody counted', { exitSignal: 'SIGXCPU' }, undefined],
    ['a signal after long, uncounted', { exitSignal: 'SIGXCPU', wallMilliseconds: 1_000_000 }, 'timed-out'],
    ['long, uncounted, no signal', { wallMilliseconds: 1_000_000 }, undefined],
  ])('is told from %s', (_, ended, outcome) => {
    expect(limitExceeded({ ...attended, ...ended }, limits)).toBe(outcome)
  })
})
