import { type DerivedFigure, likelihoodRatios, predictiveValues } from '@assay/statistics/proportions'
import { binomialProbabilities } from './binomial-probabilities.ts'
import { overPoints } from './differences.ts'
import { addTo, emptyTally, type Study, type Tally } from './study.ts'

interface Classes {
  diseased: number
  healthy: number
}

const prevalence = 0.1
const points = [0.7, 0.8, 0.9].flatMap((sensitivity) =>
  [0.7, 0.8, 0.9].map((specificity) => ({ sensitivity, specificity })),
)

const methods = ['positive value', 'negative value', 'positive ratio', 'negative ratio'] as const
type Method = (typeof methods)[number]

const from50 = {
  kind: 'asymptotic' as const,
  from: '50 cases a class',
  holds: ({ diseased, healthy }: Classes) => Math.min(diseased, healthy) >= 50,
}

/** Predictive values at a stated prevalence and likelihood ratios, by all that two samples can be. */
export const derivedFigures: Study<Classes> = {
  id: 'derived-figures',
  title: 'Predictive values and likelihood ratios',
  about: `All pairs of counts with their probabilities, no sampling, for sensitivity and specificity 0.7, 0.8 and 0.9 (${points.length} points). Predictive values at a prevalence of ${prevalence}.`,
  cells: [
    { diseased: 20, healthy: 20 },
    { diseased: 20, healthy: 80 },
    { diseased: 50, healthy: 50 },
    { diseased: 200, healthy: 200 },
  ],
  place: ({ diseased, healthy }) => ({ diseased, healthy }),
  claims: Object.fromEntries(methods.map((method) => [method, from50])),
  how: {
    kind: 'enumerated',
    enumerate: (classes) => Object.fromEntries(methods.map((method) => [method, coverageOf(classes, method)])),
  },
}

function coverageOf({ diseased, healthy }: Classes, method: Method): Tally {
  const intervals = Array.from({ length: diseased + 1 }, (_, x) =>
    Array.from({ length: healthy + 1 }, (__, y) => {
      const figure = figureOf(
        { truePositive: x, falseNegative: diseased - x, trueNegative: y, falsePositive: healthy - y },
        method,
      )
      return figure.status === 'estimated' ? figure : { lower: 1, upper: -1 }
    }),
  )
  return overPoints(points, ({ sensitivity, specificity }) => {
    const [found, spared] = [binomialProbabilities(diseased, sensitivity), binomialProbabilities(healthy, specificity)]
    const truth = truthOf(sensitivity, specificity, method)
    const tally = emptyTally()
    intervals.forEach((row, x) => {
      row.forEach(({ lower, upper }, y) => {
        addTo(tally, { lower, upper, truth }, found[x]! * spared[y]!)
      })
    })
    return { tally, at: `${sensitivity}, ${specificity}` }
  })
}

function figureOf(counts: Parameters<typeof likelihoodRatios>[0], method: Method): DerivedFigure {
  const kind = method.startsWith('positive') ? 'positive' : 'negative'
  return method.endsWith('ratio') ? likelihoodRatios(counts)[kind] : predictiveValues(counts, prevalence)[kind]
}

function truthOf(sensitivity: number, specificity: number, method: Method): number {
  switch (method) {
    case 'positive value': {
      const found = prevalence * sensitivity
      return found / (found + (1 - prevalence) * (1 - specificity))
    }
    case 'negative value': {
      const spared = (1 - prevalence) * specificity
      return spared / (spared + prevalence * (1 - sensitivity))
    }
    case 'positive ratio':
      return sensitivity / (1 - specificity)
    case 'negative ratio':
      return (1 - sensitivity) / specificity
  }
}
