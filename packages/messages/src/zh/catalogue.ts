import type { Catalogue } from '../catalogue.ts'
import { cli } from './cli.ts'
import { demonstration } from './demonstration.ts'
import { errors } from './errors.ts'
import { faults } from './faults.ts'
import { http } from './http.ts'

/** Every text in Chinese, by namespace, with exactly the keys of the English ones. */
export const zh = { cli, demonstration, errors, faults, http } as const satisfies Catalogue
