import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { endpointSentences } from './endpoint-sentences.ts'

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

  it('names an estimator that it has no words for', () => {
    expect(endpointSentences({ id: 'x', estimator: 'dice', version: 2, parameters: {} }, t)).toEqual([
      'Computed by: dice, version 2.',
    ])
  })
})
