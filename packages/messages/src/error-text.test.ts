import { expect, test } from 'vitest'
import { errorText } from './error-text.ts'

function unreadable(what: string) {
  return { code: 'dicom-unreadable' as const, parameters: { where: 'cut-off.dcm', what } }
}

test('says in the language of the reader why a file could not be read', () => {
  const cutOff = unreadable('an element is cut off, at byte 898')
  expect(errorText('zh', cutOff)).toContain('（数据元素被截断，位于第 898 字节）')
  expect(errorText('en', cutOff)).toContain('(an element is cut off, at byte 898)')
  expect(errorText('zh', unreadable('no DICOM data set'))).toContain('没有 DICOM 数据集')
})

test('leaves what it has no words for as it is', () => {
  expect(errorText('zh', unreadable('something else, at byte 3'))).toContain('something else, at byte 3')
})
