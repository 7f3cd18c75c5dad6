import type { DeviceManifest, Isolation } from '@assay/contracts'

/** What a case is run with: folders of its own and the unpacked package. */
export interface CaseFolders {
  package: string
  input: string
  output: string
  temporary: string
}

/** What a device has used up to now, all its processes together. */
export interface Usage {
  /** Whether it went beyond its limit of memory. */
  isOutOfMemory: boolean
  /** Largest memory, bytes. */
  peakMemoryBytes: number
  /** CPU time; undefined where nobody counted. */
  cpuMilliseconds: number | undefined
}

/** How a device ended, with nothing of it left running. */
export interface Ending extends Usage {
  exitCode: number | null
  exitSignal: NodeJS.Signals | null
  /** End of what it printed. */
  log: string
}

/** A device at work on a case. */
export interface DeviceProcess {
  /**
   * Settles when no process of the device is left.
   * @throws AssayError isolation-unavailable where the executor failed: no fault of the device.
   */
  readonly ended: Promise<Ending>
  /** What it has used up to now. */
  usage(): Usage
  /** Ends it at once with all its descendants. */
  end(): void
}

/** A way to run a device. */
export interface Executor {
  readonly isolation: Isolation
  /** Named parts of the isolation in force, as seen from inside. */
  readonly parts: readonly string[]
  /** Why it is not isolated; empty where it is. */
  readonly reason: string
  start(manifest: DeviceManifest, folders: CaseFolders): DeviceProcess
  /** Removes what the executor keeps in the system beside the folders. */
  close(): void
}
