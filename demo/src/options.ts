import { isAbsolute, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What `npm start -- …` was asked for. */
export interface DemonstrationOptions {
  once: boolean
  /** Absolute folder of WFDB records; undefined for generated ones. */
  data: string | undefined
  /** Folder that everything is written under. */
  directory: string
  /** Port of the hub; the hospitals take the three after it. Undefined: the one it had, or the usual one. */
  port: number | undefined
  /** Generated patients a hospital. */
  patients: number
  help: boolean
}

/**
 * Reads the words after `npm start --`. Paths that a person gave are relative to where the person stands
 * (npm moves the process to the root and leaves that place in INIT_CWD).
 * @throws TypeError for an unknown option or a number that is none.
 */
export function readOptions(words: string[], standing: string, root: string): DemonstrationOptions {
  const { values } = parseArgs({
    args: words,
    options: {
      once: { type: 'boolean', default: false },
      data: { type: 'string' },
      directory: { type: 'string' },
      port: { type: 'string' },
      patients: { type: 'string', default: '24' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const path = (given: string) => (isAbsolute(given) ? given : resolve(standing, given))
  return {
    once: values.once,
    data: values.data === undefined ? undefined : path(values.data),
    directory: values.directory === undefined ? resolve(root, 'var') : path(values.directory),
    port: values.port === undefined ? undefined : wholeNumber('--port', values.port, 1, 65_532),
    patients: wholeNumber('--patients', values.patients, 1, 500),
    help: values.help,
  }
}

function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = Number(given)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new TypeError(`${option}: a whole number from ${least} to ${most} is wanted, found "${given}"`)
  return value
}
