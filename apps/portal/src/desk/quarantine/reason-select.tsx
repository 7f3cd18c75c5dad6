import type { QuarantineCounts } from '@assay/contracts'
import { resources, type Translator } from '@assay/messages'
import { NativeSelect } from '@mantine/core'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { type QuarantineFilter, reasonsOf } from './filter-quarantine.ts'

interface ReasonSelectProps {
  readonly filter: QuarantineFilter
  readonly onChange: (filter: QuarantineFilter) => void
  readonly counts: QuarantineCounts
}

/** Chooses the reason of what is listed; beside each, how much the other filters show of it. */
export function ReasonSelect({ filter, onChange, counts }: ReasonSelectProps) {
  const { t, locale } = useTexts()
  const reasons = reasonsOf(counts, filter).map(({ code, entries }) => {
    const what = reasonText(code, t)
    const label =
      entries === undefined ? what : t('fullSample.quarantine.counted', { what, shown: formatCount(entries, locale) })
    return { value: code, label }
  })
  return (
    <NativeSelect
      label={t('fullSample.quarantine.filter.because')}
      value={filter.code}
      onChange={({ currentTarget: { value } }) => onChange({ ...filter, code: value })}
      data={[{ value: 'all', label: t('fullSample.quarantine.filter.all') }, ...reasons]}
    />
  )
}

const { because } = resources.en.translation.fullSample.quarantine

function reasonText(code: string, t: Translator): string {
  if (!Object.hasOwn(because, code)) return t('fullSample.quarantine.otherReason', { code })
  return t(`fullSample.quarantine.because.${code as keyof typeof because}`)
}
