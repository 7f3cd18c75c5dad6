import { translator } from '@assay/messages'
import { expect, it } from 'vitest'
import { modalityWords, sexWords, sopClassWords } from './dicom-words.ts'

const [en, zh] = [translator('en'), translator('zh')]

it('says what codes of DICOM stand for, and leaves what it does not know', () => {
  expect(modalityWords('OP', en)).toBe('OP (ophthalmic photography)')
  expect(modalityWords('OP', zh)).toBe('OP（眼科摄影）')
  expect([modalityWords('CT', en), modalityWords('', en), modalityWords('XYZ', en)]).toEqual(['CT', '', 'XYZ'])
  expect(sopClassWords('1.2.840.10008.5.1.4.1.1.2', en)).toBe('CT Image Storage')
  expect(sopClassWords('1.2.840.10008.5.1.4.1.1.4.1', zh)).toBe('增强 MR 图像存储')
  expect(sopClassWords('1.2.3', zh)).toBe('1.2.3')
  expect([sexWords('F', zh), sexWords('', zh)]).toEqual(['女', ''])
})
