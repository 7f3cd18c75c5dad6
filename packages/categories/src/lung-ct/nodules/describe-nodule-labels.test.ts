import { describe, expect, it } from 'vitest'
import type { CaseFile } from '../../category.ts'
import { describeNoduleLabels } from './describe-nodule-labels.ts'
import type { Nodule } from './nodule.ts'
import { writeNoduleTable } from './write-nodule-table.ts'

const at = (x: number, diameter: number, isIrrelevant = false): Nodule => ({
  centre: [x, 0, 0],
  diameter,
  isIrrelevant,
})
const table = (nodules: readonly Nodule[]) => writeNoduleTable('scan', [...nodules])
const reference = (...nodules: Nodule[]): CaseFile => ({
  name: 'reference.csv',
  role: 'reference',
  bytes: table(nodules),
})
const reading = (reader: string, ...nodules: Nodule[]): CaseFile => ({
  name: `reading.${reader}.csv`,
  role: 'reading',
  reader,
  bytes: table(nodules),
})

describe('nodules of a scan', () => {
  it('are counted by size; a scan without one is a class of its own', () => {
    const found = describeNoduleLabels([reference(at(0, 5.9), at(50, 6), at(100, 7), at(150, 30), at(200, 9, true))])
    expect(found.classes).toEqual({ 'nodule < 6 mm': 1, 'nodule 6 to 8 mm': 2, 'nodule ≥ 15 mm': 1 })
    expect(found.readings).toEqual([])
    expect(describeNoduleLabels([reference()]).classes).toEqual({ 'no nodule': 1 })
  })

  it('are the reference’s where a reader’s centre lies within the larger radius, the nearest first, each once', () => {
    const { readings } = describeNoduleLabels([
      reference(at(0, 10), at(50, 10)),
      // 3 and 1 mm from the first: the nearer is it, the other one is seen by this reader alone; the second is missed.
      reading('a', at(3, 10), at(1, 7)),
      // 4.9 mm from the first's centre is inside, 5.1 mm from the second's is not.
      reading('b', at(4.9, 9), at(55.1, 9)),
    ])
    const found = (wanted: string) => readings.filter((one) => one.reference === wanted).map(({ said }) => said)
    expect(found('nodule 8 to 15 mm')).toEqual([
      { a: 'nodule 6 to 8 mm', b: 'nodule 8 to 15 mm' },
      { a: '', b: '' },
    ])
    expect(found('')).toEqual([
      { a: 'nodule 8 to 15 mm', b: '' },
      { a: '', b: 'nodule 8 to 15 mm' },
    ])
  })

  it('that readers alone saw at one place are one', () => {
    const { readings } = describeNoduleLabels([
      reference(),
      reading('a', at(10, 5)),
      reading('b', at(11, 5)),
      reading('c'),
    ])
    expect(readings).toEqual([{ reference: '', said: { a: 'nodule < 6 mm', b: 'nodule < 6 mm', c: '' }, count: 1 }])
  })

  it('where nobody saw any, were read alike', () => {
    const { readings } = describeNoduleLabels([reference(), reading('a'), reading('b')])
    expect(readings).toEqual([{ reference: 'no nodule', said: { a: 'no nodule', b: 'no nodule' }, count: 1 }])
  })

  it('that count neither way are no item, whoever marks them', () => {
    const { readings } = describeNoduleLabels([
      reference(at(0, 10), at(40, 6, true)),
      reading('a', at(0, 10), at(41, 6)),
      reading('b', at(0, 10), at(80, 5, true)),
    ])
    expect(readings).toEqual([
      { reference: 'nodule 8 to 15 mm', said: { a: 'nodule 8 to 15 mm', b: 'nodule 8 to 15 mm' }, count: 1 },
    ])
  })
})
