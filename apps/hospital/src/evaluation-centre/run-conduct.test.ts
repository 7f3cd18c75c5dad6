import { expect, test } from 'vitest'
import type { RunConditions } from './evaluation-centre-tables.ts'
import { weakest } from './run-conduct.ts'

const held: RunConditions = {
  isolation: 'bubblewrap',
  isolationParts: ['network-namespace', 'read-only-root'],
  demonstration: false,
}

test('what is said of all runs holds for each of them', () => {
  expect(weakest([held, held])).toEqual(held)
  const less = { ...held, isolationParts: ['read-only-root'] }
  expect(weakest([held, less])).toEqual(less)
  const none: RunConditions = { isolation: 'none', isolationParts: [], demonstration: true }
  expect(weakest([held, none, held])).toEqual(none)
})
