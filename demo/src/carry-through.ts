import { setTimeout as wait } from 'node:timers/promises'
import { type EvaluationView, evaluationView } from '@assay/contracts'
import type { Member } from './consortium.ts'
import type { Cast } from './people/consortium-people.ts'
import type { Person } from './people/person.ts'
import { lock } from './people/reviewer.ts'
import { approve, findEvaluation, signRelease } from './people/steward.ts'
import { submit } from './people/vendor.ts'

/**
 * Brings an evaluation from wherever it stands to its end: each person does what waits for that person. So it goes on
 * after any interruption, and never does a thing twice.
 * @param changed told how the evaluation stands, each time it is looked at.
 * @throws Error when it ended without a decision.
 */
export async function carryThrough(
  evaluationId: string,
  cast: Cast,
  hospitals: readonly Member[],
  changed: (evaluation: EvaluationView) => void,
): Promise<EvaluationView> {
  for (;;) {
    const evaluation = await cast.reviewer.get(`/api/evaluations/${evaluationId}`, evaluationView)
    changed(evaluation)
    switch (evaluation.state) {
      case 'draft':
        await submit(cast.vendor, evaluationId)
        break
      case 'submitted':
        await lock(cast.reviewer, evaluationId)
        break
      case 'locked':
      case 'running':
        await Promise.all(hospitals.map((hospital) => serveDesk(hospital, cast, evaluationId)))
        await wait(100)
        break
      case 'decided':
        return evaluation
      case 'returned':
      case 'ended':
        throw new Error(`${evaluation.number}: ${evaluation.state}, ${lastDetail(evaluation)}`)
    }
  }
}

async function serveDesk(hospital: Member, cast: Cast, evaluationId: string): Promise<void> {
  const steward = cast.stewards.get(hospital.key) as Person
  const evaluation = await findEvaluation(steward, evaluationId)
  if (evaluation?.blockedBy) throw new Error(`${hospital.name}: ${evaluation.blockedBy.code}`)
  if (evaluation?.state === 'asked') await approve(steward, evaluationId)
  if (evaluation?.state === 'scored') await signRelease(steward, evaluationId)
}

function lastDetail(evaluation: EvaluationView): string {
  return evaluation.story.at(-1)?.detail ?? 'no reason given'
}
