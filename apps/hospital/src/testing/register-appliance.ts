import type { ApplianceSettings, Protocol } from '@assay/contracts'
import type { Scene } from './scene.ts'
import { appliancePackage, applianceSettingsFor } from './test-appliance.ts'

/** An appliance that is registered at the node of a scene, and an evaluation over it to be asked for. */
interface RegisteredAppliance {
  readonly settings: ApplianceSettings
  readonly ask: () => Promise<Protocol>
}

/** Registers an appliance at the node, and its package at the hub. @param manifest what differs in it from one for ECG */
export async function registerAppliance(
  { hospital, hub, asked }: Pick<Scene, 'hospital' | 'hub' | 'asked'>,
  answers: readonly object[],
  changes: Partial<ApplianceSettings>,
  manifest: object = {},
): Promise<RegisteredAppliance> {
  const { archive, digest } = await appliancePackage(answers, manifest)
  hub.packages.set(digest, archive)
  const settings = await applianceSettingsFor(changes)
  await hospital.steward.put('/appliances', settings)
  return { settings, ask: () => asked({ wayOfRunning: 'appliance', device: applianceDevice(settings, digest) }) }
}

/** An appliance as a protocol names it. */
export function applianceDevice(
  { vendor, device: name }: Pick<ApplianceSettings, 'vendor' | 'device'>,
  packageDigest: string,
) {
  return { deviceId: '01980000-0000-7000-8000-000000000000', name, version: '1.0', vendor, packageDigest }
}
