import type { TrainingDataSet } from '@assay/contracts'

/** A data set as far as it is filled in: every field as it was typed. */
export type DataSetForm = Record<
  'name' | 'version' | 'source' | 'institutions' | 'from' | 'to' | 'patients' | 'manufacturers',
  string
> &
  Pick<TrainingDataSet, 'use' | 'access'> & { readonly key: number }

/** A data set of which nothing is filled in. */
export function emptyDataSet(key: number): DataSetForm {
  const words = { name: '', version: '', source: '', institutions: '', manufacturers: '' }
  return { key, ...words, from: '', to: '', patients: '', use: 'training', access: 'private' }
}

/** The data sets that a form stands for; numbers that are not filled in are left for the server to refuse. */
export function dataSetsIn(forms: readonly DataSetForm[]): TrainingDataSet[] {
  return forms.map(({ name, version, use, access, source, institutions, manufacturers, from, to, patients }) => ({
    name: name.trim(),
    ...(version.trim() === '' ? {} : { version: version.trim() }),
    use,
    access,
    source: source.trim(),
    institutions: linesOf(institutions),
    years: { from: Number(from), to: Number(to) },
    patients: Number(patients),
    manufacturers: linesOf(manufacturers),
  }))
}

/** Numbers, from 1 on, of data sets whose years are the wrong way round. */
export function yearFaults(forms: readonly DataSetForm[]): number[] {
  return forms.flatMap(({ from, to }, index) => (Number(from) > Number(to) ? [index + 1] : []))
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
