import { type Draws, drawsOf } from '../random/philox.ts'

/** How often the planned test comes out, with its standard error. */
export interface SimulatedPower {
  readonly power: number
  readonly standardError: number
  readonly runs: number
}

/** How a simulation is drawn: run r uses stream r. */
export interface Simulation {
  readonly runs: number
  readonly seed: number
}

/** Runs a study as often. */
export function simulate({ runs, seed }: Simulation, holds: (draws: Draws) => boolean): SimulatedPower {
  let held = 0
  for (let run = 0; run < runs; run += 1) if (holds(drawsOf(seed, run))) held += 1
  const power = held / runs
  return { power, standardError: Math.sqrt((power * (1 - power)) / runs), runs }
}
