import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { AssayError, type CaseOutcome } from '@assay/contracts'
import { errorText, faultText } from '@assay/messages'
import { chanceOfMissing } from '@assay/runner'
import type { Terminal } from '../terminal.ts'
import type { DryRun } from './dry-run.ts'
import type { Check, Verdict } from './judge-dry-run.ts'

const marks: Record<Check['status'], string> = { holds: '✓', near: '!', 'not-tried': '–', fails: '✗' }
const shownLines = 20

/** A verdict on what lies at a path as a person reads it: per check what was seen; where it does not hold, what it means and what to do. */
export function renderVerdict(terminal: Terminal, path: string, ran: DryRun, verdict: Verdict): string {
  const { t } = terminal
  const { manifest, seed, cases } = ran
  const { name = '', version = '', category = '', task = '' } = manifest ?? {}
  const intro = manifest
    ? [t('device.test.intro', { name, version, category, task, cases: cases.length, seed }), '']
    : []
  const checks = verdict.checks.map(({ check, status }) => {
    const text = seenText(terminal, ran, verdict, check, status)
    return `${marks[status]} ${t('device.test.line', { title: t(`device.check.${check}`), text })}`
  })
  const outcome = verdict.passes ? passesText(terminal, path) : t('device.test.fails')
  return `${[...intro, ...checks, '', outcome].join('\n')}\n`
}

/** A folder is packed next; an archive is ready. */
function passesText({ t, standing }: Terminal, path: string): string {
  const isFolder = statSync(resolve(standing, path)).isDirectory()
  const next = t(isFolder ? 'device.test.nextPack' : 'device.test.nextApply', { path })
  return `${t('device.test.passes')}\n${next}`
}

function seenText(
  terminal: Terminal,
  ran: DryRun,
  verdict: Verdict,
  check: Check['check'],
  status: Check['status'],
): string {
  const { t } = terminal
  switch (check) {
    case 'package':
    case 'task':
      return status === 'fails' ? refusedText(terminal, ran) : t(`device.seen.${check}`, { digest: ran.digest ?? '' })
    case 'isolation':
      return isolationText(terminal, ran)
    case 'cases':
      return casesText(terminal, ran, verdict)
    case 'limits':
      return limitsText(terminal, verdict, status)
    case 'repeats':
      return repeatsText(terminal, ran, verdict)
  }
}

function refusedText({ language, t }: Terminal, { refused }: DryRun): string {
  const { code, parameters } = refused!
  const what = `${parameters.what ?? ''}`
  const advice = advised.find((one) => one === what)
  const text = errorText(language, new AssayError(code, parameters))
  return advice ? `${text}\n${indented(t(`device.advice.${advice}`))}` : text
}

/** Faults of packages that have advice of their own. */
const advised = ['manifest-missing', 'not-json', 'program-missing', 'task-unknown', 'sockets-differ'] as const

function isolationText({ t }: Terminal, { isolation }: DryRun): string {
  const { isolation: held = 'none', parts = [], reason = '', version = '' } = isolation ?? {}
  // A cluster says what holds the device there.
  const by = / over /.test(version) ? version : held
  if (held === 'none') return t('device.seen.notIsolated', { reason })
  const words = parts.map((part) => t(`common.isolationPart.${part as 'network-namespace'}`))
  return t('device.seen.isolated', { by, parts: words.join(t('common.listSeparator')) })
}

function casesText({ t, language }: Terminal, { cases }: DryRun, { failures }: Verdict): string {
  const completed = cases.filter(({ outcome }) => outcome === 'completed').length
  const seen = t('device.seen.cases', { completed, total: cases.length })
  const told = failures.map(({ outcome, count, example, hints }) =>
    [
      t('device.seen.failure', { count, outcome: t(`common.caseOutcome.${outcome}`) }),
      t(`device.means.${outcome as Exclude<CaseOutcome, 'completed'>}`, {
        status: example.exitCode ?? '—',
        what: example.fault ? faultText(language, example.fault) : t('device.seen.noDetail'),
      }),
      t(`device.do.${outcome as Exclude<CaseOutcome, 'completed'>}`),
      ...hints.map((hint) => t(`device.hint.${hint}`)),
      ...(example.log.trim() ? [t('device.seen.printed', { name: example.case }), quoted(example.log)] : []),
    ].join('\n'),
  )
  return [seen, ...told.map(indented), ...(failures.length > 0 ? [indented(t('device.seen.atHospital'))] : [])].join(
    '\n',
  )
}

function limitsText({ t }: Terminal, { shares }: Verdict, status: Check['status']): string {
  if (status === 'fails') return t('device.seen.beyondLimits')
  const near = shares.filter(({ share }) => share > 0.5)
  if (near.length === 0) return t('device.seen.withinLimits')
  const list = near
    .map(({ limit, share }) => t('device.seen.share', { percent: Math.round(100 * share), limit }))
    .join(t('common.listSeparator'))
  return status === 'near' ? `${list}\n${indented(t('device.do.near'))}` : list
}

function repeatsText({ t }: Terminal, { repeats, cases, manifest }: DryRun, { differing }: Verdict): string {
  const counts = { same: repeats.length - differing.length, total: repeats.length, cases: cases.length }
  const missed = chanceOfMissing(repeats.length).toFixed(3)
  const isSeries = manifest?.cases === 'many-per-start'
  const seen = isSeries ? t('device.seen.drawnRepeats', { ...counts, missed }) : t('device.seen.repeats', counts)
  return differing.length > 0 ? `${seen}\n${indented(t('device.do.differing'))}` : seen
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}

function quoted(log: string): string {
  return log
    .trimEnd()
    .split('\n')
    .slice(-shownLines)
    .map((line) => `  | ${line.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200)}`)
    .join('\n')
}
