import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { ResultsFileView } from '@assay/contracts'
import { expect } from 'vitest'
import type { Steward } from './steward.ts'

/** A supervisor's record. The name is one that must not leave the hospital. */
export const supervision = {
  supervisor: 'Dr Canary Name',
  office: 'Engineer, radiology',
  place: 'Reading room 2, ward A',
  startedAt: '2026-11-27T08:00:00.000Z',
  endedAt: '2026-11-27T09:30:00.000Z',
  deviceVersion: '1.0',
  versionReadFrom: 'The page “About” of the device',
  how: 'On the vendor’s workstation, unplugged.',
  inputsHeldBy: 'The hospital’s engineer',
}

/** Has the cases of a running evaluation handed over, and unpacks them below a folder with GNU tar; gives their ids. */
export async function handOver(
  steward: Steward,
  evaluationId: string,
  folder: string,
): Promise<{ view: ResultsFileView; ids: string[] }> {
  await steward.reaches(evaluationId, 'running')
  const view = await steward.post<ResultsFileView>(`/evaluations/${evaluationId}/handover`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'handover.tar'), await steward.download(`/evaluations/${evaluationId}/handover.tar`))
  spawnSync('tar', ['-xf', 'handover.tar'], { cwd: folder })
  return { view, ids: readdirSync(join(folder, 'cases')).sort() }
}

/** Runs a program on what was handed over, as people would who know nothing but the files. */
export function runByHand(folder: string, program: string, ids: readonly string[]): void {
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program)
  for (const id of ids) {
    const env = { INPUT_DIR: join(folder, 'cases', id), OUTPUT_DIR: join(folder, 'results', id) }
    expect(spawnSync(process.execPath, [file], { env }).status).toBe(0)
  }
}

/** GNU tar is a peer: an archive that people make by hand. */
export function packByHand(folder: string, ...names: string[]): Buffer {
  spawnSync('tar', ['-cf', 'results.tar', ...names], { cwd: folder })
  return readFileSync(join(folder, 'results.tar'))
}

/** Brings a results archive and takes it, as a steward does who has looked at it. */
export async function bringAndTake(
  steward: Steward,
  evaluation: string,
  archive: Buffer,
  missingFailed = false,
): Promise<ResultsFileView> {
  const { brought } = await steward.upload<ResultsFileView>(`/results?evaluation=${evaluation}`, archive)
  const wanted = { archiveHash: brought?.archiveHash, missingFailed }
  return steward.post<ResultsFileView>(`/evaluations/${evaluation}/results`, wanted)
}
