import type { ListenerRefusal, ListenerSender, ListenerSettings } from '@assay/contracts'
import { Button, Table, Title } from '@mantine/core'
import { formatBytes, formatCount } from '../../../app/formats.ts'
import { useTexts } from '../../../app/texts.ts'
import { Empty } from '../../../layout/empty.tsx'
import { Moment } from '../../../layout/moment.tsx'

const columns = ['sender', 'title', 'objects', 'size', 'first', 'last'] as const

/** Who has sent what, since when. */
export function Senders({ senders }: { senders: readonly ListenerSender[] }) {
  const { t, locale } = useTexts()
  return (
    <>
      <Title order={3} size="h5" mt="lg">
        {t('waysIn.listener.senders')}
      </Title>
      {senders.length === 0 ? (
        <Empty>{t('waysIn.listener.sendersNone')}</Empty>
      ) : (
        <Table className="stack">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column}>{t(`waysIn.listener.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {senders.map(({ peer, title, objects, bytes, firstAt, lastAt }) => (
              <Table.Tr key={`${peer} ${title}`}>
                <Table.Th scope="row">{peer}</Table.Th>
                <Table.Td data-label={t('waysIn.listener.title')}>{title}</Table.Td>
                <Table.Td data-label={t('waysIn.listener.objects')}>{formatCount(objects, locale)}</Table.Td>
                <Table.Td data-label={t('waysIn.listener.size')}>{formatBytes(bytes, locale)}</Table.Td>
                <Table.Td data-label={t('waysIn.listener.first')}>
                  <Moment at={firstAt} />
                </Table.Td>
                <Table.Td data-label={t('waysIn.listener.last')}>
                  <Moment at={lastAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  )
}

interface RefusalsProps {
  readonly refusals: readonly ListenerRefusal[]
  readonly peers: ListenerSettings['peers']
  readonly onLet: (aeTitle: string, address: string) => void
}

/** Callers that were sent away, why, and letting one in. */
export function Refusals({ refusals, peers, onLet }: RefusalsProps) {
  const { t } = useTexts()
  if (refusals.length === 0) return null
  return (
    <>
      <Title order={3} size="h5" mt="lg">
        {t('waysIn.listener.refusals')}
      </Title>
      <ul className="plain-list">
        {refusals.map((refusal) => {
          const { calling, called, address, why, at } = refusal
          const isNew = why === 'calling' && calling !== '' && !peers.some(({ aeTitle }) => aeTitle === calling)
          return (
            <li key={`${calling} ${called} ${address} ${why}`} style={{ padding: '8px 0' }}>
              {t(`waysIn.listener.refusal.${why}`, { calling, called, address })}{' '}
              <span className="quiet">
                <Moment at={at} />
              </span>
              {isNew ? (
                <div>
                  <Button variant="default" size="xs" mt={4} onClick={() => onLet(calling, address)}>
                    {t('waysIn.listener.let', { calling, address })}
                  </Button>
                </div>
              ) : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}
