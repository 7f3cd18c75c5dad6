import { AssayError } from '@assay/contracts'
import { firstFault } from '@assay/http'
import type { MessageKey } from '@assay/messages'

/** What may be wrong with a protocol: the names of the catalogue's words for it, namespace `faults`. */
export type ProtocolFault = MessageKey extends infer Key ? (Key extends `faults.${infer Name}` ? Name : never) : never

/** `protocol-invalid` at a place of the protocol (`criteria.veb-sensitivity`), with the name of what is wrong. */
export function protocolFault(where: string, what: ProtocolFault): AssayError {
  return new AssayError('protocol-invalid', { where, what })
}

type Checked = { success: true } | { success: false; error: Parameters<typeof firstFault>[0] }

/** Refuses a request whose protocol fails its schema with `protocol-invalid`, at its place in the protocol. */
export function refuseInvalidProtocol(checked: Checked): undefined {
  if (checked.success) return undefined
  const { where, what } = firstFault(checked.error)
  throw new AssayError('protocol-invalid', { where: where.replace(/^draft\./, ''), what })
}
