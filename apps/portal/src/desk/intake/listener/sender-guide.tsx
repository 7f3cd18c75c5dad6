import type { ListenerStatus } from '@assay/contracts'
import { Title } from '@mantine/core'
import { termOf } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'
import { Empty } from '../../../layout/empty.tsx'
import { Facts } from '../../../layout/facts.tsx'

/** What whoever runs a scanner or a PACS must enter there to send here. */
export function SenderGuide({ status }: { status: ListenerStatus }) {
  const { t } = useTexts()
  const { titles, peers, addresses, listening, port, tls, host } = status
  const place = host === '127.0.0.1' ? t('waysIn.listener.thisMachineOnly', { host }) : addresses.join(', ')
  const calling = peers.map(({ aeTitle }) => aeTitle).join(', ')
  return (
    <>
      <Title order={3} size="h5" mt="lg">
        {t('waysIn.listener.guide')}
      </Title>
      {titles.length === 0 ? (
        <Empty>{t('waysIn.listener.guideEmpty')}</Empty>
      ) : (
        <>
          <p className="quiet">{t('waysIn.listener.guideAbout')}</p>
          <Facts
            facts={[
              [
                t('waysIn.listener.guideTitle'),
                titles.map(({ aeTitle, category }) => (
                  <div key={aeTitle}>
                    {t('waysIn.listener.guideTitleFor', { aeTitle, category: termOf('category', category, t) })}
                  </div>
                )),
              ],
              [t('waysIn.listener.guideHost'), place],
              [t('waysIn.listener.guidePort'), `${listening ?? port}`],
              [t('waysIn.listener.guideTls'), t(`waysIn.listener.${tls ? 'guideTlsOn' : 'guideTlsOff'}`)],
              [
                t('waysIn.listener.guideCalling'),
                peers.length === 0
                  ? t('waysIn.listener.guideCallingNone')
                  : t('waysIn.listener.guideCallingText', { titles: calling }),
              ],
            ]}
          />
        </>
      )}
    </>
  )
}
