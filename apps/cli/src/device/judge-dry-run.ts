import type { CaseOutcome, DeviceLimits } from '@assay/contracts'
import type { CaseTry, DryRun } from './dry-run.ts'

/** What is checked, in this order; what could not be reached is left out. */
type CheckId = 'package' | 'task' | 'isolation' | 'cases' | 'limits' | 'repeats'

/** `not-tried`: this machine could not try it, which is no fault of the device; `near`: it holds, but not by much. */
export interface Check {
  check: CheckId
  status: 'holds' | 'near' | 'not-tried' | 'fails'
}

/** Why a device may have failed, told from what it printed: its commonest mistakes. */
type Hint = 'network' | 'read-only' | 'file-missing'

export interface Verdict {
  passes: boolean
  checks: Check[]
  /** Outcomes of the cases that did not complete, the commonest first. */
  failures: { outcome: CaseOutcome; count: number; example: CaseTry; hints: Hint[] }[]
  /** Largest share of each limit that a case took, from 0. */
  shares: { limit: 'wallSeconds' | 'cpuSeconds' | 'memoryMiB'; share: number }[]
  /** Cases that came out otherwise in a fresh start. */
  differing: string[]
}

/** Beyond this share of a limit a slower machine or a larger case is likely to go over it. */
const nearShare = 0.8

/** What a dry run shows of a device. Pure. */
export function judgeDryRun(ran: DryRun): Verdict {
  const { refused, isolation, manifest, cases, repeats } = ran
  const failures = failuresOf(cases)
  const shares = manifest && cases.length > 0 ? sharesOf(manifest.limits, cases) : []
  const differing = repeats
    .filter((again) => cases.find((first) => first.case === again.case)?.result !== again.result)
    .map((again) => again.case)
  const checks: Check[] = [{ check: 'package', status: refused?.check === 'package' ? 'fails' : 'holds' }]
  if (manifest) checks.push({ check: 'task', status: refused ? 'fails' : 'holds' })
  if (cases.length > 0)
    checks.push(
      { check: 'isolation', status: isolation?.isolation === 'none' ? 'not-tried' : 'holds' },
      { check: 'cases', status: failures.length > 0 ? 'fails' : 'holds' },
      { check: 'limits', status: limitStatus(shares, failures) },
      { check: 'repeats', status: differing.length > 0 ? 'fails' : 'holds' },
    )
  return { passes: checks.every(({ status }) => status !== 'fails'), checks, failures, shares, differing }
}

const limitOutcomes: readonly CaseOutcome[] = ['timed-out', 'out-of-memory', 'output-too-large']

function limitStatus(shares: Verdict['shares'], failures: Verdict['failures']): Check['status'] {
  if (failures.some(({ outcome }) => limitOutcomes.includes(outcome))) return 'fails'
  return shares.some(({ share }) => share > nearShare) ? 'near' : 'holds'
}

function failuresOf(cases: readonly CaseTry[]): Verdict['failures'] {
  const outcomes = [...new Set(cases.map(({ outcome }) => outcome))].filter((outcome) => outcome !== 'completed')
  return outcomes
    .map((outcome) => {
      const failed = cases.filter((one) => one.outcome === outcome)
      return { outcome, count: failed.length, example: failed[0]!, hints: hintsOf(failed) }
    })
    .sort((a, b) => b.count - a.count)
}

/** Words of the C library, Node and Python for what isolation refuses. */
const signs: Record<Hint, RegExp> = {
  network:
    /ENETUNREACH|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|Network is unreachable|name resolution|Name or service not known|bad address|fetch failed/i,
  'read-only': /EROFS|Read-only file system/i,
  'file-missing': /ENOENT|No such file or directory|ModuleNotFoundError|ERR_MODULE_NOT_FOUND|not found$/im,
}

function hintsOf(failed: readonly CaseTry[]): Hint[] {
  const hints = Object.keys(signs) as Hint[]
  return hints.filter((hint) => failed.some(({ log }) => signs[hint].test(log)))
}

function sharesOf({ wallSeconds, cpuSeconds, memoryMiB }: DeviceLimits, cases: readonly CaseTry[]): Verdict['shares'] {
  const most = (of: (one: CaseTry) => number) => Math.max(...cases.map(of))
  return [
    { limit: 'wallSeconds', share: most((one) => one.wallMilliseconds) / 1000 / wallSeconds },
    { limit: 'cpuSeconds', share: most((one) => one.cpuMilliseconds ?? 0) / 1000 / cpuSeconds },
    { limit: 'memoryMiB', share: most((one) => one.peakMemoryBytes) / 2 ** 20 / memoryMiB },
  ]
}
