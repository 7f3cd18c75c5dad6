import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { createMiddleware } from 'hono/factory'
import { notFoundAnswer } from './error-answer.ts'
import type { Router } from './router.ts'

/**
 * Serves the built pages in `folder` for every GET that no route took; call it after all routes. A path without a file
 * gets `index.html`, since the pages route themselves; `/api` and `/link` never do. Files under `/assets/` carry a hash
 * in their names and are kept for ever; all else is asked for anew. A browser that takes it gets the copy that the build has compressed.
 */
export function servePages(app: Router, folder: string): void {
  const files = lazily(folder)
  const index = lazily(folder, 'index.html')
  app.get('/assets/*', cached('public, max-age=31536000, immutable'), files, (c) => notFoundAnswer(c))
  app.get('/*', async (c, next) => (/^\/(api|link)(\/|$)/.test(c.req.path) ? notFoundAnswer(c) : next()))
  app.get('/*', cached('no-cache'), files, index)
}

/** The folder may be built after the program started. */
function lazily(folder: string, path?: string) {
  return createMiddleware(async (c, next) => {
    if (!existsSync(join(folder, 'index.html'))) return next()
    return serveStatic({ root: folder, precompressed: true, ...(path ? { path } : {}) })(c, next)
  })
}

function cached(control: string) {
  return createMiddleware(async (c, next) => {
    await next()
    if (c.res.ok) c.res.headers.set('cache-control', control)
  })
}
