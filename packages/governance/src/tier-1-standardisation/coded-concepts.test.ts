import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { codedConcepts } from './coded-concepts.ts'

it('finds a concept without its scheme or meaning', async () => {
  const concept = { '00080100': 'T-28000', '00080102': 'SRT', '00080104': 'Lung' }
  expect(await codedConcepts.examine(dicomSeries([{ '00082218': [concept] }]), {})).toEqual({ findings: [] })
  const series = dicomSeries([{ '00082218': [{ '00080100': 'T-28000' }] }])
  expect(await codedConcepts.examine(series, {})).toMatchObject({
    findings: [
      { code: 'code-incomplete', where: { attribute: 'CodingSchemeDesignator (0008,0102)' } },
      { code: 'code-incomplete', where: { attribute: 'CodeMeaning (0008,0104)' } },
    ],
  })
})
