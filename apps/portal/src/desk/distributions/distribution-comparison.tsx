import type { DeskDistribution } from '@assay/contracts'
import { Title } from '@mantine/core'
import { useMemo } from 'react'
import { formatNumber } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { DistributionChart } from '../../charts/distribution-chart.tsx'
import { axisTitle } from '../../charts/distribution-words.ts'

type Comparison = NonNullable<DeskDistribution['comparison']>

/** This hospital's own patients beside those of the others together, quantity by quantity. */
export function DistributionComparison({ comparison }: { comparison: Comparison }) {
  const { t } = useTexts()
  return (
    <>
      <Title order={3} size="h5" mt="lg">
        {t('distributions.comparison', { count: comparison.hospitals })}
      </Title>
      <p className="quiet">
        {t('distributions.legend')} {t('distributions.distanceLegend')}
      </p>
      <div className="two-columns wide">
        {comparison.quantities.map((one) => (
          <Quantity key={one.axis.name} quantity={one} hospitals={comparison.hospitals} />
        ))}
      </div>
    </>
  )
}

function Quantity({ quantity, hospitals }: { quantity: Comparison['quantities'][number]; hospitals: number }) {
  const { t, locale } = useTexts()
  const { axis, own, others, distance } = quantity
  const groups = useMemo(
    () => [
      { label: t('distributions.here'), extents: own.map((count) => ({ lower: count, upper: count })) },
      { label: t('distributions.others', { count: hospitals }), extents: others },
    ],
    [own, others, hospitals, t],
  )
  const shown = (value: number) => formatNumber(value, locale)
  return (
    <section>
      <Title order={4} size="h6" mt="md">
        {axisTitle(axis, t)}
      </Title>
      <p style={{ margin: '4px 0' }}>
        {distance
          ? t(
              shown(distance.least) === shown(distance.most)
                ? 'distributions.distance'
                : 'distributions.distanceBetween',
              {
                least: shown(distance.least),
                most: shown(distance.most),
              },
            )
          : t('distributions.noDistance')}
      </p>
      {distance ? <DistributionChart axis={axis} groups={groups} /> : null}
    </section>
  )
}
