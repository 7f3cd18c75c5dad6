import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { endpointLines, endpointSentences } from './endpoint-sentences.ts'

describe('endpointSentences', () => {
  const t = translator('en')
  const beats = { matchWindowSeconds: 0.15, learningSeconds: 300, learningAppliesFromSeconds: 600 }

  it('says how beats are compared', () => {
    const parameters = { ...beats, pacedRecords: 'apart' }
    const sentences = endpointSentences({ id: 'beats', estimator: 'ec57-beats', version: 1, parameters }, t)
    expect(sentences).toEqual([
      'Computed by: beat-by-beat comparison after ANSI/AAMI EC57:2012 (ec57-beats), version 1.',
      'A beat of the device and one of the reference are a pair when they lie at most 150 ms apart.',
      'The first 300 s are not scored in records of at least 600 s.',
      'Records with a pacemaker are counted apart, in no figure.',
    ])
  })

  it('says nothing of a learning period where there is none', () => {
    const parameters = { ...beats, learningSeconds: 0 }
    expect(endpointSentences({ id: 'beats', estimator: 'ec57-beats', version: 1, parameters }, t)).toHaveLength(2)
  })

  it('says when a mark hits, on which lesions, and where scores are told apart', () => {
    const rule = { rule: 'distance', limit: 'radius', boundary: 'excluded' }
    const matching = { rule, multiplicity: 'luna16', duplicates: 'ignored', precedence: 'lesion' }
    const parameters = { thresholds: [0.25, 0.5, 0.75], rates: [1], sizes: { atLeast: 6, below: 10 } }
    const endpoint = { id: 'x', estimator: 'froc-grid', version: 1, parameters, scoring: { matching, mostMarks: 100 } }
    expect(endpointSentences(endpoint, t).slice(1)).toEqual([
      'A mark hits a lesion that it is nearer to than the lesion’s radius; at the radius itself it does not hit.',
      'Of the marks on a lesion the surest counts, and one mark may hit two lesions.',
      'Further marks on a lesion that was hit count for nothing.',
      'A mark on a lesion and on an irrelevant finding counts for the lesion.',
      'Of each scan the 100 surest marks count.',
      'It is about lesions of 6 to below 10 mm; others are irrelevant.',
      'Scores are told apart at 3 locked thresholds from 0.25 to 0.75.',
    ])
    const iou = { ...matching, rule: { rule: 'iou', limit: 0.2, boundary: 'excluded' } }
    const words = endpointSentences({ ...endpoint, scoring: { matching: iou } }, translator('zh'))
    expect(words[1]).toBe('两者的交并比大于 0.2 即为命中；恰为该值时不算命中。')
  })

  it('says once what holds for several, and with each what holds for it alone', () => {
    const plain = { id: 'beats', estimator: 'ec57-beats', version: 1, parameters: { ...beats, learningSeconds: 0 } }
    const learning = { ...plain, id: 'later', parameters: beats }
    expect(endpointLines([plain, learning], t)).toEqual([
      'Computed by: beat-by-beat comparison after ANSI/AAMI EC57:2012 (ec57-beats), version 1.',
      'Computed by: beat-by-beat comparison after ANSI/AAMI EC57:2012 (ec57-beats), version 1. The first 300 s are not scored in records of at least 600 s.',
      'A beat of the device and one of the reference are a pair when they lie at most 150 ms apart.',
    ])
    expect(endpointLines([learning], t)).toEqual(endpointSentences(learning, t))
  })

  it('names an estimator that it has no words for', () => {
    expect(endpointSentences({ id: 'x', estimator: 'dice', version: 2, parameters: {} }, t)).toEqual([
      'Computed by: dice, version 2.',
    ])
  })
})
