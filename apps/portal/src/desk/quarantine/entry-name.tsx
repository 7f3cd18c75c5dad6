import type { Quarantined } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { studyQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'

/** What was put aside: a study by its patient, as long as it is in the index; anything else by its name. */
export function EntryName({ entry: { what, name, studyId } }: { entry: Quarantined }) {
  const { t } = useTexts()
  const study = useQuery({ ...studyQuery(studyId ?? ''), enabled: studyId !== null })
  return studyId && study.data
    ? t('fullSample.study.title', { patient: study.data.patient })
    : `${t(`fullSample.quarantine.what.${what}`)} ${name}`
}
