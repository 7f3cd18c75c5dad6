import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workerData } from 'node:worker_threads'
import { generateHospital } from '@assay/categories'
import type { GenerationTask } from './prepare-records.ts'

const { seed, patients, destination } = workerData as GenerationTask
const unfinished = `${destination}.unfinished`
rmSync(unfinished, { recursive: true, force: true })
mkdirSync(unfinished, { recursive: true })
for (const { name, bytes } of generateHospital(seed, patients)) writeFileSync(join(unfinished, name), bytes)
renameSync(unfinished, destination)
