import { describe, expect, it } from 'vitest'
import { printable } from './font.ts'

describe('printable', () => {
  // What fontconfig's fc-query lists as the charset of the same file.
  it('keeps what the font has', () => {
    const text = 'Aé Ω Ж 中文，（）“”’… 龘 ế ≥ Σ² ● □\n'
    expect(printable(text)).toBe(text)
  })

  it('shows by their numbers letters that the font lacks, controls and directions', () => {
    expect(printable('ไ𠮷😀')).toBe('[U+0E44][U+20BB7][U+1F600]')
    expect(printable('a\u0000b\u202ec\u200bd\u00ade\ud800')).toBe('a[U+0000]b[U+202E]c[U+200B]d[U+00AD]e[U+D800]')
  })

  it('joins letters and their marks, and takes a tab as a space', () => {
    expect(printable('e\u0301\t\u0301')).toBe('é [U+0301]')
  })
})
