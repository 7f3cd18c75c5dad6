import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AssayError, type ResultsFileView, resultsFileView, supervisionRecord } from '@assay/contracts'
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
    .option('--missing-failed', t('device.results.missingFailed'))
    .action((evaluation: string, archive: string, options: DeskOptions & { missingFailed?: boolean }) =>
      atDesk(terminal, options, async (desk) => {
        const path = resolve(terminal.standing, archive)
        const query = new URLSearchParams({ evaluation, missingFailed: `${options.missingFailed ?? false}` })
        const bytes = Readable.toWeb(createReadStream(path)) as ReadableStream
        const view = await desk.send(`/results?${query}`, resultsFileView, { size: statSync(path).size, bytes })
        say(terminal, options, view, t('device.results.brought', { hash: view.archiveHash ?? '' }))
      }),
    )
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
