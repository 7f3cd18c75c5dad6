import { type Dataset, text, texts } from '@assay/formats'
import { heldHeaders } from './held-headers.ts'
import type { Form, SeriesSubject } from './study.ts'

/**
 * The series of a study's DICOM files, by Series Instance UID and SOP Class, in the order of their first files. A form is decoded
 * once, however many rules ask for it.
 * @param decode pixels or samples of a series, as `SeriesSubject.form` has them
 */
export function seriesOfDatasets(
  instances: readonly { file: string; dataset: Dataset }[],
  decode: (instances: readonly { file: string; dataset: Dataset }[]) => Promise<Form | undefined>,
): SeriesSubject[] {
  const groups = Map.groupBy(
    instances,
    ({ dataset }) => `${text(dataset, '0020000E') ?? ''} ${text(dataset, '00080016') ?? ''}`,
  )
  return [...groups.values()].map((own) => {
    const { dataset } = own[0]!
    let form: Promise<Form | undefined> | undefined
    return {
      id: text(dataset, '0020000E') ?? own[0]!.file,
      modality: text(dataset, '00080060') ?? '',
      sopClass: text(dataset, '00080016'),
      imageType: texts(dataset, '00080008'),
      ...heldHeaders(own),
      form: () => {
        form ??= decode(own)
        return form
      },
    }
  })
}
