import { uuid } from '@assay/contracts'
import { z } from '@assay/http'

/** The id in a path. */
export const idParameter = z.object({ id: uuid })
