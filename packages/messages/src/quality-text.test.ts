import type { Finding } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { findingText } from './quality-text.ts'

describe('findingText', () => {
  it('says phases in words, and shares as the numbers that they are', () => {
    const phase: Finding = {
      code: 'contrast-phase-unexpected',
      parameters: { phase: 'native', wantedPhases: 'arterial late' },
    }
    expect(findingText('en', phase).what).toContain('looks like native (without contrast)')
    expect(findingText('en', phase).what).toContain('Wanted here: arterial, late.')
    const share: Finding = {
      code: 'composition-apart',
      parameters: { stratum: 'sex', value: 'F', found: 0.5, wanted: 0 },
    }
    expect(findingText('en', share).what).toContain('0.5 instead of 0.')
  })
})
