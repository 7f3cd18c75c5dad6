import { hospitalEvaluationState } from '@assay/contracts'
import { describe, expect, test } from 'vitest'
import { acts, assertOpen } from './hospital-evaluation-state.ts'

describe('the states of an evaluation at a hospital', () => {
  test('let each act happen where the table says so, and nowhere else', () => {
    const open = Object.entries(acts).flatMap(([name, act]) =>
      hospitalEvaluationState.options
        .filter((state) => {
          try {
            assertOpen(state, act)
            return true
          } catch {
            return false
          }
        })
        .map((state) => `${state} –${name}→ ${act.to}`),
    )
    expect(open).toEqual([
      'asked –approve→ approved',
      'asked –refuse→ refused',
      'approved –run→ running',
      'running –score→ scored',
      'scored –release→ released',
      'approved –withhold→ withheld',
      'running –withhold→ withheld',
      'scored –withhold→ withheld',
      'asked –end→ ended',
      'approved –end→ ended',
      'running –end→ ended',
      'scored –end→ ended',
    ])
  })

  test('say what stands against an act', () => {
    expect(() => assertOpen('released', acts.release)).toThrow(
      expect.objectContaining({ code: 'state-conflict', parameters: { what: 'evaluation', state: 'released' } }),
    )
  })
})
