import { resources, type Translator } from '@assay/messages'
import type { Figure, ReportEndpoint } from '@assay/report/document'
import { formatNumber } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Facts } from '../../layout/facts.tsx'
import { figureText } from './figure-text.ts'

const { methodName, pointName } = resources.en.translation.portal.evaluation.figures

/** How a figure is computed, and over whom. */
export function FigureFacts({ figure, endpoint }: { figure: Figure; endpoint: ReportEndpoint }) {
  const { t, locale, language } = useTexts()
  const number = (value: number) => formatNumber(value, locale)
  const word = (key: 'numerator' | 'denominator' | 'patients' | 'effective' | 'point' | 'method' | 'merged') =>
    t(`portal.evaluation.figures.${key}`)
  const computed = [
    t('portal.evaluation.figures.estimator'),
    t('portal.evaluation.figures.estimatorText', {
      estimator: termOf('estimator', endpoint.estimator, t),
      version: endpoint.version,
    }),
  ] as const
  if (figure.status !== 'estimated')
    return <Facts facts={[[word('point'), figureText(figure, { t, language })], computed]} />
  return (
    <Facts
      facts={[
        ...(figure.numerator === undefined ? [] : [[word('numerator'), number(figure.numerator)] as const]),
        ...(figure.denominator === undefined ? [] : [[word('denominator'), number(figure.denominator)] as const]),
        [word('patients'), number(figure.patients)],
        [word('effective'), number(figure.effectivePatients)],
        [word('point'), pointText(endpoint.pointEstimate, t)],
        [word('method'), methodText(figure.interval.method, t)],
        [word('merged'), t('portal.evaluation.figures.mergedHow')],
        computed,
      ]}
    />
  )
}

function pointText(name: string, t: Translator): string {
  if (!Object.hasOwn(pointName, name)) return name
  return t(`portal.evaluation.figures.pointName.${name as keyof typeof pointName}`)
}

function methodText(name: string, t: Translator): string {
  if (!Object.hasOwn(methodName, name)) return name
  return t(`portal.evaluation.figures.methodName.${name as keyof typeof methodName}`)
}
