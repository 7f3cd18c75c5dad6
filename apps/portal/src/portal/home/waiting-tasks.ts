import type { EvaluationState, EvaluationSummary, Role } from '@assay/contracts'
import type { MessageKey } from '@assay/messages'

/** An evaluation in which a person is to act. */
export interface WaitingTask extends Pick<EvaluationSummary, 'id' | 'number' | 'title'> {
  readonly task: MessageKey
  /** Instant since which it waits. */
  readonly since: string
}

const tasks: Partial<Record<Role, Partial<Record<EvaluationState, MessageKey>>>> = {
  vendor: {
    draft: 'portal.home.vendor.draft',
    returned: 'portal.home.vendor.returned',
    decided: 'portal.home.vendor.decided',
  },
  reviewer: { submitted: 'portal.home.reviewer.submitted', decided: 'portal.home.reviewer.decided' },
}

/**
 * What waits for a vendor or a reviewer, the longest wait first. A report waits until it has been opened.
 * @param isRead whether the person has opened the report of an evaluation
 */
export function waitingTasks(
  role: Role,
  evaluations: readonly EvaluationSummary[],
  isRead: (evaluation: string) => boolean,
): WaitingTask[] {
  return evaluations
    .flatMap(({ id, number, title, state, changedAt }) => {
      const task = tasks[role]?.[state]
      if (task === undefined || (state === 'decided' && isRead(id))) return []
      return [{ id, number, title, task, since: changedAt }]
    })
    .toSorted((a, b) => a.since.localeCompare(b.since))
}
