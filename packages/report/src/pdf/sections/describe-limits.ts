import { type ReportDocument, unseenWay } from '../../document/report-document.ts'
import type { Block } from '../block.ts'
import type { ReportWords } from '../report-words.ts'

/** Sections 9 and 10: what this evaluation does not show, and the methods, each with its source. */
export function describeLimits(report: ReportDocument, { t }: ReportWords): Block[] {
  const kinds = new Set(report.protocol.hospitals.map(({ provenance }) => provenance))
  const way = unseenWay(report)
  const isEc57 = report.protocol.endpoints.some(({ estimator }) => estimator === 'ec57-beats')
  const isOverlap = report.endpoints.some(({ estimator }) => ['case-mean', 'case-distance'].includes(estimator))
  const isLikeThese = report.endpoints.some(({ target }) => target === 'hospitals-like-these')
  const areThese = report.endpoints.some(({ target }) => target === undefined)
  const isBounded = report.endpoints.some(({ figures }) => figures.some(({ status }) => status === 'bounded'))
  const methods = [
    ...(isEc57 ? (['ec57'] as const) : []),
    ...(isOverlap ? (['overlap'] as const) : []),
    ...(['ratio', 'beta', 'merge'] as const),
    ...(isLikeThese ? (['randomEffects'] as const) : []),
    ...(isBounded ? (['bounds'] as const) : []),
    ...(report.protocol.multiplicity ? (['multiplicity'] as const) : []),
    'criteria' as const,
  ]
  return [
    { type: 'section', title: t('report.section.limits') },
    {
      type: 'list',
      items: [
        ...(kinds.has('synthetic') ? [t('report.limit.synthetic')] : []),
        ...(kinds.has('public') ? [t('report.limit.public')] : []),
        ...(way ? [t(`report.limit.${way}`)] : []),
        ...(report.isolation === 'not-isolated' ? [t('report.limit.isolation')] : []),
        ...(areThese ? [t('report.limit.hospitals')] : []),
        ...(isLikeThese ? [t('report.limit.likeThese')] : []),
        ...[t('report.limit.composition'), t('report.limit.reference')],
        ...[t(isEc57 ? 'report.limit.bounds' : 'report.limit.sponsorsBounds'), t('report.limit.hospitalRoot')],
      ],
    },
    { type: 'section', title: t('report.section.methods') },
    {
      type: 'list',
      items: [...detectionMethods(report, t), ...methods.map((name) => t(`report.method.${name}`))],
    },
  ]
}

function detectionMethods({ endpoints }: ReportDocument, t: ReportWords['t']): string[] {
  const names = new Set(endpoints.map(({ estimator }) => estimator))
  return [
    ...(names.has('froc-grid') ? [t('detection.method.froc')] : []),
    ...(names.has('afroc-grid') ? [t('detection.method.afroc')] : []),
  ]
}
