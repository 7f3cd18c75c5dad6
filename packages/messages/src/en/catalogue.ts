import { appliance } from './appliance.ts'
import { cli } from './cli.ts'
import { common } from './common.ts'
import { dataSheet } from './data-sheet.ts'
import { demonstration } from './demonstration.ts'
import { desk } from './desk.ts'
import { detection } from './detection.ts'
import { device } from './device.ts'
import { distributions } from './distributions.ts'
import { errors } from './errors.ts'
import { faults } from './faults.ts'
import { fullSample } from './full-sample.ts'
import { http } from './http.ts'
import { intake } from './intake.ts'
import { linkage } from './linkage.ts'
import { passports } from './passports.ts'
import { portal } from './portal.ts'
import { quality } from './quality.ts'
import { qualityNames } from './quality-names.ts'
import { report } from './report.ts'
import { scoring } from './scoring.ts'
import { training } from './training.ts'
import { waysIn } from './ways-in.ts'

/** Every text in English, by namespace. The keys are the ones that every language has. */
export const en = {
  appliance,
  cli,
  common,
  dataSheet,
  demonstration,
  desk,
  detection,
  device,
  distributions,
  errors,
  faults,
  fullSample,
  http,
  intake,
  linkage,
  passports,
  portal,
  quality,
  qualityNames,
  report,
  scoring,
  training,
  waysIn,
} as const
