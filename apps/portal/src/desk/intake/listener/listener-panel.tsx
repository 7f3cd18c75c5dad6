import { type ListenerSettings, type ListenerStatus, listenerSettings, listenerStatus } from '@assay/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listenerQuery } from '../../../api/desk.ts'
import { send } from '../../../api/request.ts'
import { useTexts } from '../../../app/texts.ts'
import { ErrorNotice } from '../../../layout/error-notice.tsx'
import { Loaded } from '../../../layout/loaded.tsx'
import { CertificateFacts } from './certificate-facts.tsx'
import { ListenerForm } from './listener-form.tsx'
import { ListenerState } from './listener-state.tsx'
import { SenderGuide } from './sender-guide.tsx'
import { Refusals, Senders } from './senders.tsx'

/** The DICOM listener: how it stands, what a sender must enter, its settings, and who has sent what. */
export function ListenerPanel() {
  const { t } = useTexts()
  return (
    <>
      <p style={{ margin: '0 0 12px' }}>{t('waysIn.listener.about')}</p>
      <Loaded query={useQuery(listenerQuery)}>{(status) => <Listener status={status} />}</Loaded>
    </>
  )
}

function Listener({ status }: { status: ListenerStatus }) {
  const queries = useQueryClient()
  // What is being edited is not renewed below the steward's hands.
  const [settings, edit] = useState<ListenerSettings>(() => settingsOf(status))
  const save = useMutation({
    mutationFn: (wanted: ListenerSettings) => send('PUT', '/api/listener', wanted, listenerStatus),
    onSuccess: (saved) => edit(settingsOf(saved)),
    onSettled: () => queries.invalidateQueries(),
  })
  const letCall = (aeTitle: string, address: string) =>
    edit((before) => ({ ...before, peers: [...before.peers, { aeTitle, address, commitment: null }] }))
  return (
    <>
      <ListenerState
        status={status}
        isSwitching={save.isPending}
        onSwitch={() => save.mutate({ ...settingsOf(status), enabled: !status.enabled })}
      />
      <SenderGuide status={status} />
      <Senders senders={status.senders} />
      <Refusals refusals={status.refusals} peers={settings.peers} onLet={letCall} />
      <ListenerForm settings={settings} onEdit={edit} onSave={() => save.mutate(settings)} isSaving={save.isPending} />
      <ErrorNotice error={save.error} />
      <SaidSaved isSaved={save.isSuccess} />
      <CertificateFacts files={status.files} />
    </>
  )
}

function SaidSaved({ isSaved }: { isSaved: boolean }) {
  const { t } = useTexts()
  return <p role="status">{isSaved ? t('waysIn.listener.saved') : null}</p>
}

/** The settings alone, without how the listener stands. */
function settingsOf(status: ListenerStatus): ListenerSettings {
  return listenerSettings.parse(status)
}
