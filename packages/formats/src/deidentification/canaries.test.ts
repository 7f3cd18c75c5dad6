import { AssayError } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { readDataset } from '../dicom/read-dataset.ts'
import { allCanaries, canaryFiles, stationCanaries } from '../testing/canaries.ts'
import { findCanaries } from '../testing/find-canaries.ts'
import { defaultDeidentification as options } from './default-options.ts'
import { deidentifier } from './deidentifier.ts'
import { pseudonymiser } from './pseudonyms.ts'

const deidentify = deidentifier(options, pseudonymiser(Buffer.alloc(32, 7)))
const files = canaryFiles()

describe('canaries', () => {
  it('are found where they are planted, or the search would prove nothing', () => {
    const [utf8, gb18030] = files
      .filter(({ name }) => name.startsWith('explicit'))
      .map(({ bytes }) => findCanaries(bytes))
    for (const found of [utf8, gb18030]) expect(found!.length).toBeGreaterThan(20)
    for (const canary of ['欧阳静怡', 'Ruoxi Zhuge', '7350918264', '1984年3月17日']) expect(gb18030).toContain(canary)
    const hidden = Buffer.from(`<x>${Buffer.from('..Ouyang^Jingyi..').toString('base64')}</x>`)
    expect(findCanaries(hidden)).toContain('Ouyang^Jingyi')
    expect(allCanaries.length).toBe(37)
  })

  it.each(files)('do not come out: $name', ({ bytes }) => {
    const { bytes: out } = deidentify(bytes, { where: 'file 1' })
    expect(findCanaries(out)).toEqual([])
    const strict = deidentifier({ ...options, options: [] }, pseudonymiser(Buffer.alloc(32, 7)))
    expect(findCanaries(strict(bytes, { where: 'file 1' }).bytes, [...allCanaries, ...stationCanaries])).toEqual([])
    readDataset(out, 'out', { pixels: 'keep' })
  })

  it('do not come out in errors, wherever a file breaks off', () => {
    for (const { bytes } of files) {
      for (let end = 140; end < bytes.length; end += 211) {
        try {
          deidentify(bytes.subarray(0, end), { where: 'file 1' })
        } catch (error) {
          expect(error).toBeInstanceOf(AssayError)
          expect(findCanaries(Buffer.from(`${(error as Error).stack}${JSON.stringify(error)}`))).toEqual([])
        }
      }
    }
  })
})
