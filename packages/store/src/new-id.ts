import type { Clock, Random } from '@assay/contracts'
import { v7 } from 'uuid'

/** A UUID version 7 (RFC 9562): ids made in later milliseconds sort later; within one millisecond in no order. */
export function newId(clock: Clock, random: Random): string {
  return v7({ msecs: clock().getTime(), random: random(16) })
}
