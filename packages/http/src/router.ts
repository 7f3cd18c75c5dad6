import { type Account, AssayError, criteriaTree } from '@assay/contracts'
import { type Hook, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Env } from 'hono'
import { firstFault } from './first-fault.ts'

// A schema that holds itself needs a name in the OpenAPI document, or its description has no end. It was made before
// zod-openapi added `openapi` to schemas, so the method is borrowed.
z.ZodType.prototype.openapi.call(criteriaTree, 'CriteriaTree')

/** What a request carries: the id under which the log knows it, and who asks where somebody is logged in. */
export interface HttpEnv extends Env {
  Variables: { requestId: string; account: Account | undefined }
}

/** A set of routes whose bodies, parameters and queries are checked by their schemas before a handler runs. */
export type Router = OpenAPIHono<HttpEnv>

/** An empty set of routes; input that fails its schema is refused with `input-invalid`. */
export function createRouter(): Router {
  return new OpenAPIHono<HttpEnv>({ defaultHook: refuseInvalid })
}

const refuseInvalid: Hook<unknown, HttpEnv, string, unknown> = (result) => {
  if (!result.success) throw new AssayError('input-invalid', { ...firstFault(result.error) })
}
