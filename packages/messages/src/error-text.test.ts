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
  const short = unreadable('(7FE0,0010) announces 8192 bytes, 8130 are left, at byte 1488')
  expect(errorText('zh', short)).toContain('（(7FE0,0010) 声明有 8192 字节，只剩 8130 字节，位于第 1488 字节）')
})

test('names the rules that a study does not meet', () => {
  const rules = 'lung-ct-acquisition/doubled-pixels, slice-geometry/ct-spacing'
  const held = { code: 'study-quality' as const, parameters: { rules } }
  expect(errorText('en', held)).toContain('these rules: Doubled pixels, Spacing of slices (CT).')
  expect(errorText('zh', held)).toContain('以下规则：像素重复、层间距（CT）。')
})

test('says “the file” for the name that a node gave its copy', () => {
  const refused = (where: string) => ({
    code: 'deidentification-refused' as const,
    parameters: { where, what: 'cut-off' },
  })
  expect(errorText('en', refused('object-98dc7af6ce9935c11377'))).toMatch(/^The file is cut off, or damaged: /)
  expect(errorText('zh', refused('object-98dc7af6ce9935c11377'))).toMatch(/^该文件/)
  expect(errorText('en', refused('scan.mha'))).toMatch(/^scan\.mha is cut off/)
})

test('leaves what it has no words for as it is', () => {
  expect(errorText('zh', unreadable('something else, at byte 3'))).toContain('something else, at byte 3')
})
