import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Consortium, Member } from '../consortium.ts'
import { dealRecords } from './deal-records.ts'

/** Source of generated records, as the state remembers it. */
export function generatedSource(patients: number): string {
  return `generated:${patients}`
}

/** Name of the folder, below each hospital's intake folder, that a round's records lie in. */
export function roundFolder(round: number): string {
  return `round-${round}`
}

/**
 * Puts a round's records into every hospital's intake folder, as the hospital's own systems would export them:
 * generated ones, or the records of a folder dealt out by patient. What is there already stays.
 * @param told called with each hospital whose records are there.
 */
export async function prepareRecords(
  consortium: Consortium,
  source: string,
  round: number,
  told: (hospital: Member) => void,
): Promise<void> {
  const destination = (hospital: Member) => join(consortium.intakeOf(hospital), roundFolder(round))
  const missing = consortium.hospitals.filter((hospital) => !existsSync(destination(hospital)))
  const patients = /^generated:(\d+)$/.exec(source)?.[1]
  if (patients === undefined) {
    if (missing.length > 0) dealRecords(source, consortium.hospitals.map(destination))
    consortium.hospitals.forEach(told)
    return
  }
  for (const hospital of consortium.hospitals) if (!missing.includes(hospital)) told(hospital)
  await Promise.all(
    missing.map(async (hospital) => {
      const seed = consortium.hospitals.indexOf(hospital) + 1
      await generateInWorker({ seed, patients: Number(patients), destination: destination(hospital) })
      told(hospital)
    }),
  )
}

export interface GenerationTask {
  seed: number
  patients: number
  destination: string
}

function generateInWorker(task: GenerationTask): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./generate-records-worker.ts', import.meta.url), { workerData: task })
    worker.once('error', reject)
    worker.once('exit', (status) => (status === 0 ? resolve() : reject(new Error(`generation ended with ${status}`))))
  })
}
