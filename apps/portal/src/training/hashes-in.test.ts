import { expect, it } from 'vitest'
import { hashesIn } from './hashes-in.ts'

const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]

it('reads what sha256sum writes, each hash once', () => {
  expect(hashesIn(`${a}  scan/1.dcm\n\n${b.toUpperCase()} *scan/2.dcm\r\n${a}  copy.dcm\n`)).toEqual({ hashes: [a, b] })
})

it('names the line that is no hash', () => {
  expect(hashesIn(`${a}\nnot a hash\n`)).toEqual({ fault: { key: 'line', line: 2 } })
  expect(hashesIn(`${a}${b}\n`)).toEqual({ fault: { key: 'line', line: 1 } })
  expect(hashesIn(' \n')).toEqual({ fault: { key: 'empty' } })
})

it('takes no more than a declaration holds', () => {
  expect(hashesIn(`${a}\n${b}`, 2)).toEqual({ hashes: [a, b] })
  expect(hashesIn(`${a}\n${b}`, 1)).toEqual({ fault: { key: 'many', most: 1 } })
})
