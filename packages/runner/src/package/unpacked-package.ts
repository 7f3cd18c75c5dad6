import type { DeviceManifest } from '@assay/contracts'
import type { TreeFolder } from '../image/file-tree.ts'
import type { PackageFile } from './unpack-files.ts'

/** What a package starts, inside its own root. */
export interface PackageProcess {
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  workingFolder: string
}

/** A package, read whole: the root that its device gets, and what is started in it. */
export interface UnpackedPackage {
  manifest: DeviceManifest
  /** The root of the device, before it is written. */
  tree: TreeFolder
  process: PackageProcess
  /** SHA-256 of the image's configuration; undefined for a program. */
  imageDigest: string | undefined
  /** Files of the model, which the device finds below /opt/ml/model. */
  model: readonly PackageFile[]
}
