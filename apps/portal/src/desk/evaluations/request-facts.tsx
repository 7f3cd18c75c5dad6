import type { DeskEvaluationView } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { nodeQuery } from '../../api/desk.ts'
import { shortHash } from '../../app/formats.ts'
import { isolationPartsText } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Moment } from '../../layout/moment.tsx'

/** What is asked of this hospital, in whole sentences. */
export function RequestFacts({ evaluation }: { evaluation: DeskEvaluationView }) {
  const { t } = useTexts()
  const { data: node } = useQuery(nodeQuery)
  const { protocol, vendor, deviceName: name, deviceVersion: version, earlierUses } = evaluation
  const { wayOfRunning: way = 'package' } = protocol
  const isSeen = way === 'package'
  const own = protocol.hospitals.find(({ hospitalId }) => hospitalId === node?.identity.id)
  return (
    <Card title={t('desk.evaluation.asked')}>
      <p style={{ marginTop: 0 }}>
        {t(isSeen ? 'desk.evaluation.askedIntro' : 'desk.evaluation.askedOutside', { vendor, name, version })}
      </p>
      <Facts
        facts={[
          [
            t('desk.evaluation.runs'),
            t(`desk.evaluation.runsText.${way}`, { digest: shortHash(protocol.device.packageDigest) }),
          ],
          [t('desk.evaluation.on'), own ? onText(own) : '—'],
          [t('desk.evaluation.leave'), t('desk.evaluation.leaveText')],
          [
            t('desk.evaluation.isolation'),
            isSeen ? (node ? isolationText(node) : '—') : `⚠ ${t('desk.evaluation.notSeen')}`,
          ],
          [t('desk.evaluation.uses'), earlierUses.length === 0 ? t('desk.evaluation.noUses') : uses()],
        ]}
      />
    </Card>
  )

  function onText({ testSetVersion, provenance, manifestHash }: NonNullable<typeof own>) {
    return t('desk.evaluation.onText', {
      version: testSetVersion,
      hash: shortHash(manifestHash),
      provenance: t(`common.provenance.${provenance}`),
    })
  }

  function isolationText({ isolation, isolationParts, demonstration }: NonNullable<typeof node>) {
    if (isolation !== 'none') return t('desk.evaluation.isolated', { parts: isolationPartsText(isolationParts, t) })
    return `⚠ ${t(demonstration ? 'desk.node.noIsolation' : 'desk.evaluation.notIsolated')}`
  }

  function uses() {
    return (
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {earlierUses.map(({ number, deviceName, vendor: other, at }) => (
          <li key={number}>
            {t('desk.evaluation.use', { number, name: deviceName, vendor: other })}, <Moment at={at} />
          </li>
        ))}
      </ul>
    )
  }
}
