// The composition root of the demonstration: a consortium on one machine, carried through one evaluation.
import { randomBytes } from 'node:crypto'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { errorText, languageOf, translator } from '@assay/messages'
import { packPackage } from '@assay/runner'
import { consortiumAt } from './consortium.ts'
import { nextState, readState } from './demonstration-state.ts'
import { createDisplay } from './display.ts'
import { whereTheReportLies, whoCanLogIn } from './farewell.ts'
import { type DemonstrationOptions, readOptions } from './options.ts'
import { generatedSource } from './records/prepare-records.ts'
import { type Scene, setScene } from './scene.ts'
import { startConsortium } from './start-consortium.ts'
import { walk } from './walk.ts'

const root = join(import.meta.dirname, '../..')
const language = languageOf(process.env.LC_ALL ?? process.env.LC_MESSAGES ?? process.env.LANG)
const t = translator(language)
const display = createDisplay((text) => process.stdout.write(text))

function wordsOf(error: unknown): string {
  if (error instanceof AssayError) return errorText(language, error)
  return error instanceof Error ? error.message : String(error)
}

function optionsOrExit(): DemonstrationOptions {
  try {
    return readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), root)
  } catch (error) {
    process.stderr.write(`${t('demonstration.wrongWords', { reason: wordsOf(error) })}\n`)
    process.exit(2)
  }
}

async function prepareScene(options: DemonstrationOptions): Promise<Scene> {
  const stateFile = join(options.directory, 'demonstration.json')
  const state = nextState(readState(stateFile), {
    source: options.data,
    once: options.once,
    generated: generatedSource(options.patients),
    port: options.port,
  })
  const consortium = consortiumAt(options.directory, state.port, stateFile)
  const devicePackage = await packPackage(join(root, 'demo/device-ecg'))
  return setScene({ root, consortium, devicePackage, random: randomBytes }, state)
}

async function main(options: DemonstrationOptions): Promise<void> {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  display.say(t('demonstration.intro', { directory: options.directory }))
  const scene = await prepareScene(options)
  const programs = await display.step(t('demonstration.programs'), async (tell) => ({
    value: await startConsortium(scene, (name) => tell(t('demonstration.programRestarted', { name }))),
    came: t('demonstration.programsUp', { url: scene.consortium.hub.url }),
  }))
  const stop = async (status: number) => {
    await Promise.all(programs.map((program) => program.stop()))
    process.exit(status)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      display.say(t('demonstration.stopping'))
      void stop(options.once ? 1 : 0)
    })
  try {
    const report = await walk(scene, display, t)
    if (!options.once) display.say(whoCanLogIn(scene, t))
    display.say(whereTheReportLies(report, t))
    if (options.once) await stop(0)
    else display.say(t('demonstration.serving'))
  } catch (error) {
    process.stderr.write(`${t('demonstration.failed', { reason: wordsOf(error) })}\n`)
    await stop(1)
  }
}

const options = optionsOrExit()
if (options.help) display.say(t('demonstration.help'))
else if (options.data !== undefined && !statSync(options.data, { throwIfNoEntry: false })?.isDirectory()) {
  process.stderr.write(`${t('demonstration.dataMissing', { folder: options.data })}\n`)
  process.exitCode = 2
} else
  await main(options).catch((error) => {
    process.stderr.write(`${wordsOf(error)}\n`)
    process.exitCode = 1
  })
