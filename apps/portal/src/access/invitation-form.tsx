import { invitation, type Role } from '@assay/contracts'
import { Alert, Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { send } from '../api/request.ts'
import { formatInstant } from '../app/formats.ts'
import { useTexts } from '../app/texts.ts'
import { ErrorNotice } from '../layout/error-notice.tsx'
import { formOf } from '../layout/form-of.ts'
import { Hash } from '../layout/hash.tsx'

interface InvitationFormProps {
  readonly roles: readonly Role[]
  /** Filled in to begin with. */
  readonly organisation?: string
}

/** Makes an invitation; its code is shown once. */
export function InvitationForm({ roles, organisation }: InvitationFormProps) {
  const { t, locale } = useTexts()
  const invite = useMutation({
    mutationFn: (form: FormData) =>
      send('POST', '/api/access/invitations', Object.fromEntries(form.entries()), invitation),
  })
  return (
    <form onSubmit={(event) => invite.mutate(formOf(event))} className="no-print">
      <Group align="flex-end">
        <NativeSelect
          name="role"
          label={t('common.invite.role')}
          data={roles.map((value) => ({ value, label: t(`common.role.${value}`) }))}
        />
        <TextInput
          name="organisation"
          label={t('common.invite.organisation')}
          required
          withAsterisk={false}
          maxLength={200}
          miw={280}
          {...(organisation ? { defaultValue: organisation } : {})}
        />
        <Button type="submit" loading={invite.isPending}>
          {t('common.invite.submit')}
        </Button>
      </Group>
      <ErrorNotice error={invite.error} />
      {invite.data ? (
        <Alert role="status" mt="sm" title={t('common.invite.made')}>
          <Hash value={invite.data.code} />
          <p style={{ marginBottom: 0 }}>
            {t('common.invite.once', {
              address: `${location.origin}/invitation`,
              when: formatInstant(invite.data.expiresAt, locale),
            })}
          </p>
        </Alert>
      ) : null}
    </form>
  )
}
