import { useQuery } from '@tanstack/react-query'
import { hospitalsQuery, hubLinkagesQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { HubRound } from './hub-round.tsx'
import { LinkageForm } from './linkage-form.tsx'

/** The test centre's operator starts, watches and ends rounds in which hospitals find what they share. */
export function LinkagePage() {
  const { t } = useTexts()
  return (
    <Page title={t('linkage.title')} intro={t('linkage.introPortal')}>
      <Loaded query={useQuery(hospitalsQuery)}>{(hospitals) => <LinkageForm hospitals={hospitals} />}</Loaded>
      <Loaded query={useQuery(hubLinkagesQuery)}>
        {(rounds) =>
          rounds.length === 0 ? (
            <Card title={t('linkage.rounds')}>
              <Empty>{t('linkage.none.portal')}</Empty>
            </Card>
          ) : (
            rounds.map((round) => <HubRound key={round.roundId} round={round} />)
          )
        }
      </Loaded>
    </Page>
  )
}
