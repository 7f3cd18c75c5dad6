import { type Draws, drawsOf } from '../random/philox.ts'
import { type Feedback, ladderFeedback, plainFeedback, thresholdoutFeedback } from './feedback.ts'

/** What the attacker faces. */
export const mechanisms = ['plain', 'ladder', 'thresholdout'] as const
export type Mechanism = (typeof mechanisms)[number]

/**
 * The adaptive attacker of the Ladder paper on labels that are coin tosses: submissions are random; the final one is the majority of those that were told to be better than
 * chance. It knows nothing, so whatever its apparent accuracy is above one half is the wear of the test set.
 * Source: Blum, Hardt, *ICML* 2015, 1006–1014, section 5 (“boosting attack”).
 * @param cases of the test set
 * @param queries submissions before the last
 * @returns accuracy of the last submission on the test set, less ½
 */
export function boostingAttack(mechanism: Mechanism, cases: number, queries: number, seed: number): number {
  const draws = drawsOf(seed, 1)
  const truth = Uint8Array.from({ length: cases }, () => draws.below(2))
  const feedback = feedbackOf(mechanism, drawsOf(seed, 2))
  const votes = new Int32Array(cases)
  let best = 0.5
  for (let query = 0; query < queries; query += 1) {
    const guess = randomLabels(cases, draws)
    const told = feedback.tell(lossesOf(guess, truth))
    if (told >= best) continue
    // The Ladder tells the best so far again: only what was told anew is worth a vote.
    if (mechanism === 'ladder') best = told
    guess.forEach((label, i) => {
      votes[i]! += label === 1 ? 1 : -1
    })
  }
  const last = votes.map((sum) => (sum > 0 ? 1 : sum < 0 ? 0 : draws.below(2)))
  return 0.5 - lossesOf(Uint8Array.from(last), truth).reduce((sum, loss) => sum + loss, 0) / cases
}

function feedbackOf(mechanism: Mechanism, draws: Draws): Feedback {
  if (mechanism === 'plain') return plainFeedback()
  if (mechanism === 'ladder') return ladderFeedback()
  // A random submission has a training loss of one half, but for chance on as many training cases.
  return thresholdoutFeedback(() => 0.5, { threshold: 0.04, noise: 0.01 }, draws)
}

function randomLabels(cases: number, draws: Draws): Uint8Array {
  return Uint8Array.from({ length: cases }, () => draws.below(2))
}

function lossesOf(labels: Uint8Array, truth: Uint8Array): Float64Array {
  return Float64Array.from(labels, (label, i) => (label === truth[i] ? 0 : 1))
}
