import type { PullPreview, PullRequest } from '@assay/contracts'
import type { Hospital } from '../../hospital.ts'
import { type FoundStudy, queryStudies } from './dicomweb.ts'
import { readPacs } from './pacs-store.ts'

const mostMilliseconds = 60_000

/**
 * What a pull would fetch, by modality and days, asked of the PACS and forgotten. Throws `not-found`, and what the PACS can't
 * answer: `pacs-address-refused`, `pacs-unreachable`, `pacs-certificate-refused`, `pacs-refused`, `pacs-answer-invalid`.
 */
export async function previewPull(hospital: Hospital, asked: PullRequest): Promise<PullPreview> {
  const pacs = await readPacs(hospital, asked.pacs)
  const studies: FoundStudy[] = []
  for await (const study of queryStudies(pacs, asked, AbortSignal.timeout(mostMilliseconds))) studies.push(study)
  const days = studies.flatMap(({ day }) => day ?? []).sort()
  const counts = studies.flatMap(({ objects }) => objects ?? [])
  const modalities = Map.groupBy(
    studies.flatMap((study) => [...new Set(study.modalities)]),
    (modality) => modality,
  )
  return {
    studies: studies.length,
    isLimited: studies.length >= asked.limit,
    objects: counts.length === studies.length ? counts.reduce((sum, count) => sum + count, 0) : null,
    modalities: [...modalities].map(([modality, all]) => ({ modality, studies: all.length })),
    days: days.length > 0 ? { first: days[0]!, last: days.at(-1)! } : null,
  }
}
