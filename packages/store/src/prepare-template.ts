// Run at the end of an installation: initialises the database that programs copy at their first start.
import { findTemplate } from './pglite-template.ts'

await findTemplate()
