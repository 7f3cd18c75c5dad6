import { sha256OfJson } from '@assay/signing'
import type { HospitalDb } from '../hospital-tables.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { findResultsFile } from './results-files/results-file-store.ts'
import type { ResultsFileTables } from './results-files/results-file-tables.ts'

type ResultsFileRow = ResultsFileTables['results_files']

/**
 * Where the results of a run come from: the package and what it says of itself, and for each case every start, in the order
 * in which they were begun, what held the device and what it used. It stays in the node; its hash is in the log.
 */
export async function runProvenance(db: HospitalDb, evaluation: EvaluationRow): Promise<Record<string, unknown>> {
  const { id } = evaluation
  const attempts = await db
    .selectFrom('case_attempts')
    .select(['case_id', 'begun_at', 'is_repeat', 'fault'])
    .where('evaluation_id', '=', id)
    .orderBy('begun_at')
    .orderBy('case_id')
    .execute()
  const results = await db
    .selectFrom('case_results')
    .select(['case_id', 'outcome', 'conditions', 'wall_milliseconds', 'cpu_milliseconds', 'peak_memory_bytes'])
    .select(['exit_code', 'at'])
    .where('evaluation_id', '=', id)
    .orderBy('case_id')
    .execute()
  const repeats = await db
    .selectFrom('case_repeats')
    .select(['case_id', 'drawn_at', 'outcome', 'is_same', 'at'])
    .where('evaluation_id', '=', id)
    .orderBy('case_id')
    .execute()
  const resultsFile = await findResultsFile(db, id)
  const record = {
    schema: 'assay.run-provenance/1',
    evaluationId: id,
    protocolHash: evaluation.protocol_hash,
    packageDigest: evaluation.protocol.device.packageDigest,
    imageDigest: evaluation.image_digest,
    manifest: evaluation.manifest,
    attempts,
    results,
    repeats,
    wayOfRunning: evaluation.protocol.wayOfRunning ?? 'package',
    ...(resultsFile ? { resultsFile: provenanceOf(resultsFile) } : {}),
  }
  return JSON.parse(JSON.stringify(record))
}

/** The node did not see the run: what there is instead is what was handed over, what people recorded, and what came back. */
function provenanceOf({ list_hash, handed_over_at, supervision, archive_sha256, taken_at }: ResultsFileRow) {
  return {
    listHash: list_hash,
    handedOverAt: handed_over_at,
    supervision,
    archiveHash: archive_sha256,
    takenAt: taken_at,
  }
}

/** What the log says of a run: the hash of its provenance. */
export async function hashProvenance(db: HospitalDb, evaluation: EvaluationRow): Promise<string> {
  return sha256OfJson(await runProvenance(db, evaluation))
}
