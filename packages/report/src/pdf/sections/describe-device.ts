import type { ReportDocument } from '../../document/report-document.ts'
import type { Block } from '../block.ts'
import type { ReportWords } from '../report-words.ts'

/** Section 2: what was evaluated. */
export function describeDevice({ manifest, protocol }: ReportDocument, { t, number }: ReportWords): Block[] {
  const { wallSeconds, memoryMiB, processes } = manifest.limits
  const { vendor, packageDigest } = protocol.device
  return [
    { type: 'section', title: t('report.section.device') },
    {
      type: 'facts',
      rows: [
        { label: t('report.field.device'), value: manifest.name },
        { label: t('report.field.version'), value: manifest.version },
        { label: t('report.field.vendor'), value: vendor },
        { label: t('report.field.intendedUse'), value: manifest.intendedUse },
        {
          label: t('report.field.limits'),
          value: t('report.value.limits', {
            seconds: number(wallSeconds),
            memory: number(memoryMiB),
            processes: number(processes),
          }),
        },
        { label: t('report.field.package'), value: packageDigest, isHash: true },
      ],
    },
  ]
}
