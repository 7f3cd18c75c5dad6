import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@assay/http/testing'
import { packPackage } from '@assay/runner'
import { type Consortium, consortiumAt } from '../consortium.ts'
import { nextState } from '../demonstration-state.ts'
import type { Program } from '../programs/start-program.ts'
import { generatedSource, prepareRecords } from '../records/prepare-records.ts'
import { setScene } from '../scene.ts'
import { startConsortium } from '../start-consortium.ts'

const root = join(import.meta.dirname, '../../..')

/** A hub and three hospitals in which nobody has done anything yet: no account, no data. */
export interface FreshConsortium extends Consortium {
  /** The vendor's package, a tar archive. */
  devicePackage: Uint8Array
  stop(): Promise<void>
}

/** Starts a fresh consortium; `patients` generated for each hospital lie in `round-1` of its intake folder. */
export async function startFreshConsortium(directory: string, patients: number): Promise<FreshConsortium> {
  mkdirSync(directory, { recursive: true })
  const source = generatedSource(patients)
  const asked = { source, generated: source, once: false, port: await freePort(4) }
  const state = nextState(undefined, asked)
  const consortium = consortiumAt(directory, state.port, join(directory, 'demonstration.json'))
  const devicePackage = await packPackage(join(root, 'demo/device-ecg'))
  const scene = setScene({ root, consortium, devicePackage, random: randomBytes }, state)
  await prepareRecords(consortium, source, state.round, () => {})
  const programs: Program[] = await startConsortium(scene, () => {})
  const stop = async () => {
    await Promise.all(programs.map((program) => program.stop()))
  }
  return { ...consortium, devicePackage, stop }
}
