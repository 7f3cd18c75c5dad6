import { describe, expect, it } from 'vitest'
import { type DemonstrationState, nextState } from './demonstration-state.ts'

const known: DemonstrationState = {
  schema: 'assay.demonstration/1',
  port: 4100,
  source: 'generated:24',
  round: 1,
  logins: {},
  testSets: { 'hospital-1': 'a' },
  evaluationId: 'e',
}
const nothing = { source: undefined, once: false, generated: 'generated:24', port: undefined }

describe('nextState', () => {
  it('goes on with what there is, whatever its data', () => {
    expect(nextState(known, nothing)).toEqual(known)
    expect(nextState({ ...known, source: '/records' }, nothing)).toMatchObject({
      source: '/records',
      evaluationId: 'e',
    })
  })

  it('begins a new evaluation on the same sets when asked for one', () => {
    expect(nextState(known, { ...nothing, once: true })).toEqual({ ...known, evaluationId: null })
  })

  it('begins a new evaluation on new sets for other data', () => {
    expect(nextState(known, { ...nothing, source: '/records' })).toMatchObject({
      source: '/records',
      round: 2,
      testSets: {},
      evaluationId: null,
    })
  })

  it('refuses another port than the members know each other by', () => {
    expect(() => nextState(known, { ...nothing, port: 5000 })).toThrow('set up on port 4100')
  })
})
