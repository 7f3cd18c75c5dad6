import { relative, resolve } from 'node:path'
import {
  type CategoryTask,
  categories,
  findCategory,
  findTask,
  type TemplateLanguage,
  templateLanguages,
} from '@assay/categories'
import { AssayError } from '@assay/contracts'
import { Command, Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import { deviceFiles, dicomInput } from './device-files.ts'
import { writeNewFiles } from './write-new-files.ts'

interface InitOptions {
  language: TemplateLanguage
  dicom?: boolean
  json?: boolean
}

/** `assay device init CATEGORY [FOLDER]`: a folder with a device that runs at once. */
export function initCommand(terminal: Terminal): Command {
  const { t } = terminal
  return new Command('init')
    .description(t('device.init.description'))
    .argument('<category>', t('device.init.category', { known: knownTasks().join(', ') }))
    .argument('[folder]', t('device.init.folder'))
    .addOption(
      new Option('--language <language>', t('device.init.language')).choices(templateLanguages).default('node'),
    )
    .option('--dicom', t('device.init.dicom'))
    .option('--json', t('cli.json'))
    .action((category: string, folder: string | undefined, options: InitOptions) => {
      const named = folder ?? `${category.replace('/', '-')}-device`
      const place = resolve(terminal.standing, named)
      const { language, dicom: isDicom = false } = options
      const chosen = chosenTask(category)
      if (isDicom) assertDicom(chosen, language)
      const files = deviceFiles({ ...chosen, language, isDicom, folder: named, t })
      writeNewFiles(place, files)
      terminal.write(
        options.json
          ? `${JSON.stringify({ folder: place, language, files: files.map(({ path }) => path) })}\n`
          : `${t(`device.init.done-${language === 'node' ? 'program' : 'image'}`, {
              folder: relative(terminal.standing, place) || '.',
              files: files.map(({ path, about }) => `  ${path.padEnd(16)} ${about}`).join('\n'),
            })}\n`,
      )
    })
}

/** What a device can be evaluated on: a category, with its task where it has several. */
function knownTasks(): string[] {
  return categories.flatMap(({ id, tasks }) => (tasks.length === 1 ? [id] : tasks.map((task) => `${id}/${task.id}`)))
}

const takesDicom = (task: CategoryTask) => task.inputs.some((input) => dicomInput(task, input))

/** Not every task shows its images as DICOM series, and no shell reads them. */
function assertDicom({ category, task }: { category: string; task: string }, language: TemplateLanguage): void {
  const refusal = (choices: string) =>
    new AssayError('option-invalid', { option: '--dicom', what: 'option-choice', choices })
  if (!takesDicom(findTask(category, task)!))
    throw refusal(categories.flatMap(({ id, tasks }) => (tasks.some(takesDicom) ? [id] : [])).join(', '))
  if (language === 'shell') throw refusal('--language node, --language python')
}

function chosenTask(named: string): { category: string; task: string } {
  const [category = '', wanted] = named.split('/')
  const tasks = findCategory(category)?.tasks ?? []
  const task =
    wanted === undefined ? (tasks.length === 1 ? tasks[0] : undefined) : tasks.find(({ id }) => id === wanted)
  if (task) return { category, task: task.id }
  const choices = knownTasks().join(', ')
  throw new AssayError('option-invalid', { option: named, what: 'option-choice', choices })
}
