import type { ReleasePolicy } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { choosePolicy } from './choose-policy.ts'
import { gate } from './gate.ts'

const strict: ReleasePolicy = { ...choosePolicy('public'), leastPatients: 10 }
const cell = { name: 'a', value: 42, patients: 9, largest: [20, 10] }

describe('the release gate', () => {
  it('lets every cell of public and synthetic data out as it is', () => {
    for (const provenance of ['public', 'synthetic'] as const)
      expect(gate(cell, choosePolicy(provenance))).toEqual({ leaves: { kind: 'exact', value: 42 }, withheld: null })
  })

  it('has no policy for data of patients yet, and says so', () => {
    expect(() => choosePolicy('patients')).toThrow(expect.objectContaining({ code: 'provenance-not-releasable' }))
  })

  it('keeps a cell of fewer patients than the policy wants; a zero looks like any other', () => {
    expect(gate(cell, strict)).toEqual({ leaves: { kind: 'suppressed' }, withheld: 'too-few-patients' })
    expect(gate({ ...cell, value: 0, patients: 0 }, strict).leaves).toEqual({ kind: 'suppressed' })
    expect(gate({ ...cell, patients: 10 }, strict).leaves).toEqual({ kind: 'exact', value: 42 })
  })
})
