import type { DeviceManifest, Isolation } from '@assay/contracts'

/** What a case is run with: folders of its own and the unpacked package. */
export interface CaseFolders {
  package: string
  input: string
  output: string
  temporary: string
}

/** How a process is started. */
export interface Launch {
  command: string
  words: string[]
  environment: Record<string, string>
  /** User and group that the process is started as; undefined: those of the node. */
  user?: { uid: number; gid: number }
}

/** A way to run a device. */
export interface Executor {
  readonly isolation: Isolation
  /** Named parts of the isolation in force, as seen from inside. */
  readonly parts: readonly string[]
  /** Why it is not isolated; empty where it is. */
  readonly reason: string
  launch(manifest: DeviceManifest, folders: CaseFolders): Launch
}
