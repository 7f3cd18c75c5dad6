import { resources, type Translator } from '@assay/messages'
import type { Figure, ReportEndpoint } from '@assay/report/document'
import { formatBound, formatNumber } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Facts } from '../../layout/facts.tsx'
import { figureText, valueText } from './figure-text.ts'

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
        [word('merged'), t(`portal.evaluation.figures.mergedHow.${mergedHow(endpoint)}`)],
        ...betweenHospitals(figure, { t, locale, language }),
        computed,
      ]}
    />
  )
}

/** Whether the figure is that of all records together, or a model over the hospitals' figures. */
function mergedHow({ target, kind }: ReportEndpoint): 'pooled' | 'stratified' | 'likeThese' {
  if (target === 'hospitals-like-these') return 'likeThese'
  return kind === 'stratified-exact' ? 'stratified' : 'pooled'
}

/** How far hospitals differ, and where the figure of one more would lie, where the figure says so. */
function betweenHospitals(
  { heterogeneity, prediction, measure }: Extract<Figure, { status: 'estimated' }>,
  { t, locale, language }: Pick<ReturnType<typeof useTexts>, 't' | 'locale' | 'language'>,
): (readonly [string, string])[] {
  const number = (value: number) => formatNumber(value, locale, 3)
  const differences = heterogeneity && {
    q: number(heterogeneity.q),
    tauSquared: number(heterogeneity.tauSquared),
    sites: heterogeneity.sites,
    iSquared: formatBound(Number(heterogeneity.iSquared.toFixed(3)), locale),
  }
  const range = prediction && {
    level: formatBound(prediction.level, locale),
    lower: valueText(prediction.lower, measure, language, 'lower'),
    upper: valueText(prediction.upper, measure, language, 'upper'),
  }
  const word = (key: 'heterogeneity' | 'prediction') => t(`portal.evaluation.figures.${key}`)
  return [
    ...(differences
      ? [[word('heterogeneity'), t('portal.evaluation.figures.heterogeneityText', differences)] as const]
      : []),
    ...(range ? [[word('prediction'), t('portal.evaluation.figures.predictionText', range)] as const] : []),
  ]
}

function pointText(name: string, t: Translator): string {
  if (!Object.hasOwn(pointName, name)) return name
  return t(`portal.evaluation.figures.pointName.${name as keyof typeof pointName}`)
}

function methodText(name: string, t: Translator): string {
  if (!Object.hasOwn(methodName, name)) return name
  return t(`portal.evaluation.figures.methodName.${name as keyof typeof methodName}`)
}
