import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'

/** What a run of the command line printed, and its exit status. */
export interface Run {
  status: number | null
  output: string
  errors: string
}

/** Runs `assay` as a person would, in English unless told otherwise. */
export function runAssay(
  words: readonly string[],
  given: { input?: string; language?: string; folder?: string } = {},
): Run {
  const { input = '', language = 'C', folder = process.cwd() } = given
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../main.ts'), ...words], {
    input,
    encoding: 'utf8',
    env: { ...process.env, LANG: language, LC_ALL: language, INIT_CWD: folder },
  })
  return { status, output: stdout, errors: stderr }
}
