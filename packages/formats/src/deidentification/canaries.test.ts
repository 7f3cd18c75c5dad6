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
    const said: string[] = []
    for (const { bytes } of files) {
      for (let end = 140; end < bytes.length; end += 211) {
        try {
          deidentify(bytes.subarray(0, end), { where: 'file 1' })
        } catch (error) {
          expect(error).toBeInstanceOf(AssayError)
          said.push(`${(error as Error).stack}${JSON.stringify(error)}`)
        }
      }
    }
    expect(findCanaries(Buffer.from(said.join('\n')))).toEqual([])
  })

  it('with bytes changed at random, files end in an error by name or in a file that can be read', () => {
    let state = 7
    const random = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
    const said: string[] = []
    let read = 0
    for (let i = 0; i < 350; i += 1) {
      const bytes = Buffer.from(files[i % files.length]!.bytes)
      for (let k = 0; k < 1 + random(6); k += 1) bytes[132 + random(bytes.length - 132)] = random(256)
      try {
        readDataset(deidentify(bytes, { where: 'file 1' }).bytes, 'out', { pixels: 'keep' })
        read += 1
      } catch (error) {
        expect(error).toBeInstanceOf(AssayError)
        expect((error as AssayError).parameters.where).toBe('file 1')
        said.push(JSON.stringify(error))
      }
    }
    expect(Math.min(read, said.length)).toBeGreaterThan(50)
    expect(findCanaries(Buffer.from(said.join('\n')))).toEqual([])
  })
})
