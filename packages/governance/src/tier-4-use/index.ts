import { registered } from '../engine/check.ts'
import { classesBalanced } from './classes-balanced.ts'
import { compositionMatchesTarget } from './composition-matches-target.ts'
import { diverse } from './diverse.ts'
import { labelsCertain } from './labels-certain.ts'
import { labelsPlausible } from './labels-plausible.ts'
import { noTrainingOverlap } from './no-training-overlap.ts'
import { notExpired } from './not-expired.ts'
import { strataFilled } from './strata-filled.ts'
import { trainingElsewhere } from './training-elsewhere.ts'
import { usesLeft } from './uses-left.ts'

/** Checks of tier 4: whether a set fits the use that is made of it. */
export const useChecks = [
  registered(compositionMatchesTarget),
  registered(strataFilled),
  registered(diverse),
  registered(classesBalanced),
  registered(noTrainingOverlap),
  registered(trainingElsewhere),
  registered(labelsCertain),
  registered(labelsPlausible),
  registered(notExpired),
  registered(usesLeft),
]
