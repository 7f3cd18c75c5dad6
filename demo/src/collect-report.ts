import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EvaluationView, trustFile } from '@assay/contracts'
import type { Person } from './people/person.ts'

/** Files of a finished evaluation, as its reviewer downloads them. */
export interface CollectedReport {
  folder: string
  files: string[]
}

/** Downloads the report (JSON, PDF in both languages) and the trust file into a folder named after the evaluation. */
export async function collectReport(
  reviewer: Person,
  evaluation: EvaluationView,
  reports: string,
): Promise<CollectedReport> {
  const folder = join(reports, evaluation.number)
  mkdirSync(folder, { recursive: true })
  const files = ['report.json', 'report.en.pdf', 'report.zh.pdf']
  for (const file of files)
    writeFileSync(join(folder, file), await reviewer.download(`/api/evaluations/${evaluation.id}/${file}`))
  const trust = await reviewer.get('/api/trust', trustFile)
  writeFileSync(join(folder, 'trust.json'), `${JSON.stringify(trust, null, 2)}\n`)
  return { folder, files: [...files, 'trust.json'] }
}
