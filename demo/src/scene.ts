import type { Random } from '@assay/contracts'
import type { Consortium } from './consortium.ts'
import { type DemonstrationState, writeState } from './demonstration-state.ts'
import type { Logins } from './people/consortium-people.ts'

/** What every step of the demonstration works with. */
export interface Scene {
  /** The clone's root. */
  root: string
  consortium: Consortium
  /** The vendor's package, a tar archive. */
  devicePackage: Uint8Array
  random: Random
  readonly state: DemonstrationState
  /** Changes the state, on disk first. */
  remember(change: Partial<DemonstrationState>): void
  logins: Logins
}

/** Sets the scene: a state that is on disk before anything is built on it. */
export function setScene(
  given: Pick<Scene, 'root' | 'consortium' | 'devicePackage' | 'random'>,
  state: DemonstrationState,
): Scene {
  let current = state
  const remember = (change: Partial<DemonstrationState>) => {
    current = { ...current, ...change }
    writeState(given.consortium.stateFile, current)
  }
  remember({})
  return {
    ...given,
    get state() {
      return current
    },
    remember,
    logins: {
      find: (key) => current.logins[key],
      keep: (key, credentials) => remember({ logins: { ...current.logins, [key]: credentials } }),
    },
  }
}
