import type { IntakeRun } from '@assay/contracts'
import { Progress } from '@mantine/core'
import { formatBytes, formatCount, formatDuration, formatNumber } from '../../../app/formats.ts'
import { useTexts } from '../../../app/texts.ts'

/** How far a running intake is: a bar, and in words how much, how fast, how long still. */
export function IntakeProgress({ run }: { run: IntakeRun }) {
  const { t } = useTexts()
  const done = run.accepted + run.known + run.quarantined
  const percent = run.found === 0 ? 0 : Math.min(100, (100 * done) / run.found)
  return (
    <>
      <Progress.Root size="lg" mb={6}>
        <Progress.Section value={percent} aria-label={t('waysIn.running.progress')} />
      </Progress.Root>
      <p style={{ margin: 0 }}>{useProgressWords(run, done).join(' · ')}</p>
      {run.way === 'listener' ? <p className="quiet">{t('waysIn.running.listens')}</p> : null}
    </>
  )
}

function useProgressWords({ found, quarantined, bytes, perSecond, secondsLeft }: IntakeRun, done: number): string[] {
  const { t, locale } = useTexts()
  if (found === 0) return [t('waysIn.running.counting')]
  const shown = (count: number) => formatCount(count, locale)
  return [
    t('waysIn.running.of', { done: shown(done), found: shown(found) }),
    ...(bytes > 0 ? [formatBytes(bytes, locale)] : []),
    ...(perSecond === null
      ? []
      : [t('waysIn.running.rate', { rate: formatNumber(perSecond, locale, perSecond < 10 ? 1 : 0) })]),
    ...(secondsLeft === null || secondsLeft === 0
      ? []
      : [t('waysIn.running.left', { left: formatDuration(secondsLeft, locale) })]),
    ...(quarantined > 0 ? [t('waysIn.running.aside', { count: quarantined, shown: shown(quarantined) })] : []),
  ]
}
