import { expect, it } from 'vitest'
import { namesInstitution } from './names-institution.ts'

it.each([
  ['Northgate', 'northgate  HOSPITAL'],
  ['Ｎorthgate-Hospital', 'Northgate Hospital'],
  ['Hôpital Saint-Louis, Paris', 'Hopital Saint Louis'],
  ['北门医院', '北 门 医 院'],
  ['北门', '复旦大学附属北门医院'],
  ['北门医院', 'Northgate 北门医院'],
])('%s names %s', (written, own) => expect(namesInstitution(written, own)).toBe(true))

it.each([
  ['Southgate', 'Northgate'],
  ['N', 'Northgate'],
  ['—', 'Northgate'],
  ['', 'Northgate'],
  ['南门医院', '北门医院'],
])('%s does not name %s', (written, own) => expect(namesInstitution(written, own)).toBe(false))
