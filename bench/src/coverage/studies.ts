import { adjustedLooks } from './adjusted-looks.ts'
import { areaDifferences, rocAreas, stratifiedAreas } from './areas.ts'
import { binomialShares } from './binomial-shares.ts'
import { bootstrappedAreas, bootstrappedMeans } from './bootstrap-intervals.ts'
import { rightForecasts } from './calibration-intervals.ts'
import { clusteredDifferences, clusteredShares } from './clustered-shares.ts'
import { derivedFigures } from './derived-figures.ts'
import { pairedDifferences, unpairedDifferences } from './differences.ts'
import { partialVerification } from './incomplete-truth.ts'
import { randomHospitals } from './random-hospitals.ts'
import { readerStudies } from './reader-studies.ts'
import { type AnyStudy, toAnyStudy } from './study.ts'
import { theseHospitals } from './these-hospitals.ts'

/** All studies, in the order of the page. */
export const studies: readonly AnyStudy[] = [
  toAnyStudy(binomialShares),
  toAnyStudy(clusteredShares),
  toAnyStudy(derivedFigures),
  toAnyStudy(unpairedDifferences),
  toAnyStudy(pairedDifferences),
  toAnyStudy(clusteredDifferences),
  toAnyStudy(rocAreas),
  toAnyStudy(areaDifferences),
  toAnyStudy(stratifiedAreas),
  toAnyStudy(rightForecasts),
  toAnyStudy(theseHospitals),
  toAnyStudy(randomHospitals),
  toAnyStudy(bootstrappedMeans),
  toAnyStudy(bootstrappedAreas),
  toAnyStudy(partialVerification),
  toAnyStudy(readerStudies),
  toAnyStudy(adjustedLooks),
]
