import type { DeskLinkage } from '@assay/contracts'
import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { nodeQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'

/** Whose keys the tokens go through. While the steward decides they are to be compared; afterwards they are on record. */
export function LinkageMembers({ round: { members }, isOpen }: { round: DeskLinkage; isOpen: boolean }) {
  const { t } = useTexts()
  const self = useQuery(nodeQuery).data?.identity.id
  const keys = (
    <Facts
      facts={members.map(({ id, name, keyId }) => [
        id === self ? `${name} (${t('linkage.you')})` : name,
        <Hash key="key" value={keyId} />,
      ])}
    />
  )
  if (!isOpen)
    return (
      <details>
        <summary>
          {t('linkage.members')} ({members.length})
        </summary>
        {keys}
      </details>
    )
  return (
    <>
      <Title order={3} size="h5">
        {t('linkage.members')}
      </Title>
      <p>{t('linkage.membersAbout')}</p>
      {keys}
    </>
  )
}
