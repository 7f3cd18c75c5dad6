import type { Quarantined } from '@assay/contracts'
import { expect, it } from 'vitest'
import { problemsByReason } from './problems-by-reason.ts'

const entry = (code: string, parameters: Quarantined['parameters'], state: Quarantined['state'] = 'waiting') =>
  ({ code, parameters, state }) as Quarantined

it('puts what has one reason together, whatever its name, and the most frequent first', () => {
  const problems = problemsByReason([
    entry('image-unreadable', { where: 'a', what: 'cut off' }),
    entry('dicom-unreadable', { where: 'b', what: 'no DICOM' }),
    entry('dicom-unreadable', { where: 'c', what: 'no DICOM' }, 'discarded'),
    entry('dicom-unreadable', { where: 'd', what: 'cut off' }),
  ])
  expect(problems.map(({ first, entries, waiting }) => [first.parameters.where, entries.length, waiting])).toEqual([
    ['b', 2, 1],
    ['a', 1, 1],
    ['d', 1, 1],
  ])
})
