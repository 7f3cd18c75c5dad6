import { setTimeout as wait } from 'node:timers/promises'
import { AssayError, type EvaluationView, evaluationView } from '@assay/contracts'
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
  let lastAnswer = performance.now()
  for (;;) {
    try {
      const evaluation = await takeTurn(evaluationId, cast, hospitals, changed)
      if (evaluation.state === 'decided') return evaluation
      lastAnswer = performance.now()
    } catch (error) {
      if (!mayPass(error) || performance.now() - lastAnswer > patience) throw error
      await wait(500)
    }
  }
}

/** How long a program may be away before the demonstration gives up, milliseconds. */
const patience = 120_000

/** Whether an error may be gone at the next turn: a program being started again, or an act that was done after all. */
function mayPass(error: unknown): boolean {
  return error instanceof AssayError ? error.code === 'state-conflict' : error instanceof TypeError
}

/** Everybody does what waits for them. */
async function takeTurn(
  evaluationId: string,
  cast: Cast,
  hospitals: readonly Member[],
  changed: (evaluation: EvaluationView) => void,
): Promise<EvaluationView> {
  const evaluation = await cast.reviewer.get(`/api/evaluations/${evaluationId}`, evaluationView)
  changed(evaluation)
  switch (evaluation.state) {
    case 'draft':
      return submit(cast.vendor, evaluationId)
    case 'submitted':
      return lock(cast.reviewer, evaluationId)
    case 'locked':
    case 'running':
      await Promise.all(hospitals.map((hospital) => serveDesk(hospital, cast, evaluationId)))
      await wait(100)
      return evaluation
    case 'decided':
      return evaluation
    case 'returned':
    case 'ended':
      throw new Error(`${evaluation.number}: ${evaluation.state}, ${lastDetail(evaluation)}`)
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
