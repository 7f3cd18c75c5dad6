import type { Device } from '@assay/contracts'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useAccount } from '../../access/use-session.ts'
import { devicesQuery } from '../../api/hub.ts'
import { formatInstant, formatNumber } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { DeviceUpload } from './device-upload.tsx'
import { TrainingDeclaration } from './training-declaration.tsx'

/** Registered devices, and registering another. */
export function DevicesPage() {
  const { t } = useTexts()
  const isVendor = useAccount().role === 'vendor'
  return (
    <Page title={t('portal.devices.title')} intro={t('portal.devices.intro')}>
      {isVendor ? <DeviceUpload /> : null}
      <Loaded query={useQuery(devicesQuery)}>
        {(devices) =>
          devices.length === 0 ? (
            <Empty>{t(isVendor ? 'portal.devices.noneVendor' : 'portal.devices.none')}</Empty>
          ) : (
            devices.map((device) => <DeviceCard key={device.id} device={device} canApply={isVendor} />)
          )
        }
      </Loaded>
    </Page>
  )
}

function DeviceCard({ device, canApply }: { device: Device; canApply: boolean }) {
  const { t, locale } = useTexts()
  const { id, manifest, packageDigest, packageBytes, registeredAt } = device
  const { name, version, vendor, task } = manifest
  return (
    <Card title={t('portal.devices.name', { name, version })}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t('portal.devices.about', {
          vendor,
          task: termOf('task', task, t),
          when: formatInstant(registeredAt, locale),
        })}
      </p>
      <Facts
        facts={[
          [t('portal.devices.use'), manifest.intendedUse],
          [t('portal.devices.digest'), <Hash key="digest" value={packageDigest} />],
          [
            t('portal.devices.size'),
            t('portal.devices.kilobytes', { size: formatNumber(packageBytes / 1000, locale, 1) }),
          ],
        ]}
      />
      <TrainingDeclaration device={device} canDeclare={canApply} />
      {canApply ? (
        <p className="no-print" style={{ marginBottom: 0 }}>
          <Button component={Link} to="/application" search={{ device: id } as never} variant="default">
            {t('portal.devices.apply')}
          </Button>
        </p>
      ) : null}
    </Card>
  )
}
