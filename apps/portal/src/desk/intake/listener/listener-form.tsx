import type { ListenerSettings } from '@assay/contracts'
import { Button, Checkbox, Fieldset, Group, NativeSelect, NumberInput, Stack, TextInput, Title } from '@mantine/core'
import { categoryChoices } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'
import { provenanceChoices } from '../declared-fields.tsx'

type OwnTitle = ListenerSettings['titles'][number]
type Peer = ListenerSettings['peers'][number]

interface ListenerFormProps {
  readonly settings: ListenerSettings
  readonly onEdit: (settings: ListenerSettings) => void
  readonly onSave: () => void
  readonly isSaving: boolean
}

/** The listener's settings. */
export function ListenerForm({ settings, onEdit, onSave, isSaving }: ListenerFormProps) {
  const { t } = useTexts()
  const change = (some: Partial<ListenerSettings>) => onEdit({ ...settings, ...some })
  const hosts = [
    { value: '127.0.0.1', label: t('waysIn.listener.hostThis') },
    { value: '0.0.0.0', label: t('waysIn.listener.hostAll') },
  ]
  const other = hosts.every(({ value }) => value !== settings.host)
    ? [{ value: settings.host, label: t('waysIn.listener.hostOther', { host: settings.host }) }]
    : []
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSave()
      }}
    >
      <Title order={3} size="h5" mt="lg" mb="xs">
        {t('waysIn.listener.settings')}
      </Title>
      <Stack maw={760}>
        <Group align="flex-end">
          <NativeSelect
            label={t('waysIn.listener.host')}
            value={settings.host}
            onChange={({ currentTarget: { value } }) => change({ host: value })}
            data={[...hosts, ...other]}
          />
          <NumberInput
            label={t('waysIn.listener.port')}
            value={settings.port}
            onChange={(value) => change({ port: Number(value) })}
            min={0}
            max={65_535}
            allowDecimal={false}
            hideControls
            w={120}
          />
        </Group>
        <Checkbox
          label={t('waysIn.listener.tls')}
          checked={settings.tls}
          onChange={({ currentTarget: { checked } }) => change({ tls: checked })}
        />
        <Titles titles={settings.titles} onEdit={(titles) => change({ titles })} />
        <Peers peers={settings.peers} onEdit={(peers) => change({ peers })} />
        <Button type="submit" loading={isSaving} style={{ alignSelf: 'flex-start' }}>
          {t('waysIn.listener.save')}
        </Button>
      </Stack>
    </form>
  )
}

/** A list with one of it replaced. */
function replaced<T>(all: readonly T[], index: number, by: Partial<T>): T[] {
  return all.map((one, i) => (i === index ? { ...one, ...by } : one))
}

function Titles({ titles, onEdit }: { titles: readonly OwnTitle[]; onEdit: (titles: OwnTitle[]) => void }) {
  const { t } = useTexts()
  const categories = categoryChoices(t)
  const fresh: OwnTitle = { aeTitle: '', category: 'lung-ct', provenance: 'patients' }
  return (
    <Fieldset legend={t('waysIn.listener.titles')}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t('waysIn.listener.titlesAbout')}
      </p>
      {titles.map(({ aeTitle, category, provenance }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity while they are edited
        <Group key={index} align="flex-end" mb="sm">
          <AeTitle
            label={t('waysIn.listener.aeTitle')}
            value={aeTitle}
            onChange={(value) => onEdit(replaced(titles, index, { aeTitle: value }))}
          />
          <NativeSelect
            label={t('desk.intake.category')}
            value={category}
            data={categories}
            onChange={({ currentTarget: { value } }) => onEdit(replaced(titles, index, { category: value }))}
          />
          <NativeSelect
            label={t('desk.intake.provenance')}
            value={provenance}
            data={provenanceChoices(t)}
            onChange={({ currentTarget: { value } }) =>
              onEdit(replaced(titles, index, { provenance: value as OwnTitle['provenance'] }))
            }
          />
          <RemoveButton what={aeTitle} onRemove={() => onEdit(titles.filter((_, i) => i !== index))} />
        </Group>
      ))}
      <Button variant="default" size="xs" onClick={() => onEdit([...titles, fresh])}>
        {t('waysIn.listener.addTitle')}
      </Button>
    </Fieldset>
  )
}

function Peers({ peers, onEdit }: { peers: readonly Peer[]; onEdit: (peers: Peer[]) => void }) {
  const { t } = useTexts()
  return (
    <Fieldset legend={t('waysIn.listener.peers')}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t('waysIn.listener.peersAbout')}
      </p>
      {peers.map((peer, index) => (
        <PeerRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity while they are edited
          key={index}
          peer={peer}
          onEdit={(by) => onEdit(replaced(peers, index, by))}
          onRemove={() => onEdit(peers.filter((_, i) => i !== index))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        onClick={() => onEdit([...peers, { aeTitle: '', address: null, commitment: null }])}
      >
        {t('waysIn.listener.addPeer')}
      </Button>
    </Fieldset>
  )
}

interface PeerRowProps {
  readonly peer: Peer
  readonly onEdit: (by: Partial<Peer>) => void
  readonly onRemove: () => void
}

function PeerRow({ peer: { aeTitle, address, commitment }, onEdit, onRemove }: PeerRowProps) {
  const { t } = useTexts()
  const commit = (host: string, port: number) => onEdit({ commitment: host === '' ? null : { host, port } })
  return (
    <Group align="flex-end" mb="sm">
      <AeTitle label={t('waysIn.listener.peer')} value={aeTitle} onChange={(value) => onEdit({ aeTitle: value })} />
      <TextInput
        label={t('waysIn.listener.address')}
        value={address ?? ''}
        onChange={({ currentTarget: { value } }) => onEdit({ address: value.trim() === '' ? null : value.trim() })}
      />
      <TextInput
        label={t('waysIn.listener.commitmentHost')}
        value={commitment?.host ?? ''}
        onChange={({ currentTarget: { value } }) => commit(value.trim(), commitment?.port ?? 104)}
      />
      {commitment ? (
        <NumberInput
          label={t('waysIn.listener.commitmentPort')}
          value={commitment.port}
          onChange={(value) => commit(commitment.host, Number(value))}
          min={1}
          max={65_535}
          allowDecimal={false}
          hideControls
          w={120}
        />
      ) : null}
      <RemoveButton what={aeTitle} onRemove={onRemove} />
    </Group>
  )
}

interface AeTitleProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** An application entity's title: at most 16 characters. */
function AeTitle({ label, value, onChange }: AeTitleProps) {
  return (
    <TextInput
      label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      required
      withAsterisk={false}
      maxLength={16}
      pattern="[\x20-\x5b\x5d-\x7e]{1,16}"
    />
  )
}

function RemoveButton({ what, onRemove }: { what: string; onRemove: () => void }) {
  const { t } = useTexts()
  return (
    <Button variant="subtle" size="xs" onClick={onRemove} aria-label={t('waysIn.listener.removeOf', { what })}>
      {t('waysIn.listener.remove')}
    </Button>
  )
}
