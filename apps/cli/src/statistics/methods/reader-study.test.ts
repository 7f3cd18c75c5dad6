import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-readers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../../shared/data')

function study(words: readonly string[]) {
  const { status, output, errors } = runAssay(['statistics', 'reader-study', '--json', ...words], { folder })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

/** Two readers, two modalities, four diseased and five other cases. */
const scores: Record<string, number[]> = {
  'ann a': [5, 4, 2, 3, 1, 2, 3, 1, 2],
  'ann b': [5, 5, 3, 4, 1, 2, 2, 1, 1],
  'bob a': [4, 3, 3, 2, 2, 1, 3, 2, 1],
  'bob b': [4, 5, 3, 5, 2, 1, 1, 2, 3],
}
const rows = Object.entries(scores).flatMap(([key, ratings]) =>
  ratings.map((rating, k) => ({
    reader: key.slice(0, 3),
    modality: key.slice(4),
    name: `c${k}`,
    truth: k < 4 ? 1 : 0,
    rating,
  })),
)

describe('assay statistics reader-study', () => {
  writeFileSync(
    join(folder, 'study.csv'),
    `reader,arm,case,truth,rating\n${rows.map((one) => Object.values({ a: one.reader, b: one.modality, c: one.name, d: one.truth, e: one.rating }).join(',')).join('\n')}\n`,
  )

  it('reads a table, columns mapped, and iMRMC’s own file alike', () => {
    const head = 'Made by hand\n\nNR: 2\nN0: 5\nN1: 4\nNM: 2\n\nBEGIN DATA:\n'
    const truth = rows.slice(0, 9).map(({ name, truth: value }) => `-1, ${name} , 0,${value}`)
    const lines = rows.map(({ reader, name, modality, rating }) => `${reader} ,${name}, ${modality},${rating}`)
    writeFileSync(join(folder, 'study.imrmc'), `${head}${[...truth, ...lines].join('\n')}\n`)
    const table = study(['study.csv', '--modality', 'arm'])
    const imrmc = study(['study.imrmc'])
    // Counted pair by pair: Ann and Bob in a, Ann and Bob in b.
    const estimates = table.json.merits.map(({ estimate }: { estimate: number }) => estimate)
    expect(estimates).toEqual([17.5 / 20, 17 / 20, 1, 19.5 / 20])
    expect(imrmc.json).toEqual(table.json)
    expect(table.json.equality.p).toBeCloseTo(table.json.differences[0].p, 10)
  })

  it('gives with every method the same estimates', () => {
    const means = (words: string[]) =>
      study(['study.csv', '--modality', 'arm', ...words]).json.modalities.map(
        ({ estimate }: { estimate: number }) => estimate,
      )
    const expected = means([]).map((value: number) => expect.closeTo(value, 12))
    for (const words of [
      ['--method', 'dbm'],
      ['--method', 'ustat'],
      ['--covariance', 'delong'],
      ['--covariance', 'bootstrap', '--replicates', '50'],
      ['--random', 'readers'],
      ['--random', 'cases'],
    ])
      expect(means(words)).toEqual(expected)
    expect(means(['--merit', 'sensitivity', '--cut', '3'])).toEqual([(0.75 + 0.75) / 2, 1])
    expect(means(['--merit', 'specificity', '--cut', '3'])).toEqual([0.8, 0.9])
  })

  it('takes weighted AFROC from marks and lesions', () => {
    writeFileSync(join(folder, 'cases.csv'), 'case\nc1\nc2\nc3\nc4\nc5\n')
    writeFileSync(
      join(folder, 'lesions.csv'),
      'case,x,y,z,diameter\nc1,0,0,0,10\nc1,50,0,0,10\nc2,0,0,0,10\nc3,9,9,9,10\n',
    )
    const marks = ['a', 'b'].flatMap((modality) =>
      ['ann', 'bob'].flatMap((reader) => [
        `${reader},${modality},c1,0,0,0,0.9`,
        `${reader},${modality},c2,1,0,0,0.8`,
        `${reader},${modality},c4,1,0,0,${reader === 'ann' ? 0.85 : 0.3}`,
        ...(modality === 'b' ? [`${reader},${modality},c1,50,0,0,0.7`] : []),
      ]),
    )
    writeFileSync(join(folder, 'marks.csv'), `reader,modality,case,x,y,z,score\n${marks.join('\n')}\n`)
    const words = ['marks.csv', '--lesions', 'lesions.csv', '--cases', 'cases.csv']
    const of = (merit: string) =>
      study([...words, '--merit', merit]).json.merits.map(({ estimate }: { estimate: number }) => estimate)
    // Cases c4 and c5 have no lesion. Ann in a: c1 ½ found above both; c2 above c5 only; c1’s other and c3’s lesion against c5 tie.
    const tie = 0.25
    expect(of('wafroc')[0]).toBeCloseTo(((1 + tie) / 2 + 0.5 + tie) / 3, 12)
    expect(of('afroc')[0]).toBeCloseTo((1 + tie + 0.5 + tie) / 4, 12)
  })

  it('says in words what is wrong with a study', () => {
    const fails = (name: string, text: string, words: string[] = []) => {
      writeFileSync(join(folder, name), text)
      const { status, errors } = study([name, ...words])
      expect(status).toBe(1)
      return errors
    }
    const lines = rows.map((one) => [one.reader, one.modality, one.name, one.truth, one.rating].join(','))
    const head = 'reader,modality,case,truth,rating\n'
    expect(fails('short.csv', head + lines.slice(1).join('\n'))).toContain('ann lacks readings in the modality a')
    expect(fails('one.csv', head + lines.slice(0, 9).join('\n'))).toContain('two modalities')
    expect(fails('twice.csv', head + [...lines, lines[0]].join('\n'))).toContain('read the case c0 twice')
    expect(fails('a.imrmc', 'nothing')).toContain('BEGIN DATA')
    expect(fails('b.imrmc', 'BEGIN DATA:\n1,c1,1,0.5\n')).toContain('no truth')
    expect(fails('c.imrmc', 'BEGIN DATA:\n1,c1,1\n')).toContain('line 2')
    expect(study(['study.csv', '--modality', 'arm', '--merit', 'sensitivity']).errors).toContain('--cut')
    expect(study(['study.csv', '--modality', 'arm', '--random', 'lions']).errors).toContain('readers,cases')
    expect(study(['study.csv', '--merit', 'wafroc']).errors).toContain('--lesions')
    // The same study without the case that was missed, and with U-statistics as it is.
    expect(study(['short.csv', '--missing', 'complete-cases']).json.leftOut).toBe(1)
    expect(study(['short.csv', '--method', 'ustat', '--estimator', 'biased']).status).toBe(0)
    expect(study(['short.csv', '--method', 'ustat']).errors).toContain('--estimator biased')
  })

  it.skipIf(!existsSync(data))('gives Van Dyke’s published test (needs shared/data)', () => {
    const { json } = study([join(data, 'mrmc/VanDyke.csv'), '--modality', 'treatment'])
    expect(json.equality.p).toBeCloseTo(0.05166569, 8)
  })
})
