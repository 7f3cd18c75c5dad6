import { describe, expect, it } from 'vitest'
import { type ExampleOptions, exampleEvaluation } from '../../testing/example-evaluation.ts'
import { reportWords } from '../report-words.ts'
import { describeConduct } from './describe-conduct.ts'

/** The paragraphs and facts of the section, one after the other. */
function paragraphs(options: ExampleOptions, language: 'en' | 'zh' = 'en'): string {
  const { report } = exampleEvaluation(options)
  const blocks = describeConduct(report, reportWords(language))
  const lines = blocks.flatMap((block) => {
    if (block.type === 'facts') return block.rows.map(({ label, value }) => `${label}: ${value}`)
    return block.type === 'paragraph' ? [block.text] : []
  })
  return lines.join('\n')
}

const all = [
  ...['user-namespace', 'read-only-input', 'no-new-privileges', 'not-root', 'own-temporary-folder'],
  ...['system-call-filter', 'memory-control-group'],
]

describe('the conduct of runs that a node started', () => {
  it('says in how many runs the isolation was read, and what was in force', () => {
    const text = paragraphs({ isolationParts: all, patients: 10 })
    expect(text).toContain('in each of the 30 runs: no network, no sight of other processes')
    expect(text).not.toContain('Not in force')
  })

  it('says of runs that ended before a look that a trial stands in for them', () => {
    const text = paragraphs({ isolationParts: all, patients: 10, isolationSeen: 4 })
    expect(text).toContain('In 12 of 30 runs this was read from the system while the device ran.')
    expect(text).toContain('a trial start with the same settings')
  })

  it.each([
    ['en', 'a memory limit that the system itself keeps: the node measured at intervals'],
    ['zh', '由节点定时测量'],
  ] as const)('says what was not in force, and what it means, in %s', (language, words) => {
    const text = paragraphs({ isolationParts: all.slice(0, -1), patients: 10 }, language)
    expect(text).toContain(words)
    expect(text.match(/Not in force|并非在每次运行中/g)).toHaveLength(1)
  })

  it('says what no isolation at all lets a device do', () => {
    expect(paragraphs({ isolation: 'none' })).toContain('it could reach the network')
  })
})

describe('the conduct of runs that no node started', () => {
  it.each([
    ['appliance', 'may have used the network', 'was sent the cases as DICOM objects'],
    ['results-file', 'rests on the supervision record below alone', 'the cases were handed over together'],
  ] as const)('of the way %s claims nothing that nobody saw', (wayOfRunning, unseen, way) => {
    const text = paragraphs({ plan: { wayOfRunning }, isolation: 'not-seen', isolationSeen: 0 })
    expect(text).toContain('none of it can be said to have been in force')
    for (const words of [unseen, way]) expect(text).toContain(words)
    for (const claim of ['one case at a time', 'Isolation in force', 'were drawn in secret'])
      expect(text).not.toContain(claim)
  })
})
