// `npm run bench [subject]`: speed, side by side with peers, in one run. Prints a table, and JSON with --json.
import process from 'node:process'
import { measureDeclaration } from './declaration.ts'
import { measureDeidentification } from './deidentification.ts'
import { measureDemonstration } from './demonstration.ts'
import { measureIndex } from './index-queries.ts'
import { measureIntake } from './intake/measure-intake.ts'
import { measureIntakeMemory } from './intake/measure-memory.ts'
import type { Measured } from './measured.ts'
import { measureNodeRun } from './node-run/measure-node-run.ts'
import { measureTierTwo } from './quality/tier-two.ts'
import { measureRecheck } from './recheck.ts'
import { measureRunner } from './runner.ts'
import { measureBeats } from './statistics/beats.ts'
import { measureDetection } from './statistics/detection.ts'
import { measureReaders } from './statistics/readers.ts'
import { measureResampling } from './statistics/resampling.ts'
import { measureRoc } from './statistics/roc.ts'
import { measureSurfaces } from './statistics/surfaces.ts'
import { measureVolumes } from './statistics/volumes.ts'

const subjects: Record<string, () => Promise<Measured>> = {
  demonstration: measureDemonstration,
  deidentification: async () => measureDeidentification(),
  declaration: measureDeclaration,
  intake: measureIntake,
  'intake-memory': measureIntakeMemory,
  index: measureIndex,
  'node-run': measureNodeRun,
  recheck: measureRecheck,
  runner: measureRunner,
  resampling: measureResampling,
  roc: async () => measureRoc(),
  froc: async () => measureDetection(),
  readers: async () => measureReaders(),
  surfaces: async () => measureSurfaces(),
  volumes: measureVolumes,
  beats: async () => measureBeats(),
  quality: measureTierTwo,
}

const [subject = 'demonstration'] = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const measure = subjects[subject]
if (!measure) {
  process.stderr.write(`${subject}: none of ${Object.keys(subjects).join(', ')}\n`)
  process.exit(2)
}
const measured = await measure()
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`)
else
  for (const [name, value] of Object.entries(measured))
    process.stdout.write(`${value.toFixed(value < 0.1 ? 4 : 2).padStart(10)}  ${name}\n`)
