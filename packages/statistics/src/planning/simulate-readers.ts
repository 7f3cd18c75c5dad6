import { studentTQuantile } from '../distributions/student-t.ts'
import type { Draws } from '../random/philox.ts'
import { meanSquares, type ReaderPlan } from './plan-readers.ts'
import { type SimulatedPower, type Simulation, simulate } from './simulation.ts'

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Draws merits from Obuchowski and Rockette's model, covariances as in the pilot, and asks for the t limit of the difference. */
export function simulateReaders(
  plan: ReaderPlan,
  readers: number,
  cases: number,
  simulation: Simulation,
): SimulatedPower {
  const { own, shared, freedoms } = meanSquares(plan, cases)
  return simulate(simulation, (draws) => {
    const { mean, meanSquare } =
      freedoms === 2
        ? drawOwnReaders(plan, readers, { own, shared }, draws)
        : drawSame(plan, readers, { own, shared }, draws)
    const error = meanSquare + (readers / plan.blocks) * shared
    const freedom = freedoms * (readers - plan.blocks)
    const quantile = studentTQuantile(1 - plan.alpha, freedom * (error / meanSquare) ** 2)
    return mean - quantile * Math.sqrt((2 * error) / readers) > -plan.margin
  })
}

interface Parts {
  readonly own: number
  readonly shared: number
}

/** Groups of readers with something in common by their cases; the mean square is pooled within. */
function drawGroups(sizes: readonly number[], { own, shared }: Parts, draws: Draws) {
  const groups = sizes.map((size) => {
    const common = Math.sqrt(shared) * draws.normal()
    return Array.from({ length: size }, () => common + Math.sqrt(own) * draws.normal())
  })
  const squares = groups.map((one) => one.reduce((sum, value) => sum + (value - meanOf(one)) ** 2, 0))
  const freedom = groups.flat().length - groups.length
  return { groups, meanSquare: squares.reduce((sum, value) => sum + value, 0) / freedom }
}

/** The same readers in both modalities: differences of their merits, by block. */
function drawSame(plan: ReaderPlan, readers: number, { own, shared }: Parts, draws: Draws) {
  const sizes = Array.from({ length: plan.blocks }, () => readers / plan.blocks)
  const { groups, meanSquare } = drawGroups(sizes, { own: 2 * own, shared: 2 * shared }, draws)
  return { mean: plan.difference + meanOf(groups.flat()), meanSquare: meanSquare / 2 }
}

/** Readers of each modality: merits, less what all of them have in common. */
function drawOwnReaders(plan: ReaderPlan, readers: number, parts: Parts, draws: Draws) {
  const { groups, meanSquare } = drawGroups([readers, readers], parts, draws)
  return { mean: plan.difference + meanOf(groups[0]!) - meanOf(groups[1]!), meanSquare }
}
