import type { DataSheet } from '@assay/contracts'
import { declaredTexts, stratumName, stratumValue } from '@assay/messages'
import { formatDay, formatNumber } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Facts } from '../../layout/facts.tsx'

/** Whom the set stands for, until when it may be used, and what was known of training data: what its rules are held to. */
export function Declared({ sheet: { declared } }: { sheet: DataSheet }) {
  const { t, language, locale } = useTexts()
  const { target, expiresOn, training } = declared
  const targets = Object.entries(target).map(([stratum, shares]) => {
    const words = Object.entries(shares).map(([value, share]) =>
      t('dataSheet.targetShare', {
        value: stratumValue(language, stratum, value),
        share: formatNumber(100 * share, locale),
      }),
    )
    const label = t('dataSheet.target', { stratum: stratumName(language, stratum) })
    return [label, words.join(t('common.listSeparator'))] as const
  })
  const trained = training.map(({ device, ...one }) =>
    t('training.declaredOf', { device, text: declaredTexts(language, one).join(' ') }),
  )
  return (
    <Card title={t('dataSheet.section.declared')}>
      <Facts
        facts={[
          [t('dataSheet.lastDay'), expiresOn ? formatDay(expiresOn, locale) : t('dataSheet.noLastDay')],
          ...(targets.length > 0 ? targets : [[t('dataSheet.noTarget'), t('dataSheet.notDeclared')] as const]),
          [
            t('dataSheet.training'),
            trained.length > 0 ? trained.map((text) => <div key={text}>{text}</div>) : t('training.nothing'),
          ],
        ]}
      />
    </Card>
  )
}
