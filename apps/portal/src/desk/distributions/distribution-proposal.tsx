import { type DistributionProposal, deskDistribution } from '@assay/contracts'
import { Button, Group, Table, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { send } from '../../api/request.ts'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { axisTitle, cellLabels, countWords } from '../../charts/distribution-words.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Hash } from '../../layout/hash.tsx'
import { ReasonForm } from '../../layout/reason-form.tsx'
import { policyTitle } from '../releases/policy-words.ts'

/** What would leave, cell by cell and as bytes, beside what was counted, which stays; then one act. */
export function DistributionProposalPanel({ proposal }: { proposal: DistributionProposal }) {
  const { t } = useTexts()
  const { payload, bytes, sha256 } = proposal
  const { policy } = payload
  return (
    <>
      <Title order={3} size="h5" mt="md">
        {t('distributions.leaves')}
      </Title>
      <p>{t('distributions.leavesText', { policy: policyTitle(policy.id, t), version: policy.version })}</p>
      {payload.quantities.map(({ axis }, i) => (
        <details key={axis.name} open={i === 0}>
          <summary>{axisTitle(axis, t)}</summary>
          <QuantityTable proposal={proposal} quantity={i} />
        </details>
      ))}
      <details>
        <summary>{t('distributions.bytes')}</summary>
        <Hash value={sha256} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
        <pre className="bytes" tabIndex={0}>
          {bytes}
        </pre>
      </details>
      <Decision category={payload.category} sha256={sha256} />
    </>
  )
}

function QuantityTable({
  proposal: { payload, cells },
  quantity,
}: {
  proposal: DistributionProposal
  quantity: number
}) {
  const { t, locale } = useTexts()
  const labels = cellLabels(payload.quantities[quantity]!.axis, t, locale)
  return (
    <Table maw={720} my="sm">
      <Table.Thead>
        <Table.Tr>
          {(['cell', 'here', 'leaves', 'reason'] as const).map((column) => (
            <Table.Th key={column} className={column === 'here' ? 'count' : undefined}>
              {t(`distributions.columns.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cells[quantity]!.map(({ patients, leaves, reason }, i) => (
          <Table.Tr key={labels[i]}>
            <Table.Th scope="row">{labels[i]}</Table.Th>
            <Table.Td className="count">{formatCount(patients, locale)}</Table.Td>
            <Table.Td>{countWords(leaves, t, locale)}</Table.Td>
            <Table.Td>{reason ? t(`distributions.withheld.${reason}`) : null}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Decision({ category, sha256 }: { category: string; sha256: string }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: ({ way, body }: { way: 'sign' | 'decline'; body: object }) =>
      send('POST', `/api/distributions/${category}/${way}`, body, z.array(deskDistribution)),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <div className="no-print">
      <Group gap="sm" align="flex-start" mt="md">
        <Button loading={act.isPending} onClick={() => act.mutate({ way: 'sign', body: { sha256 } })}>
          {t('distributions.sign')}
        </Button>
        <ReasonForm
          open={t('distributions.decline')}
          label={t('distributions.declineReason')}
          submit={t('distributions.declineSubmit')}
          onReason={(reason) => act.mutate({ way: 'decline', body: { reason } })}
        />
      </Group>
      <ErrorNotice error={act.error} />
    </div>
  )
}
