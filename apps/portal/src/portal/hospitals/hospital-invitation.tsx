import { instant, sha256Hex } from '@assay/contracts'
import { Alert, Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { z } from 'zod'
import { send } from '../../api/request.ts'
import { formatInstant } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Facts } from '../../layout/facts.tsx'
import { formOf } from '../../layout/form-of.ts'
import { Hash } from '../../layout/hash.tsx'

const hospitalInvitation = z.object({ code: z.string(), hubUrl: z.string(), hubKeyId: sha256Hex, expiresAt: instant })

/** Invites a hospital: what its steward needs to connect the node, shown once. */
export function HospitalInvitation() {
  const { t, locale } = useTexts()
  const invite = useMutation({
    mutationFn: (form: FormData) =>
      send('POST', '/api/hospitals/invitations', { name: form.get('name') }, hospitalInvitation),
  })
  return (
    <Card title={t('portal.hospitals.invite')} className="no-print">
      <form onSubmit={(event) => invite.mutate(formOf(event))}>
        <Group align="flex-end">
          <TextInput
            name="name"
            label={t('portal.hospitals.name')}
            required
            withAsterisk={false}
            maxLength={200}
            miw={320}
          />
          <Button type="submit" loading={invite.isPending}>
            {t('portal.hospitals.submit')}
          </Button>
        </Group>
        <ErrorNotice error={invite.error} />
      </form>
      {invite.data ? (
        <Alert role="status" mt="sm" title={t('portal.hospitals.made')}>
          <Facts
            facts={[
              [t('portal.hospitals.address'), <Hash key="address" value={invite.data.hubUrl} />],
              [t('portal.hospitals.code'), <Hash key="code" value={invite.data.code} />],
              [t('portal.hospitals.hubKeyId'), <Hash key="key" value={invite.data.hubKeyId} />],
            ]}
          />
          {t('portal.hospitals.until', { when: formatInstant(invite.data.expiresAt, locale) })}
        </Alert>
      ) : null}
    </Card>
  )
}
