import { formatFigure } from '@assay/report/charts'
import { figureName } from '@assay/report/document'
import { Alert } from '@mantine/core'
import { formatBound } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import type { Fault } from './application-form.ts'

/** Why an application can't be saved yet. */
export function FaultList({ faults }: { faults: readonly Fault[] }) {
  const { t, locale, language } = useTexts()
  return (
    <div id="faults" aria-live="polite">
      {faults.length === 0 ? null : (
        <Alert color="orange" variant="light" title={t('portal.application.cannot')} c="dark">
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            {faults.map((fault) => (
              <li key={'figure' in fault ? `${fault.key} ${fault.endpoint} ${fault.figure}` : fault.key}>
                {wordsOf(fault)}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </div>
  )

  function wordsOf(fault: Fault): string {
    if (fault.key === 'bound') {
      const { endpoint, figure, measure = 'share' } = fault
      const write = (bound: number) =>
        measure === 'share' ? formatBound(bound, locale) : formatFigure(bound, measure, language)
      const range = { least: write(fault.least), most: write(fault.most) }
      return t('portal.application.missing.bound', { figure: figureName(figure, t, endpoint), ...range })
    }
    const { key, ...rest } = fault
    const named = 'figure' in rest ? { figure: figureName(rest.figure, t, rest.endpoint) } : rest
    return t(`portal.application.missing.${key}`, { ...named })
  }
}
