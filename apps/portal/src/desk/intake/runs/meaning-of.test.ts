import type { IntakeRun } from '@assay/contracts'
import { expect, it } from 'vitest'
import { meaningOf } from './meaning-of.ts'

const run = (state: IntakeRun['state'], accepted: number, known: number, quarantined: number) =>
  ({ state, accepted, known, quarantined }) as IntakeRun

it('says what an intake came to', () => {
  expect(meaningOf(run('finished', 3, 1, 0), 0)).toBe('all')
  expect(meaningOf(run('finished', 3, 0, 1), 0)).toBe('part')
  expect(meaningOf(run('finished', 0, 4, 0), 0)).toBe('known')
  expect(meaningOf(run('finished', 0, 0, 0), 0)).toBe('none')
  expect(meaningOf(run('finished', 3, 0, 0), 1)).toBe('question')
  expect(meaningOf(run('stopped', 3, 0, 0), 0)).toBe('stopped')
})
