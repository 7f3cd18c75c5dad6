import { recheckStatus } from '@assay/contracts'
import { Alert, Button, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { recheckQuery } from '../../api/desk.ts'
import { send } from '../../api/request.ts'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'

/** Studies that rules have changed for, with the act that checks them; and how many wait to be checked. */
export function RecheckNotice() {
  const { t, locale } = useTexts()
  const queries = useQueryClient()
  const { touched, waiting } = useQuery(recheckQuery).data ?? { touched: 0, waiting: 0 }
  const recheck = useMutation({
    mutationFn: () => send('POST', '/api/recheck', undefined, recheckStatus),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <>
      {touched > 0 ? (
        <Alert color="yellow" variant="light" mb="md">
          <Title order={2} size="h5">
            {t('fullSample.studies.recheck.title')}
          </Title>
          <p>{t('fullSample.studies.recheck.touched', { count: touched, shown: formatCount(touched, locale) })}</p>
          <Button loading={recheck.isPending} onClick={() => recheck.mutate()}>
            {t('fullSample.studies.recheck.act')}
          </Button>
          <ErrorNotice error={recheck.error} />
        </Alert>
      ) : null}
      <p role="status" className="quiet">
        {waiting > 0
          ? t('fullSample.studies.recheck.waiting', { count: waiting, shown: formatCount(waiting, locale) })
          : null}
      </p>
    </>
  )
}
