import { cp, lstat, mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { tryLock } from './directory-lock.ts'

/** Version of PGlite whose directories the template holds; another version gets another template. */
export const templateVersion = '0.5.16'

/** Where the programs and tests of one installation share their template. */
const installationTemplates = join(import.meta.dirname, '../../../node_modules/.cache/assay')

/**
 * Makes a fresh PGlite directory at `target` unless there is one. Initialising takes seconds and copying a fraction of
 * one, so the first program leaves an initialised directory in the folder `templates`, and others wait for it and copy
 * it. The target appears whole or not at all.
 */
export async function preparePGlite(target: string, templates = installationTemplates): Promise<void> {
  if (await exists(join(target, 'PG_VERSION'))) return
  const draft = `${target}.draft`
  await rm(draft, { recursive: true, force: true })
  const template = await findTemplate(templates)
  if (template) await cp(template, draft, { recursive: true })
  else await initialise(draft)
  await rename(draft, target)
}

/** The template's path; made if missing; undefined where the folder is not this user's own or can not be made. */
export async function findTemplate(templates = installationTemplates): Promise<string | undefined> {
  if (!(await isOwnFolder(templates))) return undefined
  const template = join(templates, `pglite-${templateVersion}`)
  while (!(await exists(template))) {
    const unlock = tryLock(`${template}.lock.sqlite`)
    if (!unlock) await sleep(50)
    else await makeTemplate(template).finally(unlock)
  }
  return template
}

async function makeTemplate(template: string): Promise<void> {
  if (await exists(template)) return
  const draft = `${template}.draft`
  await rm(draft, { recursive: true, force: true })
  await initialise(draft)
  await rename(draft, template)
}

async function initialise(directory: string): Promise<void> {
  const database = await PGlite.create({ dataDir: directory })
  await database.close()
}

/** Whether a folder, made if missing, belongs to this user and nobody else may write there. */
async function isOwnFolder(folder: string): Promise<boolean> {
  const found = await mkdir(folder, { mode: 0o700, recursive: true })
    .then(() => lstat(folder))
    .catch(() => undefined)
  if (!found?.isDirectory()) return false
  const { mode, uid } = found
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
