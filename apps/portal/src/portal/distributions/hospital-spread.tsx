import { extentOfCount, type HubDistribution } from '@assay/contracts'
import { Title } from '@mantine/core'
import { useMemo } from 'react'
import { useTexts } from '../../app/texts.ts'
import { DistributionChart } from '../../charts/distribution-chart.tsx'
import { axisTitle } from '../../charts/distribution-words.ts'

/** The hospitals side by side, quantity by quantity, as far as they let counts out. */
export function HospitalSpread({ distribution: { axes, hospitals } }: { distribution: HubDistribution }) {
  const { t } = useTexts()
  const spreads = useMemo(
    () =>
      axes.map((axis, i) => ({
        axis,
        groups: hospitals.flatMap(({ name, quantities }) =>
          quantities ? [{ label: name, extents: quantities[i]!.map(extentOfCount) }] : [],
        ),
      })),
    [axes, hospitals],
  )
  // Where every count of every hospital is suppressed there is nothing to see.
  const shown = spreads.filter(({ groups }) => groups.some(({ extents }) => extents.some(({ lower }) => lower > 0)))
  if (shown.length === 0) return null
  return (
    <>
      <p className="quiet">{t('distributions.legend')}</p>
      {shown.map(({ axis, groups }) => (
        <section key={axis.name}>
          <Title order={3} size="h6" mt="md">
            {axisTitle(axis, t)}
          </Title>
          <DistributionChart axis={axis} groups={groups} />
        </section>
      ))}
    </>
  )
}
