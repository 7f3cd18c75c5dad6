import type { Hospital } from '../../api/hub.ts'

/** A node calls the hub at least every minute; after this long, in minutes, somebody should ask. */
const silentMinutes = 10

/** Something an operator has to look after at a hospital. */
export interface HospitalTask {
  readonly hospital: string
  readonly task: 'neverHeard' | 'silent' | 'noSets'
  /** Instant since which it waits, where that is known. */
  readonly since?: string
}

/** Hospitals that don't call, and hospitals without a sealed set. */
export function hospitalTasks(hospitals: readonly Hospital[], now: Date): HospitalTask[] {
  return hospitals.flatMap(({ name: hospital, lastHeardAt, testSets }): HospitalTask[] => {
    if (lastHeardAt === null) return [{ hospital, task: 'neverHeard' }]
    const quietMinutes = (now.getTime() - new Date(lastHeardAt).getTime()) / 60_000
    return [
      ...(quietMinutes > silentMinutes ? [{ hospital, task: 'silent' as const, since: lastHeardAt }] : []),
      ...(testSets.length === 0 ? [{ hospital, task: 'noSets' as const }] : []),
    ]
  })
}
