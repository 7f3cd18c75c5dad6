import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  AssayError,
  type ResultsCheck,
  type ResultsFileView,
  resultsFileView,
  supervisionRecord,
} from '@assay/contracts'
import { resultsFindingText } from '@assay/messages'
import { Command } from 'commander'
import { atDesk, withDesk } from '../intake/at-desk.ts'
import type { DeskOptions } from '../intake/desk.ts'
import { readJson } from '../read-json.ts'
import type { Terminal } from '../terminal.ts'

/** `assay results …`: results of a run under supervision, brought into a running node by a steward. */
export function resultsCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('results')
    .description(t('device.results.description'))
    .addHelpText('after', `\n${t('device.results.help')}`)
    .addCommand(handOverCommand(terminal))
    .addCommand(superviseCommand(terminal))
    .addCommand(bringCommand(terminal))
}

function handOverCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('hand-over').description(t('device.results.handOver')))
    .argument('<evaluation>', t('device.results.evaluation'))
    .requiredOption('-o, --output <file>', t('device.pack.output'))
    .action((evaluation: string, options: DeskOptions & { output: string }) =>
      atDesk(terminal, options, async (desk) => {
        const path = `/evaluations/${evaluation}/handover`
        const view = await desk.ask('POST', path, resultsFileView)
        const file = resolve(terminal.standing, options.output)
        await pipeline(Readable.fromWeb(await desk.download(`${path}.tar`)), createWriteStream(file))
        say(terminal, options, view, t('device.results.handedOver', { cases: view.cases, file: options.output }))
      }),
    )
}

function superviseCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('supervise').description(t('device.results.supervise')))
    .argument('<evaluation>', t('device.results.evaluation'))
    .argument('<record>', t('device.results.record'))
    .action((evaluation: string, record: string, options: DeskOptions) =>
      atDesk(terminal, options, async (desk) => {
        const read = readRecord(resolve(terminal.standing, record))
        const view = await desk.ask('PUT', `/evaluations/${evaluation}/supervision`, resultsFileView, read)
        say(terminal, options, view, t('device.results.supervised'))
      }),
    )
}

function bringCommand(terminal: Terminal): Command {
  const { t } = terminal
  return withDesk(terminal, new Command('bring').description(t('device.results.bring')))
    .argument('<evaluation>', t('device.results.evaluation'))
    .argument('<archive>', t('device.results.archive'))
    .option('--check', t('device.results.check'))
    .option('--missing-failed', t('device.results.missingFailed'))
    .action((evaluation: string, archive: string, options: DeskOptions & BringOptions) =>
      atDesk(terminal, options, async (desk) => {
        const path = resolve(terminal.standing, archive)
        const bytes = Readable.toWeb(createReadStream(path)) as ReadableStream
        const query = new URLSearchParams({ evaluation })
        const seen = await desk.send(`/results?${query}`, resultsFileView, { size: statSync(path).size, bytes })
        const check = seen.brought!
        if (!options.json) terminal.write(linesOf(terminal, check))
        if (options.check) {
          say(terminal, options, seen, t('device.results.looked', { hash: check.archiveHash }))
          return terminal.exit(check.isSound ? 0 : 1)
        }
        const wanted = { archiveHash: check.archiveHash, missingFailed: options.missingFailed ?? false }
        const view = await desk.ask('POST', `/evaluations/${evaluation}/results`, resultsFileView, wanted)
        say(terminal, options, view, t('device.results.brought', { hash: view.archiveHash ?? '' }))
      }),
    )
}

interface BringOptions {
  readonly check?: boolean
  readonly missingFailed?: boolean
}

/** What an archive comes to: how many cases match, and each finding with what to do. */
function linesOf({ t, language }: Terminal, { findings, furtherFindings, ...check }: ResultsCheck): string {
  const unreadable = check.unreadable ?? t('desk.resultsFile.counts.notYet')
  const lines = findings.map(({ line, case: shown, path, ...finding }) => {
    const { what, todo } = resultsFindingText(language, finding)
    const place = [line === null ? '' : t('device.results.entry', { line }), path || (shown ?? '')]
    return `${finding.weight === 'refuses' ? '✗' : '○'} ${place.filter((part) => part !== '').join(', ')}: ${what} ${todo}`
  })
  const further = furtherFindings > 0 ? [t('desk.resultsFile.further', { count: furtherFindings })] : []
  const { cases, matched, missing, doubled, unknown } = check
  const counted = t('device.results.checked', { cases, matched, missing, doubled, unknown, unreadable })
  return `${[counted, ...lines, ...further].join('\n')}\n`
}

function readRecord(file: string): unknown {
  const read = supervisionRecord.safeParse(readJson(file))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new AssayError('input-invalid', { where: issue?.path.join('.') || file, what: issue?.message ?? '' })
}

function say(terminal: Terminal, { json }: DeskOptions, view: ResultsFileView, words: string): void {
  terminal.write(json ? `${JSON.stringify(view)}\n` : `${words}\n`)
}
