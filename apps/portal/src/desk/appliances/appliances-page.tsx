import type { AnswerOutcome, ApplianceView } from '@assay/contracts'
import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { appliancesQuery } from '../../api/desk.ts'
import { remove } from '../../api/request.ts'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { ApplianceForm } from './appliance-form.tsx'

/** Vendors' boxes in the hospital's network: which there are, what they were shown and answered. */
export function AppliancesPage() {
  const { t } = useTexts()
  return (
    <Page title={t('appliance.page.title')} intro={t('appliance.page.intro')}>
      <Loaded query={useQuery(appliancesQuery)}>
        {(all) =>
          all.length === 0 ? <p>{t('appliance.none')}</p> : all.map((one) => <Appliance key={one.name} of={one} />)
        }
      </Loaded>
      <Card title={t('appliance.page.register')}>
        <ApplianceForm />
      </Card>
    </Page>
  )
}

function Appliance({ of }: { of: ApplianceView }) {
  const { t, locale } = useTexts()
  const { name, vendor, device, way, addresses, casesShown, answers } = of
  const place = way.kind === 'dicom' ? `${way.called}@${way.host}:${way.port}` : way.url
  const told = Object.entries(answers).map(
    ([outcome, count]) => `${t(`appliance.outcome.${outcome as AnswerOutcome}`)}: ${formatCount(count, locale)}`,
  )
  return (
    <Card title={name}>
      <Facts
        facts={[
          [t('appliance.page.vendor'), vendor],
          [t('appliance.page.device'), device],
          [t('appliance.page.way'), `${t(`appliance.page.${way.kind}`)}, ${place}`],
          [t('appliance.page.addresses'), addresses.join(', ')],
          [t('appliance.page.shown'), formatCount(casesShown, locale)],
          [t('appliance.page.answers'), told.length > 0 ? told.join('; ') : t('appliance.page.noAnswers')],
        ]}
      />
      <p className="quiet">{t('appliance.page.secret', { name })}</p>
      <Forget name={name} />
    </Card>
  )
}

function Forget({ name }: { name: string }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const forget = useMutation({
    mutationFn: () => remove(`/api/appliances/${encodeURIComponent(name)}`),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <>
      <Button variant="default" size="xs" loading={forget.isPending} onClick={() => forget.mutate()}>
        {t('appliance.page.remove')}
      </Button>
      <ErrorNotice error={forget.error} />
    </>
  )
}
