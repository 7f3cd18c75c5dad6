import type { CaseOutcome, DeviceLimits, Isolation } from '@assay/contracts'

/** A start of a device: plain data, so that it may be sent to another machine that sees the same folders. */
export interface DeviceStart {
  /** An image has all that it needs in its root; a program may also be started on the machine itself. */
  kind: 'image' | 'program'
  /** Folder that becomes the device's /, read-only. */
  root: string
  /** The first word is a path below the root. */
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  workingFolder: string
  /** Folder that becomes /opt/ml/model, read-only; undefined without a model. */
  model: string | undefined
  /** Folders that become /input (read-only) and /output, and one for temporary files where there is no isolation. */
  input: string
  output: string
  temporary: string
  limits: DeviceLimits
  gpus: number
  /** Whether it takes case after case: it is then talked to, and its CPU time is counted a case, not a start. */
  isSeries: boolean
}

/** What a device has used up to now, all its processes together. */
export interface Usage {
  /** Whether it went beyond its limit of memory. */
  isOutOfMemory: boolean
  /** Largest memory, bytes. */
  peakMemoryBytes: number
  /** CPU time; undefined where nobody counted. */
  cpuMilliseconds: number | undefined
  /** What it wrote to disks, bytes, whether or not it can be found there; see `countWritten`. */
  writtenBytes: number
}

/** How a device ended, with nothing of it left running. */
export interface Ending extends Usage {
  exitCode: number | null
  exitSignal: NodeJS.Signals | null
  /** End of what it printed. */
  log: string
  /** Parts of the isolation as read from the device's own /proc while it ran; undefined where it had ended before. */
  seen: readonly string[] | undefined
  /** Undefined where it ran on the node's own machine. */
  remote?: Remote | undefined
}

/** What only the machine of a cluster that ran a device can tell. */
export interface Remote {
  job: string
  node: string
  /** The scheduler and the program that held the device, with their versions. */
  version: string
  kernel: string
  /** The limit that was enforced there. */
  breached: CaseOutcome | undefined
  /** From the device's start to its end, without the wait for a machine. */
  wallMilliseconds: number
  /** Beginnings before this one, which faults of their machines ended. */
  faults: readonly { job: string; node: string }[]
}

/** A device at work. */
export interface DeviceProcess {
  /**
   * Settles when no process of the device is left.
   * @throws AssayError isolation-unavailable, cluster-failed where the executor failed: no fault of the device.
   */
  readonly ended: Promise<Ending>
  /**
   * Of a device that waits first, for a machine of a cluster or for a container: settles when its own time begins, or when
   * it ends before. Absent where it begins at once.
   */
  readonly begun?: Promise<void>
  /** What it has used up to now. */
  usage(): Usage
  /** Parts of the isolation as read from its own /proc; undefined where it could not be looked at yet. */
  seen(): readonly string[] | undefined
  /** Where on a cluster it runs; undefined before it began there. Absent where it runs on the node's own machine. */
  remote?(): Remote | undefined
  /** Writes a line to a device that takes case after case. */
  say(line: string): void
  /** Ends it at once with all its descendants. */
  end(): void
}

/** Starts a device; `hear` is told each line that it prints. */
export type StartDevice = (start: DeviceStart, hear?: (line: string) => void) => DeviceProcess

/** A way to run a device. */
export interface Executor {
  readonly isolation: Isolation
  /** The program that holds the device, with its version. */
  readonly version: string
  /** Named parts of the isolation in force, as seen from inside. */
  readonly parts: readonly string[]
  /** Why it is not isolated; empty where it is. */
  readonly reason: string
  readonly start: StartDevice
  /** Removes what the executor keeps in the system beside the folders. */
  close(): Promise<void>
}
