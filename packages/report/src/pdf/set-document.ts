import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { PrintedDocument } from './block.ts'
import { fontFamily, fontFolder } from './font.ts'

/** PDF/A-2b (ISO 19005-2): for keeping. */
const standard = 'a-2b'

let compiler: NodeCompiler | undefined

/**
 * Sets a document as a PDF/A, in one font family that the project brings, so that every machine gives the same bytes.
 * Takes a quarter of a second and blocks: run it in a process of its own.
 * @param issuedAt stands in the file as its time of making
 * @throws Error with typst's words when the document can't be set, e.g. for a character that the font lacks
 */
export function setDocument(document: PrintedDocument, issuedAt: Date): Uint8Array {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: [fontFolder()] }] })
  const mainFileContent = readFileSync(join(import.meta.dirname, 'template.typ'), 'utf8')
  const inputs = { document: JSON.stringify(document), font: fontFamily }
  const compiled = compiler.compile({ mainFileContent, inputs })
  const { result } = compiled
  if (!result) {
    const diagnostics = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`typst: ${JSON.stringify(diagnostics).slice(0, 2000)}`)
  }
  return compiler.pdf(result, { pdfStandard: standard, creationTimestamp: Math.floor(issuedAt.getTime() / 1000) })
}
