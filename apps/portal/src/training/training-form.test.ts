import { trainingDataSet } from '@assay/contracts'
import { expect, it } from 'vitest'
import { dataSetsIn, emptyDataSet, yearFaults } from './training-form.ts'

const filled = {
  ...emptyDataSet(1),
  name: ' Chests ',
  source: 'Agreement 7',
  institutions: 'Northgate\n\n 北门医院 ',
  manufacturers: 'UIH',
  from: '2019',
  to: '2021',
  patients: '120',
}

it('makes of a form what the interface takes', () => {
  const [dataSet] = dataSetsIn([filled])
  expect(trainingDataSet.parse(dataSet)).toEqual({
    name: 'Chests',
    use: 'training',
    access: 'private',
    source: 'Agreement 7',
    patients: 120,
    institutions: ['Northgate', '北门医院'],
    manufacturers: ['UIH'],
    years: { from: 2019, to: 2021 },
  })
  expect(dataSetsIn([{ ...filled, version: '2' }])).toMatchObject([{ version: '2' }])
})

it('tells which data sets have their years the wrong way round', () => {
  expect(yearFaults([filled, { ...filled, from: '2022' }])).toEqual([2])
})
