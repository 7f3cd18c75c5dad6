import { Button, Group } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'

const files = [
  { file: 'report.en.pdf', label: 'pdfEnglish' },
  { file: 'report.zh.pdf', label: 'pdfChinese' },
  { file: 'report.json', label: 'json' },
] as const

/** The report as files to keep. */
export function Downloads({ id }: { id: string }) {
  const { t } = useTexts()
  return (
    <Card title={t('portal.evaluation.downloads')} className="no-print">
      <Group gap="sm">
        {files.map(({ file, label }) => (
          <Button key={file} component="a" variant="default" href={`/api/evaluations/${id}/${file}`} download>
            {t(`portal.evaluation.${label}`)}
          </Button>
        ))}
      </Group>
      <p className="quiet" style={{ marginBottom: 0 }}>
        {t('portal.evaluation.verify')}
      </p>
    </Card>
  )
}
