import { expect, it } from 'vitest'
import { askedIn } from './asked-in.ts'

it('asks with days as DICOM writes them, and leaves out what is open', () => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ pacs: 'main', modality: '', from: '2026-01-31', to: '', limit: '50' }))
    form.set(name, value)
  expect(askedIn(form)).toEqual({ pacs: 'main', from: '20260131', limit: 50 })
})
