import { registered } from '../engine/check.ts'
import { contentAtOneHospital } from './content-at-one-hospital.ts'
import { contentUnique } from './content-unique.ts'
import { distributionAlike } from './distribution-alike.ts'
import { noDrift } from './no-drift.ts'
import { patientAtOneHospital } from './patient-at-one-hospital.ts'
import { patientIdentified } from './patient-identified.ts'
import { statementsAgree } from './statements-agree.ts'
import { vocabularyHarmonised } from './vocabulary-harmonised.ts'

/** Checks of tier 3 on a study with what the node knows around it: identity, duplicates, consistency, vocabularies. */
export const integrationChecks = [
  registered(patientIdentified),
  registered(patientAtOneHospital),
  registered(contentUnique),
  registered(contentAtOneHospital),
  registered(statementsAgree),
  registered(vocabularyHarmonised),
]

/** Checks of tier 3 on all that a hospital has of a category. */
export const collectionChecks = [registered(distributionAlike), registered(noDrift)]
