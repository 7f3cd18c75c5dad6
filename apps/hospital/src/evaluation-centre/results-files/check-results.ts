import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CategoryTask, findTask, readResult } from '@assay/categories'
import type { CaseOutcome, DeviceManifest, ErrorParameters, ResultsCheck, ResultsFinding } from '@assay/contracts'
import { checkOutput, type ResultsEntry } from '@assay/runner'
import { canonicalBytes } from '@assay/signing'
import { readCaseFiles } from '../../full-sample-centre/pipeline/intake-store.ts'
import type { Hospital } from '../../hospital.ts'
import { findEvaluation } from '../evaluation-store.ts'
import { casesByShownId, requireResultsFile } from './results-file-store.ts'

/** Findings that are kept and shown; of the others their number. */
const mostFindings = 500

type Checked = Omit<ResultsCheck, 'archiveHash' | 'bytes' | 'broughtAt'>

/**
 * What a results archive comes to before it counts: which cases match, are missing, stand twice or were never handed over, entry by entry,
 * and whether what there is of each can be read as what the task asks for. No score is made, so that looking tells nothing of the device.
 * @param given.folder where its entries were laid
 * @param given.told is told how many cases were looked at, of how many
 */
export async function checkResults(
  hospital: Hospital,
  id: string,
  given: { entries: readonly ResultsEntry[]; folder: string; told: (done: number, total: number) => void },
): Promise<Checked> {
  const { list } = await requireResultsFile(hospital.db, id)
  const known = await casesByShownId(hospital.db, id)
  const { entries, folder } = given
  const held = entries.map((entry) => ({ ...entry, case: caseOf(entry.path) }))
  const there = new Set(held.flatMap(({ fault, case: shown }) => (!fault && shown && known.has(shown) ? [shown] : [])))
  const missing = [...known.keys()].filter((shown) => !there.has(shown)).sort()
  const unreadable = await unreadableCases(hospital, id, { known, there, ...given })
  const findings = [
    ...listFindings(held, folder, canonicalBytes(list)),
    ...held.flatMap((entry) => entryFinding(entry, known)),
    ...missing.map((shown) => ofCase(shown, 'case-missing', {})),
    ...(unreadable ?? []),
  ]
  const refusing = findings.filter(({ weight }) => weight === 'refuses')
  const ordered = [...refusing, ...findings.filter(({ weight }) => weight !== 'refuses')]
  const casesOf = (code: ResultsFinding['code']) =>
    new Set(findings.flatMap((one) => (one.code === code ? [one.case] : [])))
  return {
    cases: known.size,
    matched: there.size,
    missing: missing.length,
    doubled: casesOf('file-doubled').size,
    unknown: casesOf('case-unknown').size,
    unreadable: unreadable?.length ?? null,
    isSound: refusing.length === 0,
    findings: ordered.slice(0, mostFindings),
    furtherFindings: Math.max(0, ordered.length - mostFindings),
  }
}

/** The case that a path below results/ names, or null. */
function caseOf(path: string): string | null {
  const [top, shown, name] = path.replace(/^\.\//, '').split('/')
  return top === 'results' && shown && name ? shown.slice(0, 64) : null
}

type HeldEntry = ResultsEntry & { readonly case: string | null }

function listFindings(held: readonly HeldEntry[], folder: string, signed: Uint8Array): ResultsFinding[] {
  const list = held.find(({ path, fault }) => isList(path) && !fault)
  const told = { case: null, path: 'cases.json', weight: 'refuses', parameters: {} } as const
  if (!list) return [{ ...told, line: null, code: 'list-missing' }]
  if (readFileSync(join(folder, 'cases.json')).equals(signed)) return []
  return [{ ...told, line: list.line, code: 'list-differs' }]
}

const isList = (path: string) => path.replace(/^\.\//, '') === 'cases.json'

/** What is wrong with one entry; nothing where nothing is. */
function entryFinding(
  { line, path, fault, case: shown }: HeldEntry,
  known: ReadonlyMap<string, string>,
): ResultsFinding[] {
  const refuses = (code: ResultsFinding['code'], parameters: ErrorParameters = {}): ResultsFinding[] => [
    { line, case: shown, path, weight: 'refuses', code, parameters },
  ]
  if (path === '' && fault) return refuses('archive-broken', { what: fault })
  if (fault === 'name-stands-twice') return refuses('file-doubled')
  if (fault) return refuses('entry-refused', { what: fault })
  if (isList(path)) return []
  if (shown === null) return refuses('not-below-results')
  return known.has(shown) ? [] : refuses('case-unknown')
}

function ofCase(shown: string, code: ResultsFinding['code'], parameters: ErrorParameters): ResultsFinding {
  return { line: null, case: shown, path: '', weight: 'counts-as-failure', code, parameters }
}

/** Cases whose results can not be read; undefined while the device's package is not here, which says what it leaves. */
async function unreadableCases(
  hospital: Hospital,
  id: string,
  {
    known,
    there,
    folder,
    told,
  }: {
    known: ReadonlyMap<string, string>
    there: ReadonlySet<string>
    folder: string
    told: (done: number, total: number) => void
  },
): Promise<ResultsFinding[] | undefined> {
  const { manifest, protocol } = await findEvaluation(hospital.db, id)
  if (!manifest) return undefined
  const task = findTask(protocol.category, protocol.task)!
  const found: ResultsFinding[] = []
  let done = 0
  for (const shown of [...there].sort()) {
    const output = join(folder, 'results', shown)
    const parameters = await faultOf(hospital, { task, manifest, output, caseId: known.get(shown)! })
    if (parameters) found.push(ofCase(shown, 'cannot-be-read', parameters))
    done += 1
    told(done, there.size)
  }
  return found
}

async function faultOf(
  hospital: Hospital,
  given: { task: CategoryTask; manifest: DeviceManifest; output: string; caseId: string },
): Promise<ErrorParameters | undefined> {
  const { task, manifest, output, caseId } = given
  const outcome: CaseOutcome = existsSync(output) ? checkOutput(output, manifest.limits) : 'output-missing'
  const files = await readCaseFiles(hospital.db, hospital.blobs, caseId)
  const read = await readResult(task, files, { outcome, output }, hospital)
  return 'failure' in read ? { outcome: read.failure, ...(read.fault ?? {}) } : undefined
}
