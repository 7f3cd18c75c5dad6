import { describe, expect, it } from 'vitest'
import type { Hospital } from '../../api/hub.ts'
import { hospitalTasks } from './hospital-tasks.ts'

const now = new Date('2026-11-03T08:00:00.000Z')

function hospital(lastHeardAt: string | null, sets = 1): Hospital {
  return { name: 'H', lastHeardAt, testSets: new Array(sets).fill({}) } as Hospital
}

describe('hospitalTasks', () => {
  it('has none for a hospital that calls and has a set', () => {
    expect(hospitalTasks([hospital('2026-11-03T07:51:00.000Z')], now)).toEqual([])
  })

  it('says since when a node is silent', () => {
    const since = '2026-11-03T07:49:00.000Z'
    expect(hospitalTasks([hospital(since)], now)).toEqual([{ hospital: 'H', task: 'silent', since }])
  })

  it('asks for the first call before the first set', () => {
    expect(hospitalTasks([hospital(null, 0)], now).map(({ task }) => task)).toEqual(['neverHeard'])
    expect(hospitalTasks([hospital(now.toISOString(), 0)], now).map(({ task }) => task)).toEqual(['noSets'])
  })
})
