import type { Device, Protocol, ProtocolDraft } from '@assay/contracts'
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatInstant, shortHash } from '../app/formats.ts'
import { termOf } from '../app/term-of.ts'
import { useTexts } from '../app/texts.ts'
import { Hash } from '../layout/hash.tsx'
import { CriteriaSentences } from './criteria-sentences.tsx'
import { endpointLines } from './endpoint-sentences.ts'
import { planSentences } from './plan-sentences.ts'

/** A locked protocol as sentences, with its hash. */
export function ProtocolView({ protocol, hash }: { protocol: Protocol; hash: string }) {
  const { t, locale } = useTexts()
  const { look, device, hospitals } = protocol
  return (
    <>
      <Rules draft={protocol} total={hospitals.length}>
        <li>
          {look.allowed === null
            ? t('common.protocol.lookFree', { number: look.number })
            : t('common.protocol.lookLimited', { number: look.number, allowed: look.allowed })}
        </li>
      </Rules>
      <Part title={t('common.protocol.data')}>
        <ul>
          {hospitals.map(({ hospitalId, name, testSetVersion: version, provenance, manifestHash }) => (
            <li key={hospitalId}>
              {t('common.protocol.set', {
                name,
                version,
                provenance: t(`common.provenance.${provenance}`),
                hash: shortHash(manifestHash),
              })}
            </li>
          ))}
          <li>{t('common.protocol.device', { ...device, digest: shortHash(device.packageDigest) })}</li>
        </ul>
      </Part>
      <p className="quiet">
        {t('common.protocol.lockedAt', { when: formatInstant(protocol.lockedAt, locale) })}. {t('common.protocol.hash')}
        : <Hash value={hash} />
      </p>
    </>
  )
}

interface DraftViewProps {
  readonly draft: ProtocolDraft
  readonly device: Device
  /** Names of the hospitals that would be asked. */
  readonly hospitals: readonly string[]
}

/** A draft as the sentences it would become. */
export function DraftView({ draft, device, hospitals }: DraftViewProps) {
  const { t } = useTexts()
  const { name, version, vendor } = device.manifest
  const digest = shortHash(device.packageDigest)
  return (
    <>
      <Rules draft={draft} total={draft.hospitals.length} />
      <Part title={t('common.protocol.data')}>
        <ul>
          {hospitals.map((hospital) => (
            <li key={hospital}>{hospital}</li>
          ))}
          <li>{t('common.protocol.device', { name, version, vendor, digest })}</li>
        </ul>
      </Part>
    </>
  )
}

function Rules({
  draft,
  total,
  children,
}: {
  draft: Omit<ProtocolDraft, 'hospitals'>
  total: number
  children?: ReactNode
}) {
  const { t } = useTexts()
  const { category, task, leastHospitals: count, sampleSize } = draft
  return (
    <>
      <Part title={t('common.protocol.intendedUse')}>
        <p style={{ whiteSpace: 'pre-line' }}>{draft.intendedUse}</p>
      </Part>
      <Part title={t('common.protocol.criteria')}>
        <CriteriaSentences criteria={draft.criteria} />
      </Part>
      <Part title={t('common.protocol.rules')}>
        <ul>
          <li>
            {t('common.protocol.asks', { task: termOf('task', task, t), category: termOf('category', category, t) })}
          </li>
          {planSentences(draft, t).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          <li>
            {total > 0 ? t('common.protocol.least', { count, total }) : t('common.protocol.leastOnly', { count })}
          </li>
          <li>{t('common.protocol.sample', { patients: sampleSize.leastPatients, why: sampleSize.justification })}</li>
          <li>{t('common.protocol.failed')}</li>
          {endpointLines(draft.endpoints, t).map((line) => (
            <li key={line}>{line}</li>
          ))}
          {children}
        </ul>
      </Part>
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Title order={3} size="h5" mt="md" mb={4}>
        {title}
      </Title>
      {children}
    </>
  )
}
