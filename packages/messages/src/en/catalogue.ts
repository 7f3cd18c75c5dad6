import { cli } from './cli.ts'
import { demonstration } from './demonstration.ts'
import { errors } from './errors.ts'
import { faults } from './faults.ts'
import { http } from './http.ts'

/** Every text in English, by namespace. The keys are the ones that every language has. */
export const en = { cli, demonstration, errors, faults, http } as const
