import { testSetRequest } from '@assay/contracts'
import { expect, it } from 'vitest'
import { emptyDataSet } from '../../training/training-form.ts'
import { declaredFaults, declaredIn, nothingDeclared, type ShareForm } from './declared-use.ts'

const shares = (...given: [ShareForm['stratum'], string, string][]): ShareForm[] =>
  given.map(([stratum, value, percent], key) => ({ key, stratum, value, percent }))
const hash = 'a'.repeat(64)

it('declares what was filled in, and nothing else', () => {
  expect(declaredIn(nothingDeclared)).toEqual({})
  const declared = declaredIn({
    shares: shares(['sex', ' F ', '33.3'], ['sex', 'M', '66.7'], ['modality', 'CT', '100']),
    expiresOn: '2027-12-31',
    trained: [{ key: 1, device: ' Example 2.0 ', dataSets: [], hashes: [hash] }],
  })
  expect(declared).toEqual({
    target: { sex: { F: 0.333, M: 0.667 }, modality: { CT: 1 } },
    expiresOn: '2027-12-31',
    training: [{ device: 'Example 2.0', dataSets: [], contents: [hash] }],
  })
  const request = { category: 'ecg', task: 'beat-classification', ...declared }
  expect(testSetRequest.parse(request)).toEqual(request)
})

it('tells which shares do not add up, whatever the computer makes of thirds', () => {
  const faultsOf = (...given: Parameters<typeof shares>) =>
    declaredFaults({ ...nothingDeclared, shares: shares(...given) })
  expect(faultsOf(['sex', 'F', '50'], ['sex', 'M', '60'])).toEqual([{ key: 'sum', stratum: 'sex', sum: 110 }])
  expect(faultsOf(['sex', 'F', '50'], ['sex', 'F', '50'])).toEqual([{ key: 'twice', stratum: 'sex', value: 'F' }])
  expect(faultsOf(['sex', 'F', '70.1'], ['sex', 'M', '19.9'], ['sex', 'O', '10'])).toEqual([])
})

it('tells of training data that say nothing, or have their years the wrong way round', () => {
  const trained = (dataSets: readonly ReturnType<typeof emptyDataSet>[], hashes: string[] | null = []) =>
    declaredFaults({ ...nothingDeclared, trained: [{ key: 1, device: 'Example', dataSets, hashes }] })
  expect(trained([], null)).toEqual([{ key: 'file', device: 'Example' }])
  expect(trained([])).toEqual([{ key: 'nothing', device: 'Example' }])
  expect(trained([{ ...emptyDataSet(1), from: '2021', to: '2019' }])).toEqual([
    { key: 'years', device: 'Example', number: 1 },
  ])
})
