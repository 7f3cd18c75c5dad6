import type { z } from '@hono/zod-openapi'

/** A place in what was sent, and the rule that it breaks: names only, never the value, which may be personal. */
interface Fault {
  readonly where: string
  readonly what: string
}

/** The first fault of input that failed its schema. Of alternatives, the one that fits best speaks. */
export function firstFault(error: z.core.$ZodError): Fault {
  const issue = error.issues[0]
  return issue ? faultOf(issue, []) : { where: '', what: 'custom' }
}

function faultOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Fault {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    const [closest] = issue.errors.filter((issues) => issues.length > 0).sort((a, b) => a.length - b.length)
    if (closest?.[0]) return faultOf(closest[0], path)
  }
  return { where: path.map(String).join('.'), what: issue.code }
}
