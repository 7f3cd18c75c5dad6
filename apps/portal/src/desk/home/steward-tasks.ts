import type {
  DeskDistribution,
  DeskEvaluation,
  DeskLinkage,
  IntakeRun,
  ListenerStatus,
  NodeStatus,
  QuarantineCounts,
  TestSetAnnouncement,
} from '@assay/contracts'
import type { MessageKey } from '@assay/messages'
import { certificateState } from '../intake/listener/certificate-state.ts'
import { waitingEntries } from '../quarantine/filter-quarantine.ts'

/** Something that waits for a steward. */
export interface StewardTask {
  readonly to: string
  /** Which part of the page. */
  readonly hash?: string
  readonly task: MessageKey
  readonly count?: number
  /** Either a text of the catalogue, or an evaluation by number and title. */
  readonly about?: MessageKey
  readonly evaluation?: string
  /** Instant since which it waits. */
  readonly since?: string
}

/** What is known of the node; parts that are still being read are undefined. */
export interface DeskState {
  readonly evaluations: readonly DeskEvaluation[]
  readonly node?: NodeStatus | undefined
  readonly intakes?: readonly IntakeRun[] | undefined
  readonly sets?: readonly TestSetAnnouncement[] | undefined
  readonly distributions?: readonly DeskDistribution[] | undefined
  readonly linkages?: readonly DeskLinkage[] | undefined
  readonly quarantined?: QuarantineCounts | undefined
  readonly listener?: Pick<ListenerStatus, 'enabled' | 'tls' | 'files'> | undefined
}

/** Answers and signatures first, the longest wait first; then what keeps the node and its data in order as of `now`. */
export function stewardTasks({ evaluations, ...state }: DeskState, now: Date): StewardTask[] {
  const acts = evaluations.flatMap(tasksOf).toSorted((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))
  return [...acts, ...upkeep(state), ...certificates(state, now)]
}

function tasksOf({ evaluationId, number, title, state, changedAt, blockedBy }: DeskEvaluation): StewardTask[] {
  const page = `/evaluations/${evaluationId}`
  const rest = { evaluation: `${number} · ${title}`, since: changedAt }
  if (state === 'asked') return [{ to: page, task: 'desk.home.asked', ...rest }]
  if (state === 'scored') return [{ to: `${page}/release`, task: 'desk.home.scored', ...rest }]
  return blockedBy && (state === 'approved' || state === 'running')
    ? [{ to: page, task: 'desk.home.blocked', ...rest }]
    : []
}

const certificateAbout = {
  early: 'desk.home.certificateEarly',
  soon: 'desk.home.certificateSoon',
  expired: 'desk.home.certificateExpired',
} as const

/** The certificate of a listener that is on does not hold, or not for long. */
function certificates({ listener }: Omit<DeskState, 'evaluations'>, now: Date): StewardTask[] {
  if (!listener?.enabled || !listener.tls || !listener.files.certificate) return []
  const { state } = certificateState(listener.files.certificate, now)
  if (state === 'valid') return []
  return [{ to: '/intake', hash: 'listener', task: 'desk.home.certificate', about: certificateAbout[state] }]
}

function upkeep({ node, intakes, sets, quarantined, ...asked }: Omit<DeskState, 'evaluations'>): StewardTask[] {
  const tasks: StewardTask[] = []
  if (node && !node.hub) tasks.push({ to: '/node', task: 'desk.home.enrol', about: 'desk.home.enrolAbout' })
  if (intakes?.length === 0) tasks.push({ to: '/intake', task: 'desk.home.intake', about: 'desk.home.intakeAbout' })
  if (intakes?.some(({ accepted }) => accepted > 0) && sets?.length === 0)
    tasks.push({ to: '/test-sets', task: 'desk.home.seal', about: 'desk.home.sealAbout' })
  tasks.push(...comparisons(asked))
  if (quarantined?.waitingSince)
    tasks.push({
      to: '/quarantine',
      task: 'desk.home.quarantine',
      count: waitingEntries(quarantined),
      since: quarantined.waitingSince,
    })
  return tasks
}

/** What other hospitals and this one are compared by waits for a decision. */
function comparisons({ linkages, distributions }: Pick<DeskState, 'linkages' | 'distributions'>): StewardTask[] {
  const rounds = (linkages ?? []).filter(({ state }) => state === 'asked')
  const proposals = (distributions ?? []).flatMap(({ proposal }) => proposal ?? [])
  return [
    ...rounds.map(({ askedAt }) => ({ to: '/linkage', task: 'desk.home.linkage' as const, since: askedAt })),
    ...proposals.map(({ preparedAt, payload }) => ({
      to: '/distributions',
      task: 'desk.home.distributions' as const,
      since: preparedAt,
      about: `common.category.${payload.category}` as MessageKey,
    })),
  ]
}
