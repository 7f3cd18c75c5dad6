import process from 'node:process'
import { clearLine, cursorTo } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { type IntakeRun, intakeRun, quarantined } from '@assay/contracts'
import { errorText } from '@assay/messages'
import type { Terminal } from '../terminal.ts'
import type { Desk } from './desk.ts'

const lookAgainMilliseconds = 300

/** Waits for an intake, with a line of progress on a terminal; prints what it came to and sets the exit status. */
export async function followIntake(terminal: Terminal, desk: Desk, begun: IntakeRun, asJson: boolean): Promise<void> {
  let run = begun
  while (run.state === 'running') {
    showProgress(terminal, run)
    await wait(lookAgainMilliseconds)
    run = await desk.ask('GET', `/intake/${run.id}`, intakeRun)
  }
  hideProgress()
  terminal.write(asJson ? `${JSON.stringify(run)}\n` : `${describeIntake(terminal, run)}\n`)
  if (run.state === 'failed') terminal.exit(1)
  else if (run.quarantined > 0 || (await hasWaiting(desk, run))) terminal.exit(3)
}

/** Whether something of the intake waits for a decision: a study whose quality is in question counts as taken in. */
async function hasWaiting(desk: Desk, { id }: IntakeRun): Promise<boolean> {
  return (await desk.ask('GET', `/quarantine?state=waiting&intake=${id}&limit=1`, quarantined.array())).length > 0
}

/** An intake in a line, and what stands in its way in another. */
export function describeIntake({ t, language }: Terminal, run: IntakeRun): string {
  const { id, way, source, found, accepted, known, quarantined, failure } = run
  const state = t(`desk.intake.state.${run.state}`)
  const line = t('intake.line', { id, way, source, state, found, accepted, known, quarantined })
  return failure ? `${line}\n  ${errorText(language, failure as Parameters<typeof errorText>[1])}` : line
}

function showProgress(
  { t }: Terminal,
  { accepted, known, quarantined, found, perSecond, secondsLeft }: IntakeRun,
): void {
  if (!process.stderr.isTTY || perSecond === null || secondsLeft === null || found === 0) return
  const done = accepted + known + quarantined
  const percent = Math.min(100, Math.floor((100 * done) / found))
  const bar = '█'.repeat(Math.floor(percent / 5)).padEnd(20, '░')
  const rounded = { perSecond: Math.round(perSecond), secondsLeft: Math.ceil(secondsLeft) }
  hideProgress()
  process.stderr.write(`${bar} ${t('intake.progress', { done, found, percent, ...rounded })}`)
}

function hideProgress(): void {
  if (!process.stderr.isTTY) return
  cursorTo(process.stderr, 0)
  clearLine(process.stderr, 0)
}
