import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const login = z.object({ name: z.string(), password: z.string() })

/** What the demonstration must remember to go on after it was stopped, or killed, at any instant. */
const demonstrationState = z.object({
  schema: z.literal('assay.demonstration/1'),
  /** Port of the hub: its members know each other by their addresses. */
  port: z.number().int(),
  /** Generated records, or the folder they were taken from. */
  source: z.string(),
  /** Goes up with every new evaluation, and names its folder of records. */
  round: z.number().int().min(1),
  /** Who plays whom: the passwords of the persons of the demonstration. */
  logins: z.record(z.string(), login),
  /** The set each hospital sealed for this source, by hospital. */
  testSets: z.record(z.string(), z.string()),
  evaluationId: z.string().nullable(),
})
export type DemonstrationState = z.infer<typeof demonstrationState>

/** Port of the hub where nobody asks for another. */
const standardPort = 4100

/** Reads the state, or undefined where the demonstration never ran. */
export function readState(file: string): DemonstrationState | undefined {
  if (!existsSync(file)) return undefined
  return demonstrationState.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** Writes the state whole or not at all, readable by its owner only. */
export function writeState(file: string, state: DemonstrationState): void {
  const next = `${file}.next`
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  renameSync(next, file)
}

/**
 * The state to go on from: what there is; or, where a new evaluation was asked for (`once`, or another source), the
 * same persons and places with a new evaluation. A source or port of undefined asks for what there is.
 * @throws TypeError for another port than the one that the members know each other by
 */
export function nextState(
  known: DemonstrationState | undefined,
  asked: { source: string | undefined; once: boolean; generated: string; port: number | undefined },
): DemonstrationState {
  if (!known)
    return {
      schema: 'assay.demonstration/1',
      port: asked.port ?? standardPort,
      source: asked.source ?? asked.generated,
      round: 1,
      logins: {},
      testSets: {},
      evaluationId: null,
    }
  if (asked.port !== undefined && asked.port !== known.port)
    throw new TypeError(`--port ${asked.port}: this consortium was set up on port ${known.port}; leave --port away`)
  const source = asked.source ?? (asked.once ? asked.generated : known.source)
  if (source !== known.source) return { ...known, source, round: known.round + 1, testSets: {}, evaluationId: null }
  if (asked.once) return { ...known, evaluationId: null }
  return known
}
