import { resolve } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { type ExecutorWish, executorWishes, readCluster } from '@assay/runner'
import { Command, Option } from 'commander'
import { progressLine } from '../progress.ts'
import type { Terminal } from '../terminal.ts'
import { dryRun } from './dry-run.ts'
import { judgeDryRun } from './judge-dry-run.ts'
import { renderVerdict } from './render-verdict.ts'

interface TestOptions {
  cases?: string
  seed: string
  executor: ExecutorWish
  cluster?: string
  json?: boolean
}

/** `assay device test FOLDER|ARCHIVE`: the checks of a hospital's node, on generated cases, on this machine. */
export function testCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('test')
    .description(t('device.test.description'))
    .argument('<folder or archive>', t('device.test.what'))
    .option('--cases <count>', t('device.test.cases'))
    .option('--seed <number>', t('device.test.seed'), '1')
    .addOption(new Option('--executor <name>', t('device.test.executor')).choices(executorWishes).default('auto'))
    .option('--cluster <file>', t('device.test.cluster'))
    .option('--json', t('cli.json'))
    .addHelpText('after', `\n${t('device.test.help')}`)
    .action(async (path: string, options: TestOptions) => {
      const stopping = new AbortController()
      const stop = () => stopping.abort(new Error(t('device.test.stopped')))
      process.once('SIGINT', stop).once('SIGTERM', stop)
      const progress = progressLine(Date.now)
      try {
        const ran = await dryRun(resolve(terminal.standing, path), {
          cases: options.cases === undefined ? undefined : whole('--cases', options.cases, 1, 1000),
          seed: whole('--seed', options.seed, 0, 2 ** 31),
          executor: options.executor,
          cluster: options.cluster === undefined ? undefined : readCluster(resolve(terminal.standing, options.cluster)),
          signal: stopping.signal,
          told: progress.told,
        })
        progress.end()
        const verdict = judgeDryRun(ran)
        terminal.write(
          options.json ? `${JSON.stringify({ ...verdict, ...ran })}\n` : renderVerdict(terminal, path, ran, verdict),
        )
        terminal.exit(verdict.passes ? 0 : 1)
      } finally {
        progress.end()
        process.off('SIGINT', stop).off('SIGTERM', stop)
      }
    })
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  throw new AssayError('option-invalid', { option, what: 'option-whole', least, most })
}
