import { basename } from 'node:path'
import { type CategoryTask, findTask, type TemplateLanguage } from '@assay/categories'
import type { DeviceManifest, Socket } from '@assay/contracts'
import type { Translator } from '@assay/messages'

/** A file of a new device, and what it is for. */
export interface DeviceFile {
  path: string
  text: string
  about: string
}

/** What differs between the languages: the program's file, what an image begins from, and how it is started. */
const languages = {
  node: { file: 'device.mjs', base: 'docker.io/library/node:24-slim', command: ['node', '/opt/device/device.mjs'] },
  python: {
    file: 'device.py',
    base: 'docker.io/library/python:3.13-slim',
    command: ['python3', '-B', '/opt/device/device.py'],
  },
  shell: { file: 'device.sh', base: 'docker.io/library/busybox:stable', command: ['sh', '/opt/device/device.sh'] },
} as const satisfies Record<TemplateLanguage, { file: string; base: string; command: readonly string[] }>

/** For a small case, generously; a vendor raises what the device needs. */
const limits: DeviceManifest['limits'] = {
  wallSeconds: 60,
  cpuSeconds: 60,
  memoryMiB: 1024,
  processes: 32,
  outputMiB: 16,
  outputFiles: 16,
}

/** The files of a new device: manifest, program, recipe of an image, and what to do with them in plain words. */
export function deviceFiles(given: {
  category: string
  task: string
  language: TemplateLanguage
  /** Whether images come as DICOM series, where the task can show them so. */
  isDicom: boolean
  folder: string
  t: Translator
}): DeviceFile[] {
  const { category, language, isDicom, t } = given
  const task = findTask(category, given.task)!
  const inputs = task.inputs.map((input) => (isDicom ? dicomInput(task, input) : undefined) ?? input)
  const { file } = languages[language]
  const manifest = {
    schema: 'assay.device/1',
    name: t('device.template.name'),
    version: '0.1.0',
    vendor: t('device.template.vendor'),
    category,
    task: task.id,
    intendedUse: t('device.template.use'),
    program: language === 'node' ? { interpreter: 'node', file } : { image: 'image.tar' },
    inputs,
    outputs: task.outputs,
    limits,
  }
  const kind = language === 'node' ? 'program' : 'image'
  const sockets = (list: typeof task.inputs) =>
    list.map(({ kind: of, relativePath }) => `- \`${relativePath}\` (${of})`).join('\n')
  const readme = t(`device.template.readme-${kind}`, {
    file,
    folder: basename(given.folder),
    name: basename(given.folder)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-'),
    inputs: sockets(inputs),
    outputs: sockets(task.outputs),
  })
  return [
    { path: 'device.json', text: `${JSON.stringify(manifest, null, 2)}\n`, about: t('device.template.about-manifest') },
    { path: file, text: task.deviceTemplate(language), about: t('device.template.about-program') },
    {
      path: 'Containerfile',
      text: containerfile(language),
      about: t(language === 'node' ? 'device.template.about-program-image' : 'device.template.about-image'),
    },
    { path: 'README.md', text: `${readme}\n`, about: t('device.template.about-readme') },
  ]
}

/** The socket of the same image as a DICOM series, where the task has one. */
export function dicomInput({ otherInputs = [] }: CategoryTask, { slug }: Socket): Socket | undefined {
  return otherInputs.find((other) => other.slug === slug && other.kind === 'DICOM Image Set')
}

function containerfile(language: TemplateLanguage): string {
  const { base, file, command } = languages[language]
  return `FROM ${base}\nCOPY ${file} /opt/device/${file}\nUSER 65534:65534\nENTRYPOINT ${JSON.stringify(command)}\n`
}
