// A process that sets the documents it is sent, and ends.
import process from 'node:process'
import type { PrintedDocument } from './block.ts'
import { setDocument } from './set-document.ts'

process.once('message', ({ documents, issuedAt }: { documents: PrintedDocument[]; issuedAt: Date }) => {
  process.send?.(setAll(documents, issuedAt), () => process.disconnect())
})

function setAll(documents: PrintedDocument[], issuedAt: Date): { pdfs: Uint8Array[] } | { fault: string } {
  try {
    return { pdfs: documents.map((document) => setDocument(document, issuedAt)) }
  } catch (error) {
    return { fault: (error as Error).message }
  }
}
