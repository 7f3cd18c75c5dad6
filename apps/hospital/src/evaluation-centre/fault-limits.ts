/** How often what holds the devices may fail before a run stops and waits for a steward. */
export interface FaultLimits {
  /** Times in a row for one case. */
  perCase: number
  perRun: number
}
