import { describe, expect, it } from 'vitest'
import { runAssay } from '../testing/run-assay.ts'
import { methodNames } from './methods.ts'

const table = 'case,truth,call,patient\na,1,1,p1\nb,1,0,p1\nc,1,1,p2\nd,0,0,p3\ne,0,1,p4\nf,0,0,p5\n'

/** `assay statistics …` with a table on standard input. */
function statistics(words: readonly string[], input = table, language = 'C') {
  return runAssay(['statistics', ...words], { input, language })
}

describe('assay statistics', () => {
  it('lists its methods, for people and for programs', () => {
    const { status, output } = statistics(['--list'])
    expect(status).toBe(0)
    expect(output.trim().split('\n')).toHaveLength(methodNames.length)
    const named = JSON.parse(statistics(['--list', '--json']).output) as { name: string }[]
    expect(named.map(({ name }) => name)).toEqual(methodNames)
  })

  it('says of a method what it reads', () => {
    const { status, output } = statistics(['proportion', '--help'])
    expect(status).toBe(0)
    for (const words of ['--truth <column>', '--patient <column>', '--confidence', 'Exit status'])
      expect(output).toContain(words)
  })

  it('takes a table in any of the usual forms', () => {
    const expected = JSON.parse(statistics(['proportion', '--json']).output)
    expect(expected.figures[0]).toMatchObject({ name: 'sensitivity', successes: 2, trials: 3 })
    const forms = {
      semicolons: table.replaceAll(',', ';'),
      tabs: table.replaceAll(',', '\t'),
      quotes: table.replace('a,1', '"a","1"'),
      'a byte order mark, and lines as Windows ends them': `\uFEFF${table.replaceAll('\n', '\r\n')}`,
      'words for truth': table.replaceAll(',1,', ',true,').replaceAll(',0,', ',false,'),
      'other names': table.replace('truth', 'Gold'),
      'an empty line': table.replace('\nd,', '\n\nd,'),
    }
    for (const [form, text] of Object.entries(forms)) {
      const words = form === 'other names' ? ['--truth', 'gold'] : []
      const { output, errors } = statistics(['proportion', '-', '--json', ...words], text)
      expect({ form, errors }).toEqual({ form, errors: '' })
      expect(JSON.parse(output)).toEqual(expected)
    }
  })

  it.each([
    [
      'a column that is not there',
      table.replace('call', 'answer'),
      [],
      'there is no column call. It has: case, truth, answer, patient. Name the one that is meant with --call COLUMN.',
    ],
    [
      'a value that is none',
      table.replace('c,1,1', 'c,yes,1'),
      [],
      'standard input, line 4, column truth: neither 0 nor 1',
    ],
    ['a value that is missing', table.replace('c,1,1', 'c,,1'), [], 'line 4, column truth: the value is missing'],
    ['a line that is too short', table.replace('d,0,0,p3', 'd,0'), [], 'line 5: the line has more or fewer values'],
    ['no line', '', [], 'the first line has to hold the names'],
    ['no rows', 'truth,call\n', [], 'there are no rows'],
    ['a column twice', table.replace('case', 'call'), [], 'the column call stands there twice'],
    ['a quote that does not end', table.replace('d,', '"d,'), [], 'a quoted value is not closed'],
  ])('says what is wrong with %s, and exits with 1', (_, input, words, text) => {
    const { status, output, errors } = statistics(['proportion', ...words], input)
    expect({ status, output }).toEqual({ status: 1, output: '' })
    expect(errors).toContain(text)
  })

  it('says so of bytes that are no UTF-8', () => {
    const { status, errors } = statistics(
      ['proportion'],
      Buffer.from('truth,call\n1,\xFF\n', 'latin1') as unknown as string,
    )
    expect(status).toBe(1)
    expect(errors).toContain('the text is not UTF-8')
  })

  it('never prints a value of a table in an error', () => {
    const { errors } = statistics(['proportion'], table.replace('c,1,1', 'c,Zhang Wei,1'))
    expect(errors).not.toContain('Zhang')
  })

  it.each([
    [['proportion', '--confidence', '95']],
    [['proportion', '--seed', '-1']],
    [['proportion', '--method', 'wald']],
    [['proportion', '--nothing']],
    [['nothing']],
  ])('exits with 2 for wrong words: %j', (words) => {
    const { status, errors } = statistics(words)
    expect(status).toBe(2)
    expect(errors).not.toBe('')
  })

  it('says the same in Chinese', () => {
    const { output } = statistics(['proportion'], table, 'zh_CN.UTF-8')
    expect(output).toContain('灵敏度')
    expect(statistics(['proportion', '--truth', 'x'], table, 'zh_CN.UTF-8').errors).toContain('没有列 x')
  })
})

describe('proportion', () => {
  it('gives Newcombe’s interval for 81 of 263, and Clopper and Pearson’s where asked', () => {
    // Newcombe, Stat. Med. 17:857–872 (1998), table I.
    const rows = Array.from({ length: 263 }, (_, i) => `${i < 81 ? 1 : 0}`)
    const input = `call\n${rows.join('\n')}\n`
    expect(statistics(['proportion'], input).output).toMatch(/30\.80 % +25\.53 % to 36\.62 %/)
    expect(statistics(['proportion', '--method', 'clopper-pearson'], input).output).toContain('25.27 % to 36.76 %')
  })

  it('counts a failed output as the wrong answer', () => {
    const { output } = statistics(['proportion', '--patient', 'case'], table.replace('a,1,1', 'a,1,'))
    expect(output).toContain('1 / 3')
    expect(output).toContain('Failed outputs: 1.')
  })
})
