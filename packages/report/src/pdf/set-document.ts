import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { PrintedDocument } from './block.ts'

/** PDF/A-2b (ISO 19005-2): for keeping. */
const standard = 'a-2b'

let compiler: NodeCompiler | undefined

/**
 * Sets a document as a PDF/A. The same document gives the same bytes. Takes a second or so and blocks: run it in a worker.
 * @param issuedAt stands in the file as its time of making
 * @throws Error with typst's words when the document can't be set
 */
export function setDocument(document: PrintedDocument, issuedAt: Date): Uint8Array {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: [fontFolder()] }] })
  const mainFileContent = readFileSync(join(import.meta.dirname, 'template.typ'), 'utf8')
  const compiled = compiler.compile({ mainFileContent, inputs: { document: JSON.stringify(document) } })
  const { result } = compiled
  if (!result) {
    const diagnostics = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`typst: ${JSON.stringify(diagnostics).slice(0, 2000)}`)
  }
  return compiler.pdf(result, { pdfStandard: standard, creationTimestamp: Math.floor(issuedAt.getTime() / 1000) })
}

function fontFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts')
}
