import { languageOf, type Translator, translator } from '@assay/messages'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Router } from './router.ts'

type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

interface Operation {
  readonly operationId?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly unknown[]
  readonly requestBody?: unknown
  readonly responses?: unknown
}

interface ApiDocument {
  readonly info: { readonly title: string; readonly version: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** Serves the OpenAPI document, and a page that shows it to people without script and without any other server. */
export function serveApiPages(app: Router, { title, version }: { title: string; version: string }): void {
  let document: ApiDocument | undefined
  const read = () => {
    document ??= app.getOpenAPI31Document({ openapi: '3.1.0', info: { title, version } }) as unknown as ApiDocument
    return document
  }
  app.get('/openapi.json', (c) => c.json(read()))
  app.get('/docs', (c) => {
    const language = languageOf(c.req.header('accept-language'))
    return c.html(apiPage(read(), language, translator(language)))
  })
}

function apiPage({ info, paths = {} }: ApiDocument, language: string, t: Translator): Markup {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return html`<!doctype html>
<html lang="${language}">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${info.title}</title>
  <style>${style}</style></head>
  <body><h1>${info.title} ${info.version}</h1>
  <p>${t('http.docs.intro')} <a href="/openapi.json">openapi.json</a></p>
  ${operations.map(({ path, method, operation }) => operationPart(method, path, operation, t))}
  </body>
</html>`
}

function operationPart(method: string, path: string, operation: Operation, t: Translator): Markup {
  return html`<details><summary><b>${method}</b> <code>${path}</code> ${operation.operationId ?? ''}</summary>
  ${schemaPart(t('http.docs.parameters'), operation.parameters)}
  ${schemaPart(t('http.docs.body'), operation.requestBody)}
  ${schemaPart(t('http.docs.answers'), operation.responses)}
  </details>`
}

function schemaPart(title: string, value: unknown): Markup | '' {
  return value === undefined ? '' : html`<h2>${title}</h2><pre>${JSON.stringify(value, null, 2)}</pre>`
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'summary{padding:.4rem 0;cursor:pointer}b{display:inline-block;width:4.5rem}h2{font-size:1rem}' +
  'pre{background:#f4f4f4;padding:1rem;overflow:auto}'
